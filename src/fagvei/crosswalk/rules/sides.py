"""A pair joins two fields, so one of each must stand behind it. Our own choice, no regulation asks for it."""

from dataclasses import dataclass

from django.utils.functional import Promise
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
        "Foreslår noen fra retningslinjen, godkjenner noen fra utdanningen, og omvendt. Den som foreslår, godkjenner ikke."
    ),
    _("Vårt valg: en kobling skal ha øyne fra begge fag."),
)


def side_of(role: str) -> tuple[str, ...]:
    """The roles of the same field."""
    return GUIDELINE if role in GUIDELINE else EDUCATION if role in EDUCATION else ()


def deciders_of(proposed_as: str) -> tuple[str, ...]:
    """Who may answer a proposal. One from a content pack has no side: its source is the first pair of eyes."""
    return tuple(role for role in MAKERS if role not in side_of(proposed_as))
