"""The whole log and all facts, in rows that `verification` can judge."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps

from fagvei.audit.models import HASHED_FIELDS, AuditEvent, AuditSeal
from fagvei.audit.verification import EventRow, FactRow, Finding, Head, SealRow, verify
from fagvei.common import clock
from fagvei.common.db.snapshot import one_instant
from fagvei.common.models import Fact

AT_A_TIME = 2_000
Progress = Callable[[str, int, Iterable], Iterable]


def verify_database(heads: Iterable[Head] = (), *, progress: Progress | None = None) -> list[Finding]:
    """Judge what is in the database, as of one instant. `progress(label, count, rows)` may show how far it is."""
    show = progress or (lambda label, count, rows: rows)
    with one_instant():
        return verify(
            show("events", AuditEvent.objects.count(), event_rows()),
            show("seals", AuditSeal.objects.count(), seal_rows()),
            show("facts", sum(model.rows_for_digest().count() for model in fact_models()), fact_rows()),
            heads,
            now=clock.now(),
        )


def event_rows() -> Iterator[EventRow]:
    columns = ("pk", *HASHED_FIELDS, "content_hash")
    for values in AuditEvent.objects.order_by("pk").values_list(*columns).iterator(AT_A_TIME):
        yield EventRow(*values)


def seal_rows() -> Iterator[SealRow]:
    columns = ("seq", "event_id", "content_hash", "previous", "hash", "sealed_at")
    for values in AuditSeal.objects.order_by("seq").values_list(*columns).iterator(AT_A_TIME):
        yield SealRow(*values)


def fact_models() -> list[type[Fact]]:
    return [model for model in apps.get_models() if issubclass(model, Fact)]


def fact_rows() -> Iterator[FactRow]:
    for model in fact_models():
        for fact in model.rows_for_digest().iterator(AT_A_TIME):
            yield fact_row(fact)


def fact_row(fact: Any) -> FactRow:
    return FactRow(fact.fact_id, fact.digest(), _file_fault(fact))


def _file_fault(fact: Any) -> str:
    if not hasattr(fact, "verify_content"):
        return ""
    found = fact.verify_content()
    if found is None:
        return "is gone"
    return "" if found == fact.sha256 else "was changed"
