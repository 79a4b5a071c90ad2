"""The plan by half-year in words: what stands where, every revision with its sentences, and who agreed to what."""

from collections import defaultdict
from typing import Any

from fagvei.people.models import User
from fagvei.training.models import HalfYearAgreement, PlanMove, PlannedItem, PlanRevision
from fagvei.training.queries import halfyear as queries
from fagvei.training.queries.halfyear_page import history_of, moves_of


def halfyears_of(doctor: User) -> dict[str, list[dict[str, Any]]]:
    """What `record` holds of it, by the names it has there."""
    moves: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for move in moves_of(doctor):
        moves[move.revision_id].append(_move(move))
    changes = {change.revision.pk: change for change in history_of(doctor, reads_absence=True)}
    revisions = PlanRevision.objects.filter(doctor=doctor).select_related("by").order_by("number")
    return {
        "planned": [_item(each) for each in queries.all_items_of(doctor)],
        "plan_revisions": [_revision(row, changes[row.pk].sentences, moves[row.pk]) for row in revisions],
        "halfyear_agreements": [_agreement(row) for row in queries.agreements_of(doctor)],
    }


def _item(row: PlannedItem) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "what": str(row),
        "half_year": row.half_year,
        "arena": row.arena and str(row.arena),
        "institution": row.institution and str(row.institution),
    }


def _move(row: PlanMove) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "item": row.item.fact_id,
        "half_year": row.half_year,
        "arena": row.arena and str(row.arena),
        "institution": row.institution and str(row.institution),
    }


def _revision(row: PlanRevision, sentences: list[str], moves: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "number": row.number,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "changes": sentences,
        "moves": moves,
        "reason": row.reason,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
    }


def _agreement(row: HalfYearAgreement) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "half_year": row.half_year,
        "content_digest": row.content_digest,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
    }
