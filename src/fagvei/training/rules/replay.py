"""Derive the state from the events alone. Written apart from the actions, to be compared with what they wrote.

Rows come in the order they were added. `kind` decides the state; the row's own `state_after` must agree.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol


class EventRow(Protocol):
    pk: int
    kind: str
    state_after: str
    waiting_on_id: Any
    at: dt.datetime


class IllegalHistory(Exception):
    """The events cannot have happened in this order."""


@dataclass(frozen=True)
class Derived:
    """What a projection row must say. `since` is None while nothing has happened, for then any instant is right."""

    state: str
    waiting_on_id: Any = None
    since: dt.datetime | None = None
    completion_id: Any = None
    completed_at: dt.datetime | None = None


# kind: (states before, state after). None after = the state stays.
GOAL_STEPS: dict[str, tuple[frozenset[str], str | None]] = {
    "begun": (frozenset({"not_begun"}), "begun"),
    "completed": (frozenset({"not_begun", "begun"}), "completed"),
    "reopened": (frozenset({"completed"}), "begun"),
    "opinion_given": (frozenset({"completed", "sent"}), None),
    "sent": (frozenset({"completed"}), "sent"),
    "recalled": (frozenset({"sent"}), "completed"),
    "returned": (frozenset({"sent"}), "begun"),
    "approved": (frozenset({"sent"}), "approved"),
    "annulled": (frozenset({"approved"}), "begun"),
    "handed_over": (frozenset({"completed", "sent"}), None),
    "transferred": (frozenset({"not_begun", "begun"}), "approved"),
}
# kind: state before -> states after. "" before = the first event.
_FROM_DRAFT = ("planned", "done", "returned")
ACTIVITY_STEPS: dict[str, dict[str, set[str]]] = {
    "logged": {"": {"planned", "done"}},
    "changed": {"planned": {"planned", "done"}, "done": {"done"}, "returned": {"done"}},
    "sent": dict.fromkeys(_FROM_DRAFT, {"sent"}),
    "recalled": {"sent": {"done"}},
    "returned": {"sent": {"returned"}},
    "signed": {"sent": {"signed"}},
    # First of all: a course whose attendance was registered by those who held it.
    "fulfilled": dict.fromkeys(("", *_FROM_DRAFT), {"fulfilled"}),
    "marked_on_behalf": {"": {"fulfilled"}},
    "transferred": {"": {"fulfilled"}},
    "objected": {"fulfilled": {"fulfilled"}},
    "objection_answered": {"fulfilled": {"fulfilled", "annulled"}},
    # Before the signature only with the list it was logged in: whoever was asked has seen it, so it is not erased.
    "annulled": dict.fromkeys(("signed", "fulfilled", "sent", "returned", "done"), {"annulled"}),
    "handed_over": {"sent": {"sent"}},
    "handed_back": {"sent": {"returned"}},
    "erased": {"planned": {"erased"}, "done": {"erased"}},
}


def replay_goal(events: Iterable[EventRow]) -> Derived:
    """The state of a goal in the plan after these events."""
    derived = Derived("not_begun")
    for event in events:
        before, after = GOAL_STEPS[event.kind]
        state = after or derived.state
        if derived.state not in before or event.state_after != state:
            raise IllegalHistory(f"{event.kind} ({event.state_after}) after {derived.state}, event {event.pk}")
        derived = step(derived, state, event)
        if event.kind in ("completed", "transferred"):
            derived = replace(derived, completion_id=event.pk, completed_at=event.at)
        elif state == "begun":
            derived = replace(derived, completion_id=None, completed_at=None)
    return derived


def replay_activity(events: Iterable[EventRow]) -> Derived:
    """The state of an activity after these events; the first one tells how it came to be."""
    return replay_by(ACTIVITY_STEPS, events)


def replay_by(steps: Mapping[str, Mapping[str, set[str]]], events: Iterable[EventRow]) -> Derived:
    """The state after these events, when `steps` says per kind which states may follow which."""
    derived = Derived("")
    for event in events:
        if event.state_after not in steps[event.kind].get(derived.state, ()):
            raise IllegalHistory(
                f"{event.kind} ({event.state_after}) after {derived.state or 'nothing'}, event {event.pk}"
            )
        derived = step(derived, event.state_after, event)
    return derived


def step(derived: Derived, state: str, event: EventRow) -> Derived:
    """`since` moves when the state or the one it waits for changes, not when somebody only adds a word."""
    if (state, event.waiting_on_id) == (derived.state, derived.waiting_on_id):
        return derived
    return replace(derived, state=state, waiting_on_id=event.waiting_on_id, since=event.at)
