"""Which revision of a goal, and which set as a whole, was chosen when the regulation changed, in words."""

from typing import Any

from fagvei.people.models import User
from fagvei.training.models import RevisionChoice, SetChoice


def revision_choices_of(doctor: User) -> dict[str, list[dict[str, Any]]]:
    rows = RevisionChoice.objects.filter(plan_goal__doctor=doctor).select_related(
        "plan_goal__goal", "revision", "rule", "by"
    )
    sets = SetChoice.objects.filter(goal_plan__doctor=doctor).select_related("goal_plan__goal_set", "rule", "by")
    return {
        "revision_choices": [_choice(row) for row in rows.order_by("pk")],
        "set_choices": [_set_choice(row) for row in sets.order_by("pk")],
    }


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


def _set_choice(row: SetChoice) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "goal_set": row.goal_plan.goal_set.code,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "rule": row.rule and row.rule.name,
        "reason": row.reason,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
    }
