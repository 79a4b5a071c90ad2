"""Everything a doctor may choose from when an activity is logged: own goals, own supervisors, places, and the last things done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from fagvei.curriculum.models import GoalCoverage, LearningActivity
from fagvei.organisations.models import LearningArena
from fagvei.people import queries as people
from fagvei.people.models import User
from fagvei.training.models import PlanActivity, PlanGoal

LAST = 3
LOOK_BACK = 60
SUGGEST = 5


@dataclass
class LogPage:
    """`recent` are the last three different activities, `used` the goals used lately; what was used last comes first.
    `history` is what was logged lately, the newest first."""

    doctor: User
    plan_goals: list[PlanGoal]
    learning_activities: list[LearningActivity]
    arenas: list[LearningArena]
    supervisors: list[User]
    recent: list[PlanActivity]
    used: list[PlanGoal]
    history: list[PlanActivity]

    def goals_of(self, activity: LearningActivity | None) -> list[PlanGoal]:
        """Own goals that the activity is said to contribute to, or that ask for it."""
        if activity is None:
            return []
        wanted = set(_goal_ids_of(activity))
        return [each for each in self.plan_goals if each.goal_id in wanted]


def log_page(doctor: User) -> LogPage:
    plan_goals = list(
        PlanGoal.objects.filter(doctor=doctor)
        .in_current_plan()
        .select_related("goal", "goal__category", "goal__goal_set", "revision")
        .order_by("goal__goal_set__position", "goal__category__position", "goal__code")
    )
    history = list(
        PlanActivity.objects.filter(doctor=doctor, on_behalf_by__isnull=True)
        .exclude(state__in=PlanActivity.GONE)
        .select_related("activity", "arena", "supervisor")
        .prefetch_related("goals")
        .order_by("-created_at", "-pk")[:LOOK_BACK]
    )
    return LogPage(
        doctor,
        plan_goals,
        list(_activities_for(plan_goals)),
        _last_used_first(_arenas(doctor, history), [each.arena_id for each in history]),
        _last_used_first(people.supervisors_of(doctor), [each.supervisor_id for each in history]),
        _different(history)[:LAST],
        _used_goals(plan_goals, history),
        history,
    )


def _activities_for(plan_goals: list[PlanGoal]) -> QuerySet[LearningActivity]:
    """What the plan's goals ask for or are covered by."""
    goal_ids = [each.goal_id for each in plan_goals]
    current = {"coverages__goal_id__in": goal_ids, "coverages__valid_to_on__isnull": True}
    required = LearningActivity.objects.filter(
        requirements__goal_id__in=goal_ids, requirements__is_current=True
    ).values("pk")
    covering = LearningActivity.objects.filter(**current).values("pk")
    grouped = LearningActivity.objects.filter(
        **{f"choice_groups__{key}": value for key, value in current.items()}
    ).values("pk")
    return LearningActivity.objects.filter(Q(pk__in=required) | Q(pk__in=covering) | Q(pk__in=grouped)).order_by(
        "kind", "name", "pk"
    )


def _goal_ids_of(activity: LearningActivity) -> Iterable[int]:
    own = activity.coverages.current()
    grouped = GoalCoverage.objects.current().filter(group__members=activity)
    required = activity.requirements.current().order_by("pk")
    return [pk for rows in (own, grouped, required) for pk in rows.order_by("pk").values_list("goal_id", flat=True)]


def _arenas(doctor: User, history: list[PlanActivity]) -> list[LearningArena]:
    """The home institution's, and where the doctor has been lately."""
    home = people.institution_of(doctor)
    used = [each.arena_id for each in history if each.arena_id]
    return list(LearningArena.objects.filter(Q(institution=home) | Q(pk__in=used)))


def _last_used_first(objects: list[Any], used: list[int | None]) -> list[Any]:
    order = {pk: place for place, pk in reversed(list(enumerate(used)))}
    return sorted(objects, key=lambda each: order.get(each.pk, len(used)))


def _different(history: list[PlanActivity]) -> list[PlanActivity]:
    seen: dict[tuple[str, str], PlanActivity] = {}
    for each in history:
        seen.setdefault((each.kind, each.title.casefold()), each)
    return list(seen.values())


def _used_goals(plan_goals: list[PlanGoal], history: list[PlanActivity]) -> list[PlanGoal]:
    """Goals used lately that are not approved yet, the last used first."""
    by_pk = {each.pk: each for each in plan_goals if each.state != PlanGoal.State.APPROVED}
    used = dict.fromkeys(goal.pk for each in history for goal in each.goals.all())
    return [by_pk[pk] for pk in used if pk in by_pk][:SUGGEST]
