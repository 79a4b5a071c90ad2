"""Which revision of a goal was chosen when the regulation changed, in words."""

from typing import Any

from fagvei.people.models import User
from fagvei.training.models import RevisionChoice


def revision_choices_of(doctor: User) -> dict[str, list[dict[str, Any]]]:
    rows = RevisionChoice.objects.filter(plan_goal__doctor=doctor).select_related(
        "plan_goal__goal", "revision", "rule", "by"
    )
    return {"revision_choices": [_choice(row) for row in rows.order_by("pk")]}


def _choice(row: RevisionChoice) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "goal": row.plan_goal.goal.code,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "revision": row.revision.number,
        "rule": row.rule and row.rule.name,
        "reason": row.reason,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
    }
