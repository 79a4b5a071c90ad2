"""The ways of an assessment: asked, answered, signed by somebody whose identity is known, or ended without."""

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

LINK_NEVER_SIGNS = Rule(
    "V2",
    _("En lenke signerer aldri. Svaret er usignert og teller ikke før vurdereren er identifisert."),
    "valg i Fagvei (sak 3, T-27)",
)
LEADER_VOUCHES = Rule(
    "V3",
    _("Første gang en ekstern vurderer signerer ved virksomheten, bekrefter legens leder hvem det er."),
    "valg i Fagvei (sak 3)",
)

# kind: state before -> states after. "" before = the first event.
_OPEN = ("asked", "answered")
ASSESSMENT_STEPS: dict[str, dict[str, set[str]]] = {
    "asked": {"": {"asked"}},
    "started": {"": {"asked"}},
    "invited": {"asked": {"asked"}},
    "invited_again": {"asked": {"asked"}, "answered": {"answered"}},
    "answered": {"asked": {"answered"}, "answered": {"answered"}},
    "identified": {"answered": {"identified"}},
    "signed": {"answered": {"signed"}, "identified": {"signed"}},
    "declined": dict.fromkeys(_OPEN, {"declined"}),
    "withdrawn": {"asked": {"withdrawn"}},
    "expired": dict.fromkeys(_OPEN, {"expired"}),
    "refused": {"identified": {"refused"}},
    "annulled": {"signed": {"annulled"}},
}
