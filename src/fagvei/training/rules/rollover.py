"""R21: which revision of a goal a doctor is measured by, and what changed from one to the next."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

SET_ON_THE_DAY = Rule(
    "R21",
    _("Legen måles etter læringsmålene som gjelder den dagen det søkes, om ikke en overgangsregel sier noe annet."),
    "Helsedirektoratet, saksbehandling [S35]",
)
COMPARED = ("name", "official_text", "elaboration", "knowledge_level", "skill_level")


class TransitionRuleRow(Protocol):
    goal_set_id: int
    assigned_before_on: dt.date
    until_on: dt.date | None
    is_ended: bool


class GoalSetRow(Protocol):
    pk: int
    kind: str
    specialty_id: int | None


@dataclass(frozen=True)
class Change:
    """One field that says something else now."""

    field: str
    before: str
    after: str


def changes(before: Any, after: Any) -> list[Change]:
    """What differs between two revisions, in the order one reads them."""
    found = [(name, getattr(before, name) or "", getattr(after, name) or "") for name in COMPARED]
    return [Change(name, was, now) for name, was, now in found if was != now]


def allows_keeping(rule: TransitionRuleRow, *, goal_set_id: int, assigned_on: dt.date, today: dt.date) -> bool:
    """A plan that was assigned before the rule's day, in its set, while applications under it are still taken."""
    if rule.is_ended or rule.goal_set_id != goal_set_id:
        return False
    return assigned_on < rule.assigned_before_on and (rule.until_on is None or today <= rule.until_on)


def first_that_allows(
    found: Sequence[Any], *, goal_set_id: int, assigned_on: dt.date | None, today: dt.date
) -> Any | None:
    if assigned_on is None:
        return None
    fit = (
        each for each in found if allows_keeping(each, goal_set_id=goal_set_id, assigned_on=assigned_on, today=today)
    )
    return next(fit, None)


def is_kept_out(goal_set: GoalSetRow, kept: Collection[GoalSetRow], held: Collection[int]) -> bool:
    """A set that is kept as it was (R21) lets nothing new in.

    Neither a goal into itself, nor a whole set of the same kind and specialty that came after the plan: `held` are the ids
    of the sets that stand in the doctor's plans.
    """
    comes_after = goal_set.pk not in held
    return any(
        goal_set.pk == each.pk
        or (comes_after and (goal_set.kind, goal_set.specialty_id) == (each.kind, each.specialty_id))
        for each in kept
    )
