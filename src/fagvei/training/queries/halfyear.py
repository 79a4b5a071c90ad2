"""What is placed in the half-years of a plan, what could be, and who has agreed to what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fagvei.common import clock
from fagvei.common.models import content_digest
from fagvei.curriculum.models import GoalSet, LearningActivity, Requirement
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import User
from fagvei.training.models import HalfYearAgreement, PlanActivity, PlanGoal, PlannedItem
from fagvei.training.queries.halfyear_service import time_left
from fagvei.training.queries.team_rows import kept_items
from fagvei.training.rules import halfyear as rules
from fagvei.training.rules.halfyear import HalfYear


def items_of(doctor: User) -> list[PlannedItem]:
    """What stands in the half-years now, in the order of the plan. One query."""
    return [item for item in all_items_of(doctor) if item.half_year]


def all_items_of(doctor: User) -> list[PlannedItem]:
    """Also what was taken out of the plan."""
    rows = PlannedItem.objects.filter(doctor=doctor).select_related(
        "plan_goal__goal__goal_set", "plan_goal__goal__category", "plan_goal__goal__replaced_by", "plan_goal__revision",
        "activity", "arena",
        "institution",
    )  # fmt: skip
    return sorted(rows, key=_order)


def _order(item: PlannedItem) -> tuple[Any, ...]:
    if item.plan_goal is not None:
        goal = item.plan_goal.goal
        return (item.half_year, 1, goal.goal_set.position, goal.code)
    if item.activity is not None:
        return (item.half_year, 2, item.activity.position, item.activity.code)
    return (item.half_year, 0, 0, str(item.pk).zfill(12))


def digest_of(half_year: str, items: Iterable[PlannedItem]) -> str:
    """What two people agree to: which items stand in the half-year, where, and the words of the notes."""
    rows = sorted(
        [
            item.kind,
            item.plan_goal_id or 0,
            item.activity_id or 0,
            item.arena_id or 0,
            item.institution_id or 0,
            item.text,
        ]
        for item in items
        if item.half_year == half_year
    )
    return content_digest({"half_year": half_year, "items": rows})


@dataclass(frozen=True)
class Standing:
    """Who has agreed to the half-year as it is now. `was_agreed`: both had, and it has been changed since."""

    digest: str
    by_doctor: HalfYearAgreement | None
    by_mentor: HalfYearAgreement | None
    was_agreed: bool = False

    @property
    def is_agreed(self) -> bool:
        return self.by_doctor is not None and self.by_mentor is not None

    @property
    def first(self) -> HalfYearAgreement | None:
        """Of the one who has pressed while the other has not."""
        return self.by_doctor or self.by_mentor

    @property
    def missing(self) -> set[str]:
        return {
            role for role, given in (("doctor", self.by_doctor), ("mentor", self.by_mentor)) if given is None
        }  # fmt: skip


def standing_of(half_year: str, items: Iterable[PlannedItem], agreements: Iterable[HalfYearAgreement]) -> Standing:
    digest = digest_of(half_year, items)
    given: dict[str, dict[str, HalfYearAgreement]] = defaultdict(dict)
    for row in agreements:
        if row.half_year == half_year:
            given[row.content_digest][row.acting_as] = row
    now = given.get(digest, {})
    earlier = any(len(roles) == 2 for each, roles in given.items() if each != digest)
    return Standing(digest, now.get("doctor"), now.get("mentor"), earlier)


def agreements_of(doctor: User) -> list[HalfYearAgreement]:
    return list(HalfYearAgreement.objects.filter(doctor=doctor).select_related("by").order_by("pk"))


def next_halfyear() -> HalfYear:
    return HalfYear.of(clock.today()).next


# --- What could be placed ---


def arenas_by_goal(institution: TrainingInstitution, goal_ids: Iterable[int]) -> dict[int, LearningArena]:
    """Where the institution's own plan says that a goal is learned. The seam to `institution_plans`: empty until it has rows."""
    return {}


@dataclass(frozen=True)
class Unplaced:
    goals: list[PlanGoal]
    activities: list[LearningActivity]

    def __bool__(self) -> bool:
        return bool(self.goals or self.activities)


def unplaced(doctor: User) -> Unplaced:
    """Remaining goals of the current plans, and activities they ask for and that are not done, that stand in no half-year."""
    goals = list(
        PlanGoal.objects.filter(doctor=doctor)
        .in_current_plan()
        .remaining()
        .select_related("goal__goal_set", "goal__category", "revision")
        .order_by("goal__goal_set__position", "goal__category__position", "goal__code")
    )
    placed = list(
        PlannedItem.objects.filter(doctor=doctor).exclude(half_year="").values_list("plan_goal_id", "activity_id")
    )
    done = set(
        PlanActivity.objects.counting()
        .filter(doctor=doctor, activity__isnull=False)
        .values_list("activity_id", flat=True)
    )
    known = {activity for _goal, activity in placed} | done
    asked = _activities_asked_for([goal.goal_id for goal in goals])
    in_plan = {goal for goal, _activity in placed}
    return Unplaced(
        [goal for goal in goals if goal.pk not in in_plan], [each for each in asked if each.pk not in known]
    )


def _activities_asked_for(goal_ids: list[int]) -> list[LearningActivity]:
    """In the order of the first goal that asks. Of a choice, as many as it asks for, from the first on."""
    rows = (
        Requirement.objects.current().filter(goal_id__in=goal_ids).select_related("activity").order_by("position", "pk")
    )
    by_goal: dict[int, list[Requirement]] = defaultdict(list)
    for row in rows:
        by_goal[row.goal_id].append(row)
    found: dict[int, LearningActivity] = {}
    for goal_id in goal_ids:
        choices = {row.pk: row.choose or 0 for row in by_goal[goal_id] if row.kind == Requirement.Kind.K_OF_N}
        for row in by_goal[goal_id]:
            if row.activity is None:
                continue
            if row.parent_id in choices:
                choices[row.parent_id] -= 1
                if choices[row.parent_id] < 0:
                    continue
            found.setdefault(row.activity.pk, row.activity)
    return list(found.values())


def proposal_for(doctor: User, missing: Unplaced) -> dict[tuple[str, int], HalfYear]:
    """Where the rule puts each of them: ("goal" or "activity", row number) to half-year."""
    left, begun = time_left(doctor), PlanGoal.State.NOT_BEGUN
    goals = [
        rules.ToPlace(
            ("goal", goal.pk),
            goal.goal.goal_set_id,
            (goal.state == begun, goal.goal.category.position if goal.goal.category else 0, goal.goal.code),
            goal.goal.goal_set.kind == GoalSet.Kind.PART_1 and not left.is_of_part_1,
        )
        for goal in missing.goals
    ]
    activities = [
        rules.ToPlace(("activity", each.pk), "activities", (number,)) for number, each in enumerate(missing.activities)
    ]
    return rules.spread([*goals, *activities], left.halves)  # type: ignore[return-value]


# --- How far the doctor is behind the plan of half-years ---


@dataclass(frozen=True)
class Kept:
    """Goals placed in half-years that are over: how many were `due`, and how many of them are `missed`, not approved."""

    due: int
    missed: int


def kept_by_doctor(doctor_ids: Iterable[int]) -> dict[int, Kept]:
    """Those whose goals stand in half-years. One question; nobody who has not laid the plan out is in the answer."""
    today = clock.today()
    rows = kept_items(doctors=frozenset(doctor_ids), half_year=HalfYear.of(today).key, today=today)
    return {doctor: Kept(due, missed) for doctor, due, missed in rows}
