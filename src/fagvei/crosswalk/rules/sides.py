"""A pair joins two fields: of those that people propose, one of each stands behind it.

What a content pack proposes comes from neither field and needs one approval, from either. Our own choice, no
regulation asks for it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# In the order a person with several roles acts.
GUIDELINE = ("guideline_owner", "clinical_reviewer")
EDUCATION = ("centre_officer", "specialty_committee")
MAKERS = (*GUIDELINE, *EDUCATION)


@dataclass(frozen=True)
class Rule:
    name: str
    sentence: str | Promise
    source: str | Promise


BOTH_SIDES = Rule(
    "both_sides",
    _(
        "Foreslår noen fra retningslinjen, godkjenner noen fra utdanningen, og omvendt. Den som foreslår, godkjenner ikke. "
        "En kobling fra innholdspakken er ikke foreslått av noen av fagene: den trenger én godkjenning, og sier fra "
        "hvilket fag den kom."
    ),
    _("Vårt valg: en kobling som noen foreslår, skal ha øyne fra begge fag."),
)


def side_of(role: str) -> tuple[str, ...]:
    """The roles of the same field."""
    return GUIDELINE if role in GUIDELINE else EDUCATION if role in EDUCATION else ()


def deciders_of(proposed_as: str) -> tuple[str, ...]:
    """Who may answer a proposal. One from a content pack comes from neither field, so one of either is enough."""
    return tuple(role for role in MAKERS if role not in side_of(proposed_as))


def field_of(role: str) -> str | None:
    """The field as JSON names it; None where nobody acted, or a content pack."""
    return "guideline" if role in GUIDELINE else "education" if role in EDUCATION else None


FIELDS = {"guideline": _("retningslinjen"), "education": _("utdanningen")}


def behind(proposed_as: str, approved_as: str) -> str:
    """Which fields stand behind a pair, in words; empty until somebody has approved it."""
    proposer, approver = field_of(proposed_as), field_of(approved_as)
    if approver is None:
        return ""
    if proposer is None:
        return gettext("kom med innholdspakken, godkjent av noen fra %(field)s") % {"field": FIELDS[approver]}
    words = gettext("foreslått av noen fra %(proposer)s, godkjent av noen fra %(approver)s")
    return words % {"proposer": FIELDS[proposer], "approver": FIELDS[approver]}
