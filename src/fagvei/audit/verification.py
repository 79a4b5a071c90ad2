"""Has anybody changed the log, or the facts it tells about, behind our back?

`verify` is a pure function over rows and knows no database. It finds what does not fit together:
each event against its own hash, the seals against each other and against their events, exported heads against the chain,
and each fact against the latest event that mentions it. What it cannot find is said in docs/decisions/0004.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fagvei.audit.models import GENESIS, HASHED_FIELDS, event_hash, seal_hash

# The sealer comes once a minute; an event that has waited longer has been kept from it.
SEALED_WITHIN = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class EventRow:
    pk: int
    public_id: Any
    name: str
    happened_at: dt.datetime
    actor_id: str
    actor_name: str
    acting_as: str
    target: str
    subject_id: str
    controller: str
    details: dict[str, Any]
    facts: dict[str, str]
    content_hash: str

    @cached_property
    def computed_hash(self) -> str:
        return event_hash({name: getattr(self, name) for name in HASHED_FIELDS})


@dataclass(frozen=True)
class SealRow:
    seq: int
    event_id: Any
    content_hash: str
    previous: str
    hash: str
    sealed_at: dt.datetime

    @cached_property
    def computed_hash(self) -> str:
        return seal_hash(self.seq, self.event_id.hex, self.content_hash, self.previous, self.sealed_at)


@dataclass(frozen=True)
class FactRow:
    """A fact as the database has it now. `file_fault` is "" when its file, if any, is what the row says."""

    fact_id: str
    digest: str
    file_fault: str = ""


@dataclass(frozen=True)
class Head:
    """The end of the chain as somebody outside wrote it down."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Finding:
    """`position` is the number of a seal, the id of an event or the id of a fact. A notice is no tampering."""

    code: str
    position: str
    sentence: str
    is_notice: bool = False


@dataclass
class _Log:
    """What has been read so far."""

    findings: list[Finding] = field(default_factory=list)
    seq_of_event: dict[Any, int] = field(default_factory=dict)
    sealed_content: dict[Any, str] = field(default_factory=dict)
    hash_of_seq: dict[int, str] = field(default_factory=dict)
    events: set[Any] = field(default_factory=set)
    latest: dict[str, tuple[tuple[bool, int], str]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)

    def find(self, code: str, position: Any, sentence: str, *, is_notice: bool = False) -> None:
        self.findings.append(Finding(code, str(position), sentence, is_notice))


def verify(
    events: Iterable[EventRow],
    seals: Iterable[SealRow],
    facts: Iterable[FactRow] | None,
    heads: Iterable[Head] = (),
    *,
    now: dt.datetime,
) -> list[Finding]:
    """Everything that does not fit. Seals come by `seq`, events by `pk`; `facts` None leaves the facts unread."""
    log = _Log()
    _read_seals(log, seals)
    _check_heads(log, heads)
    _read_events(log, events, now)
    if facts is not None:
        _check_facts(log, facts)
    return log.findings


def _read_seals(log: _Log, seals: Iterable[SealRow]) -> None:
    seq, previous = 0, GENESIS
    for seal in seals:
        seq += 1
        if seal.seq != seq:
            log.find("seal_gap", seq, f"Seal {seq} is missing; the next one there is {seal.seq}.")
            seq = seal.seq
        if seal.previous != previous:
            log.find("seal_broken_link", seal.seq, f"Seal {seal.seq} does not continue the seal before it.")
        if seal.hash != seal.computed_hash:
            log.find("seal_changed", seal.seq, f"Seal {seal.seq} does not have the hash of its content.")
        if seal.event_id in log.seq_of_event:
            log.find("event_sealed_twice", seal.seq, f"Seal {seal.seq} seals an event that has a seal already.")
        previous = seal.hash
        log.seq_of_event[seal.event_id] = seal.seq
        log.sealed_content[seal.event_id] = seal.content_hash
        log.hash_of_seq[seal.seq] = seal.hash


def _check_heads(log: _Log, heads: Iterable[Head]) -> None:
    for head in heads:
        found = log.hash_of_seq.get(head.seq)
        if found is None:
            log.find(
                "head_missing", head.seq, f"Seal {head.seq} was exported as head and is gone: the log is truncated."
            )
        elif found != head.hash:
            log.find(
                "head_differs", head.seq, f"Seal {head.seq} is another one than was exported: the chain is rewritten."
            )


def _read_events(log: _Log, events: Iterable[EventRow], now: dt.datetime) -> None:
    for event in events:
        key, seq = event.public_id, log.seq_of_event.get(event.public_id)
        where = seq or key
        if key in log.events:
            log.find("event_twice", where, f"Event {key} is there twice.")
        log.events.add(key)
        if event.content_hash != event.computed_hash:
            log.find("event_changed", where, f"Event {key} does not have the hash of its content: it was changed.")
        if seq is None:
            _report_unsealed(log, event, now)
        elif log.sealed_content[key] != event.content_hash:
            log.find("seal_content_differs", seq, f"Seal {seq} seals another content than event {key} has now.")
        _remember_facts(log, event, (seq is None, seq or event.pk))
    for key, seq in log.seq_of_event.items():
        if key not in log.events:
            log.find("event_missing", seq, f"The event that seal {seq} seals is gone.")


def _report_unsealed(log: _Log, event: EventRow, now: dt.datetime) -> None:
    waited = now - event.happened_at
    is_new = dt.timedelta(minutes=-1) <= waited <= SEALED_WITHIN
    log.find("event_unsealed", event.public_id, f"Event {event.public_id} has no seal yet.", is_notice=is_new)


def _remember_facts(log: _Log, event: EventRow, order: tuple[bool, int]) -> None:
    for fact_id, digest in event.facts.items():
        if fact_id not in log.latest or log.latest[fact_id][0] < order:
            log.latest[fact_id] = (order, digest)
    log.erased.update(event.details.get("erased", ()))


def _check_facts(log: _Log, facts: Iterable[FactRow]) -> None:
    seen = set()
    for fact in facts:
        seen.add(fact.fact_id)
        mention = log.latest.get(fact.fact_id)
        if mention is None:
            log.find("fact_unmentioned", fact.fact_id, f"No event tells of {fact.fact_id}: it was put in from outside.")
        elif mention[1] != fact.digest:
            log.find("fact_changed", fact.fact_id, f"{fact.fact_id} is not what the latest event about it says.")
        if fact.file_fault:
            log.find("file_changed", fact.fact_id, f"The file of {fact.fact_id} {fact.file_fault}.")
    for fact_id in log.latest:
        if fact_id not in seen and fact_id not in log.erased:
            log.find("fact_missing", fact_id, f"{fact_id} is gone, and no event says that it was erased.")


def tampering(findings: Iterable[Finding]) -> Iterator[Finding]:
    return (finding for finding in findings if not finding.is_notice)
