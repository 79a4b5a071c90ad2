"""Write down what is done and read. Called inside the transaction of the action it tells about."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from fagvei.audit.models import GENESIS, AccessLog, AuditEvent, AuditSeal
from fagvei.common import clock
from fagvei.common.models import Fact
from fagvei.common.prepared import prepared

SYSTEM = "system"
LOOK_BACK = 10_000


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

    `target` is a row, or the name of a table when the event is about many rows.
    `details` holds codes, numbers and dates only: free text stays in the fact, where it can be erased.
    """
    if not transaction.get_connection().in_atomic_block:
        raise AssertionError("An audit event belongs in the transaction of its action.")
    event = AuditEvent(
        **content_of(
            name,
            target=target,
            by=by,
            acting_as=acting_as,
            subject=subject,
            controller=controller,
            details=details,
            facts=facts,
        )
    )
    event.content_hash = event.compute_hash()
    event.save(force_insert=True)
    return event


def content_of(
    name: str,
    *,
    target: Any,
    by: Any,
    acting_as: str = "",
    subject: Any = None,
    controller: Any = "",
    details: dict[str, Any] | None = None,
    facts: Iterable[Fact] = (),
) -> dict[str, Any]:
    """What an event says. `record` writes it down; only the generator of test nations takes another way."""
    return {
        "name": name,
        "actor_id": _id_of(by),
        "actor_name": _name_of(by),
        "acting_as": acting_as,
        "target": target if isinstance(target, str) else _name_of_target(target),
        "subject_id": _id_of(subject) if subject is not None else "",
        "controller": str(controller or ""),
        "details": details or {},
        "facts": {fact.fact_id: fact.digest() for fact in facts},
    }


def record_reading(*, by: Any, subject: Any, role: str, what: str, organisation: str = "") -> None:
    """The one write a GET may do: the doctor shall see who has read the record."""
    # A transaction of its own takes its turn among the writers of the process (docs/decisions/0003).
    with transaction.atomic(savepoint=False):
        _line(by, _id_of(subject), role, what, organisation).save(force_insert=True)


def record_overview(*, by: Any, subjects: Mapping[Any, str], what: str, organisation: str = "") -> None:
    """The same for a page that shows many people at once: `subjects` gives each the reader's role to that person.

    One line for each of them a day, of the first time; whoever opens one of them leaves a line of its own each time.
    """
    midnight = clock.start_of(clock.today())
    ids = {_id_of(subject): role for subject, role in subjects.items()}
    for known in _logged_since(subjects=frozenset(ids), reader=_id_of(by), what=what[:200], midnight=midnight):
        ids.pop(known, None)
    if not ids:
        return
    with transaction.atomic(savepoint=False):
        AccessLog.objects.bulk_create(
            _line(by, subject_id, role, what, organisation) for subject_id, role in ids.items()
        )


@prepared
def _logged_since(subjects: Collection[str], reader: str, what: str, midnight: dt.datetime) -> QuerySet:
    there = AccessLog.objects.filter(subject_id__in=subjects, read_at__gte=midnight, reader_id=reader, what=what)
    return there.order_by().values_list("subject_id", flat=True)


def _line(by: Any, subject_id: str, role: str, what: str, organisation: str) -> AccessLog:
    return AccessLog(
        reader_id=_id_of(by),
        reader_name=_name_of(by),
        reader_role=role,
        organisation=organisation,
        subject_id=subject_id,
        what=what[:200],
    )


@transaction.atomic
def seal_events(*, limit: int = 5_000, look_back: int | None = LOOK_BACK) -> int:
    """Link events that have no seal yet, oldest first. Returns how many. One sealer at a time.

    It looks only `look_back` row numbers behind the newest sealed event: a transaction that was open for long may commit
    a lower number late, but the whole log need not be searched each minute. None searches all.
    """
    _take_sealer_lock()
    last = AuditSeal.objects.order_by("-seq").first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    seals = []
    for event in _unsealed(last, look_back)[:limit]:
        seq += 1
        seal = AuditSeal(seq=seq, event_id=event.public_id, content_hash=event.content_hash, previous=previous)
        seal.hash = previous = seal.compute_hash()
        seals.append(seal)
    AuditSeal.objects.bulk_create(seals, batch_size=500)
    return len(seals)


def seal_everything() -> int:
    """Seal the whole log, in as many transactions as it takes."""
    total = 0
    while count := seal_events(look_back=None):
        total += count
    return total


def remove_expired_access_log(*, dry_run: bool = False) -> int:
    """Retention: forget readings older than five years. The trigger refuses younger ones, whoever asks."""
    column, days = AccessLog.deletable_after
    # One day more than the trigger asks for, so that our clock and the database's need not agree to the second.
    expired = AccessLog.objects.filter(**{f"{column}__lt": clock.now() - dt.timedelta(days=days + 1)})
    count = expired.count()
    if count and not dry_run:
        with transaction.atomic():
            expired._raw_delete(expired.db)
            record("access_log_expired", target=AccessLog._meta.label, by=None, details={"rows": count})
    return count


def _unsealed(last: AuditSeal | None, look_back: int | None) -> QuerySet[AuditEvent]:
    events = AuditEvent.objects.filter(~Exists(AuditSeal.objects.filter(event_id=OuterRef("public_id")))).order_by("pk")
    if last is not None and look_back is not None:
        newest = AuditEvent.objects.filter(public_id=last.event_id).values_list("pk", flat=True).first()
        events = events.filter(pk__gt=(newest or 0) - look_back)
    return events.only("public_id", "content_hash")


def _take_sealer_lock() -> None:
    """On SQLite the transaction itself is the lock; on PostgreSQL an advisory lock that goes with the transaction."""
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('fagvei.audit.seal'))")


def _name_of_target(target: Any) -> str:
    return f"{target._meta.label}:{getattr(target, 'public_id', None) or target.pk}"


def _id_of(person: Any) -> str:
    return SYSTEM if person is None else str(person.public_id)


def _name_of(person: Any) -> str:
    return "Fagvei" if person is None else str(person)
