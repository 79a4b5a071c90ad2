"""The questions of the plan page, prepared: of one's own plan all, of another's what the viewer may see."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    PositiveIntegerField,
    Q,
    QuerySet,
    Value,
    When,
)

from fagvei.common.prepared import prepared
from fagvei.curriculum.models import GoalSet
from fagvei.training.models import EducationPlan, OpinionRequest, PlanActivity, PlanGoal, PlannedItem
from fagvei.training.models.goals import COMMON_GOALS_OF_PART_1, has_ended
from fagvei.training.queries.service import is_carried_on

State = PlanGoal.State
GOAL_FIELDS = (
    "pk", "public_id", "state", "since", "waiting_on_id", "waiting_on__full_name", "goal__code", "revision__name",
    "goal_plan__goal_set_id", "goal__category__name", "completion__kind", "goal__replaced_by__code", "goal__part",
    "has_ended", "completed_at",
)  # fmt: skip

PLAN_FIELDS = (
    "educationplan__public_id", "educationplan__specialty__name", "educationplan__institution__name",
    "educationplan__assigned_at", "goalplan__goal_set_id", "goalplan__goal_set__name",
    "goalplan__goal_set__short_name", "goalplan__goal_set__code", "goalplan__goal_set__verification", "expected",
    "is_carried_on", "carries_common",
)  # fmt: skip
CLOSED_FIELDS = ("educationplan__archived_at", "educationplan__archived_by__full_name", "educationplan__archive_reason")


def expected_goals(goal_set: str, *, is_of_part_1: Q) -> Case:
    """How many goals a source gives for a set; for the plan of part 1 how many of the common ones belong to part 1."""
    common = When(is_of_part_1 & Q(**{f"{goal_set}kind": GoalSet.Kind.COMMON}), then=Value(COMMON_GOALS_OF_PART_1))
    return Case(common, default=F(f"{goal_set}expected_goals"), output_field=PositiveIntegerField())


def carried_expected(expected: int | None, is_carried_on: bool, carries_common: bool) -> int:
    """How many goals of the set belong to a part 1 that is confirmed, by the source, loaded or not."""
    if is_carried_on:
        return expected or 0
    return COMMON_GOALS_OF_PART_1 if carries_common else 0


@prepared
def plan_links(doctor: int) -> QuerySet:
    """Of closed plans too: the doctor and the leader read why they were closed."""
    links = EducationPlan.goal_plans.through.objects.filter(educationplan__doctor=doctor).annotate(
        expected=expected_goals("goalplan__goal_set__", is_of_part_1=Q(educationplan__specialty__isnull=True)),
        is_carried_on=is_carried_on(goal_set="goalplan__goal_set", doctor="educationplan__doctor_id"),
        carries_common=is_carried_on(
            goal_set="goalplan__goal_set", doctor="educationplan__doctor_id", kind=GoalSet.Kind.COMMON
        ),
    )
    links = links.order_by("goalplan__goal_set__position", "goalplan__goal_set__code", "educationplan_id")
    return links.values_list(*CLOSED_FIELDS, *PLAN_FIELDS)


@prepared
def goal_rows(doctor: int, viewer: int | None, now: dt.datetime, today: dt.date, sets: Collection[int]) -> QuerySet:
    goals = PlanGoal.objects.all() if viewer is None else PlanGoal.objects.visible_to(viewer, now)
    found = goals.filter(doctor=doctor, goal_plan__goal_set_id__in=sets).annotate(
        has_ended=ExpressionWrapper(has_ended(today=today), BooleanField())
    )
    return found.order_by("goal__goal_set__position", "goal__category__position", "goal__code").values_list(
        *GOAL_FIELDS
    )


@prepared
def planned_items(doctor: int) -> QuerySet:
    placed = PlannedItem.objects.filter(doctor=doctor, plan_goal__isnull=False).exclude(half_year="")
    return placed.values_list("plan_goal_id", "half_year")


@prepared
def unanswered_requests(doctor: int, now: dt.datetime) -> QuerySet:
    requests = OpinionRequest.objects.unanswered().of_advisers(now).filter(plan_goal__doctor=doctor)
    return requests.order_by("pk").values_list("plan_goal_id", "person_id", "person__full_name")


def _seen_activities(doctor: Any, viewer: Any, now: Any) -> QuerySet[PlanActivity]:
    activities = PlanActivity.objects.all() if viewer is None else PlanActivity.objects.visible_to(viewer, now)
    return activities.filter(doctor=doctor)


@prepared
def activity_counts(doctor: int, viewer: int | None, now: dt.datetime) -> QuerySet:
    """For each goal: how many activities, and how many of them count."""
    seen = _seen_activities(doctor, viewer, now).exclude(state__in=PlanActivity.GONE)
    links = PlanActivity.goals.through.objects.filter(planactivity_id__in=seen.order_by().values("pk"))
    counting = Count("pk", filter=Q(planactivity__state__in=PlanActivity.COUNTING))
    return links.values_list("plangoal_id").annotate(n=Count("pk"), counted=counting).order_by("plangoal_id")


@prepared
def open_activities(doctor: int, viewer: int | None, now: dt.datetime) -> QuerySet:
    waiting = _seen_activities(doctor, viewer, now).filter(state__in=[*PlanActivity.DRAFTS, PlanActivity.State.SENT])
    fields = ("public_id", "title", "state", "since", "waiting_on_id", "waiting_on__full_name")
    return waiting.order_by("since", "pk").values_list(*fields)
