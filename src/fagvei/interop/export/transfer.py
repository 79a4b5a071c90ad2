"""What was brought from the old portal, in words: the originals, their items, and what the leader decided about each."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from fagvei.people.models import User
from fagvei.training.models import TransferDecision, TransferredItem, TransferReport


def originals_of(doctor: User) -> Iterable[tuple[str, TransferReport]]:
    """A name in the archive that no unpacker can be led astray by; the file's own name stands in the record."""
    rows = TransferReport.objects.filter(doctor=doctor).order_by("pk")
    return [(f"overforinger/{n:04}{TransferReport.SUFFIXES[row.content_type]}", row) for n, row in enumerate(rows, 1)]


def transfers_of(doctor: User) -> dict[str, list[dict[str, Any]]]:
    """What `record` holds of it."""
    items: dict[int, list[dict[str, Any]]] = defaultdict(list)
    decisions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    made = TransferDecision.objects.filter(doctor=doctor).select_related("by", "plan_activity", "revision")
    for row in made.order_by("pk"):
        decisions[row.item_id].append(_decision(row))
    for item in TransferredItem.objects.filter(doctor=doctor).prefetch_related("goals__goal").order_by("line", "pk"):
        items[item.report_id].append({**_item(item), "decisions": decisions[item.pk]})
    return {"transfers": [{**_report(row), "file": path, "items": items[row.pk]} for path, row in originals_of(doctor)]}


def _report(row: TransferReport) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "title": row.title,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
        "at": row.at,
        "imported_at": row.imported_at,
    }


def _item(row: TransferredItem) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "goals": sorted(goal.goal.code for goal in row.goals.all()),
        "title": row.title,
        "done_on": row.done_on,
        "signed_by": row.signed_by,
        "stated": row.stated,
        "repetitions": row.repetitions,
        "line": row.source_line,
    }


def _decision(row: TransferDecision) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "verdict": row.verdict,
        "verdict_name": row.get_verdict_display(),
        "reason": row.reason,
        "revision": row.revision and row.revision.number,
        "activity": row.plan_activity and row.plan_activity.fact_id,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
    }
