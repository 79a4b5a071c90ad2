"""Is a row what its events say? A room names its nouns; where row and events differ, that is told by field, without content."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Deviation:
    """A row that does not say what its events say. `sentence` names fields and codes, no content."""

    row: str
    sentence: str


@dataclass(frozen=True)
class Noun:
    """A table of rows, the table of their events, and which fields of the row the events decide.

    `owner` is the event's foreign key to its row, `follows` says per field of the row which one of the newest event it
    repeats. `first` are the states it can be born in, `moves` where it may go from each. What has no state has none of these.
    `silent` is the state of a row that nothing has happened to yet; without it the first event is missed.
    """

    rows: Any
    events: Any
    owner: str
    follows: Mapping[str, str]
    first: frozenset[str] = frozenset()
    moves: Mapping[Any, Iterable[str]] = field(default_factory=dict)
    silent: str = ""
    # False where a word may be added, or a date moved, without a new state.
    since_each_event: bool = True


def faults_of(noun: Noun) -> Iterator[Deviation]:
    """Reads both tables once, the events in the order they were added."""
    histories: dict[int, list[Any]] = defaultdict(list)
    for event in noun.events._default_manager.order_by("pk").iterator(2_000):
        histories[getattr(event, f"{noun.owner}_id")].append(event)
    for row in noun.rows._default_manager.order_by("pk").iterator(2_000):
        for sentence in _differences(noun, row, histories.get(row.pk, [])):
            yield Deviation(row.fact_id, sentence)


def _differences(noun: Noun, row: Any, events: list[Any]) -> Iterator[str]:
    if not events:
        if not noun.silent:
            yield "it has no events"
        elif row.state != noun.silent:
            yield f"state is {row.state!r} and nothing has happened"
        return
    yield from _illegal(noun, events)
    for name, told in noun.follows.items():
        event = _newest_move(noun, events) if name == "since" else events[-1]
        if getattr(row, name) != getattr(event, told):
            yield f"{name} is not what event {event.pk} says"


def _illegal(noun: Noun, events: list[Any]) -> Iterator[str]:
    """Where the events cannot have happened in this order."""
    told, state = noun.follows.get("state", ""), noun.silent
    for event in events if told else []:
        after = getattr(event, told)
        allowed = {state, *noun.moves[state]} if state else noun.first
        if after not in allowed:
            yield f"{after} after {state or 'nothing'}, event {event.pk}"
        state = after


def _newest_move(noun: Noun, events: list[Any]) -> Any:
    """The event since which it stands as it stands."""
    newest = events[-1]
    if noun.since_each_event:
        return newest
    told = noun.follows["state"]
    for event in reversed(events):
        if getattr(event, told) != getattr(newest, told):
            break
        first = event
    return first
