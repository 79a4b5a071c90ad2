"""How far doctors have come in each set of their current plans, counted in the database."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from fagvei.curriculum.models import GoalSet
from fagvei.training.models import EducationPlan, GoalPlan, PlanGoal
from fagvei.training.models.goals import carried_on, no_longer_asked_for
from fagvei.training.queries.plan_rows import carried_expected, expected_goals
from fagvei.training.queries.service import is_carried_on
from fagvei.training.rules.progress import Counted


@dataclass(frozen=True, slots=True)
class SetProgress:
    """One set of one doctor. Part 1 that is confirmed `is_carried_on`: it stands in no number, loaded or not."""

    code: str
    name: str
    short_name: str
    is_carried_on: bool
    counted: Counted


def progress_of(doctors: Collection[int]) -> dict[int, list[SetProgress]]:
    """{doctor id: the sets of the current plans, in their order}. One question; a doctor without a plan is not in the answer."""
    current = EducationPlan.objects.current().filter(doctor_id__in=doctors)
    in_a_specialty = EducationPlan.objects.current().in_a_specialty().filter(goal_plans=OuterRef("pk"))
    approved = Q(plan_goals__state=PlanGoal.State.APPROVED)
    counts = GoalPlan.objects.filter(pk__in=current.order_by().values("goal_plans")).annotate(
        total=Count("plan_goals"),
        carried=Count("plan_goals", filter=carried_on("plan_goals__")),
        approved=Count("plan_goals", filter=approved & ~carried_on("plan_goals__")),
        ended=Count("plan_goals", filter=no_longer_asked_for("plan_goals__")),
        is_carried_on=is_carried_on(goal_set="goal_set", doctor="doctor_id"),
        carries_common=is_carried_on(goal_set="goal_set", doctor="doctor_id", kind=GoalSet.Kind.COMMON),
        expected=expected_goals("goal_set__", is_of_part_1=~Q(Exists(in_a_specialty))),
    )
    found: dict[int, list[SetProgress]] = defaultdict(list)
    for doctor, code, name, short_name, total, carried, done, ended, is_done, carries, expected in counts.order_by(
        "goal_set__position", "goal_set__code", "pk"
    ).values_list(
        "doctor_id", "goal_set__code", "goal_set__name", "goal_set__short_name", "total", "carried", "approved", "ended",
        "is_carried_on", "carries_common", "expected",
    ):  # fmt: skip
        taken = carried_expected(expected, is_done, carries)
        counted = Counted(total, done, ended, carried, expected, taken)
        found[doctor].append(SetProgress(code, name, short_name, is_done, counted))
    return dict(found)
