"""Derive the state of an employment, a period or an absence from its events alone, apart from the actions that wrote them."""

from collections.abc import Iterable

from fagvei.training.rules.replay import Derived, EventRow, IllegalHistory, step

_DRAFTS = ("draft", "returned")
# kind: state before -> state after. "" before = the first event.
SERVICE_STEPS: dict[str, dict[str, str]] = {
    "registered": {"": "draft"},
    "changed": dict.fromkeys(_DRAFTS, "draft"),
    "sent": dict.fromkeys(_DRAFTS, "sent"),
    "recalled": {"sent": "draft"},
    "returned": {"sent": "returned"},
    "confirmed": {"sent": "confirmed"},
    "ended": {"confirmed": "confirmed"},
    "counting_set": {"confirmed": "confirmed"},
    "annulled": {"draft": "annulled", "returned": "annulled", "confirmed": "annulled"},
}


CERTIFICATE_STEPS: dict[str, dict[str, str]] = {
    "asked_for": {"": "draft", "draft": "draft"},  # anew, when the leader it waited for has left
    "prepared": {"": "draft"},
    "changed": {"draft": "draft"},
    "leader_signed": {"draft": "leader_signed"},
    "head_signed": {"leader_signed": "signed"},
    "returned": {"leader_signed": "draft"},
    "annulled": {"draft": "annulled", "leader_signed": "annulled", "signed": "annulled"},
}


def replay_service(events: Iterable[EventRow]) -> Derived:
    return replay_steps(events, SERVICE_STEPS)


def replay_certificate(events: Iterable[EventRow]) -> Derived:
    return replay_steps(events, CERTIFICATE_STEPS)


def replay_steps(events: Iterable[EventRow], steps: dict[str, dict[str, str]]) -> Derived:
    derived = Derived("")
    for event in events:
        if steps[event.kind].get(derived.state) != event.state_after:
            raise IllegalHistory(
                f"{event.kind} ({event.state_after}) after {derived.state or 'nothing'}, event {event.pk}"
            )
        derived = step(derived, event.state_after, event)
    return derived
