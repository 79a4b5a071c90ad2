"""Veiledning: who may close, who may read, how large a group, and when the next session is late."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule
from fagvei.training.rules.replay import Derived, EventRow, IllegalHistory, step

ONLY_MENTOR_CLOSES = Rule(
    "R10", _("Bare veilederen ferdigstiller en veiledningssamtale."), "Kompetanseportalen, roller [S23b]"
)
MINUTES_FOR_THE_TWO = Rule("R10b", _("Bare veilederen og legen leser referatet."), "Kompetanseportalen, roller [S57]")
ONE_MENTOR = Rule("R8", _("Legen har én veileder om gangen."), "Kompetanseportalen [S23]")
GROUP_SIZE = Rule(
    "S16-gruppe",
    _("Gruppeveiledning er helst for 6–8 leger."),
    "Helsedirektoratet: Veileder for kompetansevurdering, definisjoner [S16]; Faglige råd om veiledning [S18]",
)
SMALLEST_GROUP, LARGEST_GROUP = 6, 8

# No source gives a number for how often: the faglige råd leave it to judgement. These only catch slips of the keyboard.
SHORTEST_INTERVAL_WEEKS, LONGEST_INTERVAL_WEEKS = 1, 26

_BEFORE = frozenset({"invited", "prepared"})
# kind: (states before, state after). None after = the state stays.
SESSION_STEPS: dict[str, tuple[frozenset[str], str | None]] = {
    "invited": (frozenset({""}), "invited"),
    "prepared": (_BEFORE, "prepared"),
    "moved": (_BEFORE, None),
    "held": (_BEFORE, "held"),
    "minuted": (frozenset({"held", "minuted"}), "minuted"),
    "closed": (frozenset({"minuted"}), "closed"),
    "cancelled": (_BEFORE, "cancelled"),
}


def is_outside_group_size(number: int) -> bool:
    return not SMALLEST_GROUP <= number <= LARGEST_GROUP


def due_on(*, last_on: dt.date, weeks: int | None) -> dt.date | None:
    """The day by which the two have agreed to meet again; None while they have agreed on nothing."""
    return None if weeks is None else last_on + dt.timedelta(weeks=weeks)


def is_overdue(*, last_on: dt.date, weeks: int | None, today: dt.date, has_appointment: bool) -> bool:
    """Late is a series whose day has passed without a new appointment ahead."""
    due = due_on(last_on=last_on, weeks=weeks)
    return due is not None and due < today and not has_appointment


def replay_session(events: Any) -> Derived:
    """The state of a mentoring session after these events."""
    derived = Derived("")
    for event in events:
        derived = _replayed(derived, event)
    return derived


def _replayed(derived: Derived, event: EventRow) -> Derived:
    before, after = SESSION_STEPS[event.kind]
    state = after or derived.state
    if derived.state not in before or event.state_after != state:
        raise IllegalHistory(f"{event.kind} ({event.state_after}) after {derived.state or 'nothing'}, event {event.pk}")
    return step(derived, state, event)
