"""What the parts of the document share: names, the steps of a goal, an activity, service or a certificate, and rows by their owner."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from fagvei.training.models import ActivityEvent, CertificateEvent, GoalEvent, ServiceEvent


def by_owner(rows: Iterable[Any], owner: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(row)
    return found


def event_of(row: GoalEvent | ActivityEvent | ServiceEvent | CertificateEvent) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "state_after": row.state_after,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
        "comment": row.comment,
        "waiting_on": name_of(row.waiting_on),
    }


def name_of(row: Model | None) -> str | None:
    return None if row is None else str(row)
