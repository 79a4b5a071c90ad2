"""Where things wait, and which arenas give what is missing, for a leader's own doctors."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Exists, OuterRef

from fagvei.common import clock
from fagvei.people.models import User
from fagvei.training.models import ActivityEvent, GoalEvent, PlanActivity, PlanGoal

# How far back the median looks. Our own choice, said on the page.
LOOK_BACK = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person with what waits there now, among one's own doctors."""

    name: str
    number: int
    oldest: dt.datetime
    median_days: int


@dataclass(frozen=True, slots=True)
class Lately:
    """How long it took, for what was answered in the last half-year."""

    number: int
    median_days: int | None


@dataclass(frozen=True, slots=True)
class Arena:
    name: str
    institution: str
    gaps: int
    goals: int


@dataclass(frozen=True, slots=True)
class TeamFlow:
    """`gaps` are (doctor, goal) pairs that are not approved and have no evidence; `unknown` those that no arena has given."""

    signatures: list[Waiting]
    decisions: list[Waiting]
    signed_lately: Lately
    decided_lately: Lately
    arenas: list[Arena]
    gaps: int
    unknown: int


def team_flow(doctors: list[User]) -> TeamFlow:
    """Six questions, whatever the number of doctors."""
    ids = [doctor.pk for doctor in doctors]
    activities = PlanActivity.objects.filter(doctor__in=ids, state=PlanActivity.State.SENT)
    goals = PlanGoal.objects.filter(doctor__in=ids, state=PlanGoal.State.SENT).in_current_plan()
    arenas, gaps, unknown = _arenas(ids)
    return TeamFlow(
        _by_person(activities.values_list("waiting_on__full_name", "since")),
        _by_person(goals.values_list("waiting_on__full_name", "since")),
        _lately(ActivityEvent.objects.filter(activity__doctor__in=ids), "activity_id", {"signed", "returned"}),
        _lately(GoalEvent.objects.filter(plan_goal__doctor__in=ids), "plan_goal_id", {"approved", "returned"}),
        arenas,
        gaps,
        unknown,
    )


def _by_person(rows: object) -> list[Waiting]:
    found: dict[str, list[dt.datetime]] = defaultdict(list)
    for name, since in rows:  # type: ignore[attr-defined]
        found[name or ""].append(since)
    now = clock.now()
    people = [
        Waiting(name, len(since), min(since), int(median((now - each).days for each in since)))
        for name, since in found.items()
    ]
    return sorted(people, key=lambda person: person.oldest)


def _lately(events: object, owner: str, answers: set[str]) -> Lately:
    """From each sending to its answer, in pairs."""
    rows = events.filter(kind__in=["sent", *answers], at__gt=clock.now() - LOOK_BACK).order_by("pk")  # type: ignore[attr-defined]
    sent: dict[int, dt.datetime] = {}
    days = []
    for of, kind, at in rows.values_list(owner, "kind", "at"):
        if kind == "sent":
            sent[of] = at
        elif of in sent:
            days.append((at - sent.pop(of)).days)
    return Lately(len(days), int(median(days)) if days else None)


def _arenas(ids: list[int]) -> tuple[list[Arena], int, int]:
    """For each arena the gaps it could fill: goals some of these doctors have got evidence for there, and others lack."""
    counting = PlanActivity.objects.counting().filter(goals=OuterRef("pk"))
    missing = dict(
        PlanGoal.objects.filter(~Exists(counting), doctor__in=ids)
        .in_current_plan()
        .remaining()
        .values_list("goal_id")
        .annotate(Count("pk"))
        .order_by()
    )
    given = (
        PlanActivity.goals.through.objects.filter(
            planactivity__doctor__in=ids,
            planactivity__state__in=PlanActivity.COUNTING,
            planactivity__arena__isnull=False,
        )
        .values_list("planactivity__arena__name", "planactivity__arena__institution__name", "plangoal__goal_id")
        .distinct()
        .order_by()
    )
    goals: dict[tuple[str, str], set[int]] = defaultdict(set)
    for arena, institution, goal in given:
        if goal in missing:
            goals[arena, institution].add(goal)
    known = set().union(*goals.values()) if goals else set()
    arenas = [
        Arena(name, institution, sum(missing[goal] for goal in of), len(of))
        for (name, institution), of in goals.items()
    ]
    return (
        sorted(arenas, key=lambda arena: (-arena.gaps, arena.name)),
        sum(missing.values()),
        sum(number for goal, number in missing.items() if goal not in known),
    )
