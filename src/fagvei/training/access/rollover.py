"""Regulation changes: whoever reads the plan reads them; the doctor, the leader and the deputy choose."""

from typing import Any

from django.utils.translation import gettext as _

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training.access.core import LEADS, POLICIES, READERS, Policy, rows, through_door
from fagvei.training.models import GoalPlan

ROLLOVER_ROWS = (
    rows("education_plan", Permission.SEE, READERS, "my_rollover", "rollover", note="my_rollover is the doctor's own"),
    rows("education_plan", Permission.ASSIGN, LEADS, "take_in_new_goals"),
    rows("plan_goal", Permission.ASSIGN, LEADS | {"doctor"}, "choose_revision"),
    rows("goal_plan", Permission.SEE, READERS, "my_rollover", "rollover", note="my_rollover is the doctor's own"),
    rows("goal_plan", Permission.ASSIGN, LEADS | {"doctor"}, "choose_set"),
)


def _may_goal_plan(permission: Permission, row: GoalPlan, user: User, relations: frozenset[str]) -> bool:
    if permission == Permission.SEE:
        return bool(relations & READERS)
    return permission == Permission.ASSIGN and bool(relations & (LEADS | {"doctor"}))


POLICIES[GoalPlan] = Policy(_may_goal_plan)


def get_goal_plan_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> GoalPlan:
    goal_plans = GoalPlan.objects.select_related("doctor", "goal_set")
    return through_door(goal_plans, user, public_id, permission, lambda row: _("settet %s i planen") % row.goal_set)
