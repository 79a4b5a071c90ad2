"""R3: nobody approves a goal before the mentor and at least one supervisor have said what they have seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

TWO_OPINIONS = Rule(
    "R3",
    _(
        "Et læringsmål kan godkjennes først når veileder og minst én supervisør har uttalt seg, to forskjellige personer."
    ),
    "spesialistforskriften § 26 [S19]; Veileder for kompetansevurdering [S16c]",
)
MENTOR, SUPERVISOR = "mentor", "supervisor"


@dataclass(frozen=True)
class GivenOpinion:
    """One opinion about one completion. `key` is whatever the caller knows it by, `person` the id of who gave it."""

    key: Any
    person: Any
    role: str
    advises_against: bool = False


@dataclass(frozen=True)
class TwoOpinions:
    """What an approval rests on."""

    mentor: GivenOpinion
    supervisor: GivenOpinion


def basis_of(opinions: Iterable[GivenOpinion]) -> TwoOpinions | None:
    """The two opinions a decision can rest on, or None while one is missing.

    Give the opinions of the latest completion alone, oldest first: an older opinion is about another piece of work.
    The newest mentor counts (the mentor may have changed), and the newest supervisor who is somebody else.
    """
    given = list(opinions)
    for mentor in reversed([o for o in given if o.role == MENTOR]):
        for supervisor in reversed([o for o in given if o.role == SUPERVISOR and o.person != mentor.person]):
            return TwoOpinions(mentor, supervisor)
    return None


def missing_roles(opinions: Iterable[GivenOpinion]) -> list[str]:
    """Who has not said anything yet: "mentor", "supervisor", both or neither. Order: mentor first."""
    given = list(opinions)
    if basis_of(given) is not None:
        return []
    mentors = {o.person for o in given if o.role == MENTOR}
    supervisors = {o.person for o in given if o.role == SUPERVISOR}
    missing = [] if mentors else [MENTOR]
    return missing if supervisors - mentors else [*missing, SUPERVISOR]


def is_against(opinions: Iterable[GivenOpinion]) -> bool:
    """Somebody advised against: an approval then needs a written reason (T-04)."""
    return any(opinion.advises_against for opinion in opinions)
