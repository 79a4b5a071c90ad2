"""Write down what is done and read. Called inside the transaction of the action it tells about."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from fagvei.audit.models import GENESIS, AccessLog, AuditEvent, AuditSeal
from fagvei.common.models import Fact

SYSTEM = "system"


def record(
    name: str,
    *,
    target: Any,
    by: Any,
    acting_as: str = "",
    subject: Any = None,
    controller: Any = "",
    details: dict[str, Any] | None = None,
    facts: Iterable[Fact] = (),
) -> AuditEvent:
    """Write one event. `by` is a user or None for the system; `facts` are the rows whose content it seals.

    `details` holds codes, numbers and dates only: free text stays in the fact, where it can be erased.
    """
    if not transaction.get_connection().in_atomic_block:
        raise AssertionError("An audit event belongs in the transaction of its action.")
    event = AuditEvent(
        name=name,
        actor_id=_id_of(by),
        actor_name=_name_of(by),
        acting_as=acting_as,
        target=f"{target._meta.label}:{getattr(target, 'public_id', None) or target.pk}",
        subject_id=_id_of(subject) if subject is not None else "",
        controller=str(controller or ""),
        details=details or {},
        facts={fact.fact_id: fact.digest() for fact in facts},
    )
    event.content_hash = event.compute_hash()
    event.save(force_insert=True)
    return event


def record_reading(*, by: Any, subject: Any, role: str, what: str, organisation: str = "") -> None:
    """The one write a GET may do: the doctor shall see who has read the record."""
    AccessLog.objects.create(
        reader_id=_id_of(by),
        reader_name=_name_of(by),
        reader_role=role,
        organisation=organisation,
        subject_id=_id_of(subject),
        what=what[:200],
    )


@transaction.atomic
def seal_events(*, limit: int = 5_000) -> int:
    """Link events that have no seal yet, oldest first. Returns how many. One sealer at a time."""
    _take_sealer_lock()
    last = AuditSeal.objects.order_by("-seq").first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    unsealed = AuditEvent.objects.exclude(public_id__in=AuditSeal.objects.values("event_id")).order_by("pk")[:limit]
    seals = []
    for event in unsealed:
        seq += 1
        seal = AuditSeal(seq=seq, event_id=event.public_id, content_hash=event.content_hash, previous=previous)
        seal.hash = previous = seal.compute_hash()
        seals.append(seal)
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def _take_sealer_lock() -> None:
    """On SQLite the transaction itself is the lock; on PostgreSQL an advisory lock that goes with the transaction."""
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('fagvei.audit.seal'))")


def _id_of(person: Any) -> str:
    return SYSTEM if person is None else str(person.public_id)


def _name_of(person: Any) -> str:
    return "Fagvei" if person is None else str(person)
