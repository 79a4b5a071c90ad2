"""S19: who sits in an assessment panel, and what the doctor is told when not taking part."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule
from fagvei.training.rules.replay import Derived, EventRow, IllegalHistory

DOCTOR_IS_TOLD = Rule(
    "S19",
    _("Legen deltar som hovedregel i evalueringskollegiet. Hvis ikke, orienterer veilederen legen før og etter."),
    "Veileder for kompetansevurdering, evalueringskollegium [S19]",
)
# kind: state before -> states after. "" before = the first event.
PANEL_STEPS: dict[str, dict[str, set[str]]] = {
    "called": {"": {"called"}},
    "informed_before": {"called": {"called"}},
    "held": {"called": {"held", "closed"}},
    "informed_after": {"held": {"closed"}},
    "cancelled": {"called": {"cancelled"}},
    # Another is mentor or leader now: the same step waits for that one.
    "handed_over": {"called": {"called"}, "held": {"held"}},
}


def must_be_told_before(*, takes_part: bool, told: bool) -> bool:
    return not takes_part and not told


def state_when_held(*, took_part: bool) -> str:
    """Closed at once when the doctor was there; else the mentor still has to tell."""
    return "closed" if took_part else "held"


def replay_panel(events: Iterable[EventRow]) -> Derived:
    derived = Derived("")
    for event in events:
        if event.state_after not in PANEL_STEPS[event.kind].get(derived.state, ()):
            raise IllegalHistory(f"{event.kind} ({event.state_after}) after {derived.state or 'nothing'}, {event.pk}")
        if (event.state_after, event.waiting_on_id) != (derived.state, derived.waiting_on_id):
            derived = Derived(event.state_after, event.waiting_on_id, event.at)
    return derived


def missing_outcomes(items: Iterable[Any], outcomes: Iterable[Any]) -> bool:
    return set(items) != set(outcomes)
