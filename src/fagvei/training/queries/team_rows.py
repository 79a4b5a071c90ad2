"""The questions about a whole team, prepared: thousands of goals and activities, a few rows for each doctor."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value

from fagvei.common.aggregates import JoinedIds
from fagvei.common.prepared import prepared
from fagvei.curriculum.models import GoalCategory, GoalSet, LearningGoal
from fagvei.people.models import Relation, RoleAssignment, User
from fagvei.training.models import (
    EducationPlan,
    MentoringSeries,
    MentoringSession,
    Part1Confirmation,
    PlanActivity,
    PlanGoal,
    PlannedItem,
    WarningThreshold,
)
from fagvei.training.models.goals import no_longer_asked_for, of_part_1, reached
from fagvei.training.models.set_choices import SetChoice
from fagvei.training.queries.plan_rows import expected_goals
from fagvei.training.queries.service import is_carried_on

State = PlanGoal.State
WAITING = (State.COMPLETED, State.SENT)
Through = PlanActivity.goals.through


@prepared
def current_plans(doctors: Collection[int]) -> QuerySet:
    """One row for each goal plan of a current plan; a plan without any has one row with None."""
    plans = EducationPlan.objects.current().filter(doctor_id__in=doctors)
    sets = "goal_plans__goal_set"
    plans = plans.annotate(
        expected=expected_goals(f"{sets}__", is_of_part_1=Q(specialty__isnull=True)),
        is_carried_on=is_carried_on(goal_set=sets, doctor="doctor_id"),
        carries_common=is_carried_on(goal_set=sets, doctor="doctor_id", kind=GoalSet.Kind.COMMON),
    )
    return plans.order_by("assigned_at", "pk").values_list(
        "doctor_id",
        "assigned_at",
        "specialty__name",
        "goal_plans",
        "goal_plans__goal_set_id",
        "expected",
        "is_carried_on",
        "carries_common",
    )


def exceptions(goal_plans: Collection[int], doctors: Collection[int], today: dt.date) -> dict[str, frozenset[int]]:
    """What decides about a few goals otherwise than their own rows do: asked for a whole team first, and mostly nothing.

    Ended goals, goal plans kept as they were, doctors whose part 1 is confirmed, and the goals of part 1, as the arguments of
    `goals_by_plan` and `counted_by_plan`. `reached` and `no_longer_asked_for` say the same in one question; here thousands of
    rows are not compared with lists that are empty. Four questions.
    """
    return {
        "ended": frozenset(_ended(today=today)),
        "kept": frozenset(_kept(goal_plans=goal_plans, today=today)),
        "confirmed": frozenset(_confirmed(doctors=doctors)),
        "part_1": frozenset(_part_1()),
    }


@prepared
def _ended(today: dt.date) -> QuerySet:
    return LearningGoal.objects.ended(today).values_list("pk", flat=True)


@prepared
def _kept(goal_plans: Collection[int], today: dt.date) -> QuerySet:
    standing = SetChoice.objects.standing(today).filter(goal_plan_id__in=goal_plans)
    return standing.values_list("goal_plan_id", flat=True)


@prepared
def _confirmed(doctors: Collection[int]) -> QuerySet:
    standing = Part1Confirmation.objects.standing().filter(doctor_id__in=doctors)
    return standing.order_by().values_list("doctor_id", flat=True)


@prepared
def _part_1() -> QuerySet:
    return of_part_1().values_list("pk", flat=True)


def _is_carried_on(confirmed: Collection[int], part_1: Collection[int]) -> Q | None:
    """None where nothing is."""
    return Q(doctor_id__in=confirmed, goal_id__in=part_1) if confirmed and part_1 else None


def _is_lapsed(ended: Collection[int], kept: Collection[int], carried: Q | None) -> Q | None:
    """None where nothing has ended."""
    if not ended:
        return None
    lapsed = Q(goal_id__in=ended) & ~Q(state=State.APPROVED)
    lapsed = lapsed & ~carried if carried else lapsed
    return lapsed & ~Q(goal_plan_id__in=kept) if kept else lapsed


@prepared
def goals_by_plan(
    goal_plans: Collection[int],
    ended: Collection[int],
    kept: Collection[int],
    confirmed: Collection[int],
    part_1: Collection[int],
) -> QuerySet:
    """Of each goal plan all that stand in it, as plan goals and as goals; which are no longer asked for, are approved, wait."""
    carried, approved, waiting = _is_carried_on(confirmed, part_1), Q(state=State.APPROVED), Q(state__in=WAITING)
    lapsed, nothing = _is_lapsed(ended, kept, carried), Value(None, output_field=TextField())
    return (
        PlanGoal.objects.filter(goal_plan_id__in=goal_plans)
        .values_list("goal_plan_id")
        .annotate(
            rows=JoinedIds("pk"),
            goals=JoinedIds("goal_id"),
            lapsed=JoinedIds("goal_id", filter=lapsed) if lapsed else nothing,
            approved=JoinedIds("goal_id", filter=approved & ~carried if carried else approved),
            waiting=JoinedIds("goal_id", filter=waiting & ~lapsed if lapsed else waiting),
        )
        .order_by()
    )


@prepared
def places_of_goals(goals: Collection[int]) -> QuerySet:
    """Which of the goals stand in each set and category."""
    there = LearningGoal.objects.filter(pk__in=goals).values_list("goal_set_id", "category_id")
    return there.annotate(goals=JoinedIds("pk")).order_by()


@prepared
def sets_of(ids: Collection[int]) -> QuerySet:
    return GoalSet.objects.filter(pk__in=ids).order_by().values_list("pk", "position", "code", "short_name")


@prepared
def categories_of(ids: Collection[int]) -> QuerySet:
    return GoalCategory.objects.filter(pk__in=ids).order_by().values_list("pk", "position", "name")


@prepared
def counted_by_plan(
    goal_plans: Collection[int],
    ended: Collection[int],
    kept: Collection[int],
    confirmed: Collection[int],
    part_1: Collection[int],
) -> QuerySet:
    """The same in numbers."""
    carried, approved = _is_carried_on(confirmed, part_1), Q(state=State.APPROVED)
    lapsed, goals = _is_lapsed(ended, kept, carried), PlanGoal.objects.filter(goal_plan_id__in=goal_plans)
    return (
        (goals.exclude(lapsed) if lapsed else goals)
        .values_list("goal_plan_id")
        .annotate(
            loaded=Count("pk", filter=~carried if carried else None),
            done=Count("pk", filter=approved & ~carried if carried else approved),
        )
        .order_by()
    )


@prepared
def goals_by_day(doctors: Collection[int], since: dt.date) -> QuerySet:
    """For each day since then, the first first: the goals for which something that counts was done, and their goal plans."""
    links = Through.objects.filter(
        planactivity__doctor_id__in=doctors,
        planactivity__state__in=sorted(PlanActivity.COUNTING),
        planactivity__done_on__gte=since,
    )
    by_day = links.values_list("planactivity__done_on").annotate(
        goal_plans=JoinedIds("plangoal__goal_plan_id"), goals=JoinedIds("plangoal__goal_id")
    )
    return by_day.order_by("planactivity__done_on")


@prepared
def newest_days(plan_goals: Collection[int]) -> QuerySet:
    """(goal plan, goal, day) of the newest that counts, however old."""
    links = Through.objects.filter(plangoal_id__in=plan_goals, planactivity__state__in=sorted(PlanActivity.COUNTING))
    return (
        links.values_list("plangoal__goal_plan_id", "plangoal__goal_id")
        .annotate(Max("planactivity__done_on"))
        .order_by()
    )


@prepared
def sent_rows(
    doctors: Collection[int],
    goal_plans: Collection[int],
    ended: Collection[int],
    kept: Collection[int],
    confirmed: Collection[int],
    part_1: Collection[int],
) -> QuerySet:
    """(doctor, whether it is a goal, since when) of each goal and activity that is sent: the oldest is not always the first to be late."""
    lapsed = _is_lapsed(ended, kept, _is_carried_on(confirmed, part_1))
    goals = PlanGoal.objects.filter(goal_plan_id__in=goal_plans, state=State.SENT).order_by()
    activities = PlanActivity.objects.filter(doctor_id__in=doctors, state=PlanActivity.State.SENT).order_by()
    asked_for = goals.exclude(lapsed) if lapsed else goals
    of_goals = asked_for.values_list("doctor_id", Value(1), "since")
    return activities.values_list("doctor_id", Value(0), "since").union(of_goals, all=True)


@prepared
def newest_by_doctor(doctors: Collection[int]) -> QuerySet:
    """For each state that counts the day of the newest activity: looked up in the index, not among all there are."""
    done = PlanActivity.objects.filter(doctor_id=OuterRef("pk"), done_on__isnull=False).order_by("-done_on")
    days = [Subquery(done.filter(state=state).values("done_on")[:1]) for state in sorted(PlanActivity.COUNTING)]
    return User.objects.filter(pk__in=doctors).order_by().values_list("pk", *days)


@prepared
def talks_by_doctor(doctors: Collection[int], now: dt.datetime) -> QuerySet:
    """When the last took place, and how many are ahead."""
    took_place, ahead = Q(state__in=MentoringSession.TOOK_PLACE), Q(state__in=MentoringSession.BEFORE)
    talks = MentoringSession.objects.filter(series__doctor_id__in=doctors).values_list("series__doctor_id")
    return talks.annotate(
        last=Max("starts_at", filter=took_place), coming=Count("pk", filter=ahead & Q(starts_at__gt=now))
    ).order_by()


@prepared
def intervals_agreed(doctors: Collection[int], now: dt.datetime) -> QuerySet:
    running = MentoringSeries.objects.running(now).filter(doctor_id__in=doctors)
    return running.order_by("pk").values_list("doctor_id", "interval_weeks")


@prepared
def people_around(doctors: Collection[int], now: dt.datetime) -> QuerySet:
    """Since when there is a mentor, and when the relation that was confirmed the longest ago was; not of the leader."""
    around = Relation.objects.active(now).filter(doctor_id__in=doctors).exclude(kind=Relation.Kind.LEADER)
    return (
        around.values_list("doctor_id")
        .annotate(since=Max("starts_at", filter=Q(kind=Relation.Kind.MENTOR)), oldest=Min("confirmed_at"))
        .order_by()
    )


@prepared
def homes(doctors: Collection[int], now: dt.datetime) -> QuerySet:
    roles = RoleAssignment.objects.active(now).filter(user_id__in=doctors, role="doctor", institution__isnull=False)
    return roles.order_by("-pk").values_list("user_id", "institution_id")


@prepared
def thresholds_of(institutions: Collection[int]) -> QuerySet:
    """The newest last."""
    rows = WarningThreshold.objects.filter(institution_id__in=institutions).order_by("pk")
    return rows.values_list("institution_id", "rule", "threshold")


@prepared
def kept_items(doctors: Collection[int], half_year: str, today: dt.date) -> QuerySet:
    """Goals placed in the half-years of current plans: how many before this one, and how many of those are missed."""
    current = EducationPlan.objects.current().filter(goal_plans=OuterRef("plan_goal__goal_plan_id"))
    over = Q(half_year__lt=half_year)
    placed = PlannedItem.objects.filter(Exists(current), doctor_id__in=doctors, plan_goal__isnull=False)
    missed = over & ~reached("plan_goal__") & ~no_longer_asked_for("plan_goal__", today)
    return (
        placed.exclude(half_year="")
        .values_list("doctor_id")
        .annotate(due=Count("pk", filter=over), missed=Count("pk", filter=missed))
        .order_by()
    )
