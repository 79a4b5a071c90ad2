"""Where things wait, and which arenas give what is missing, for a leader's own doctors."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.people.models import User
from fagvei.training.models import ActivityEvent, GoalEvent, Opinion, OpinionRequest, PlanActivity, PlanGoal
from fagvei.training.queries.deadlines import Deadlines, Kind, deadlines_of, late_among
from fagvei.training.rules.deadlines import Deadline

# How far back the median looks. Our own choice, said on the page.
LOOK_BACK = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person with what waits there now, among one's own doctors."""

    name: str
    number: int
    oldest: dt.datetime
    median_days: int
    late: int = 0


@dataclass(frozen=True, slots=True)
class Lately:
    """How long it took, for what was answered in the last half-year."""

    number: int
    median_days: int | None


@dataclass(frozen=True, slots=True)
class Queue:
    """One kind of task: with whom it waits, how it went lately, and what the doctors' institutions have settled today."""

    key: str
    title: str
    waits: list[Waiting]
    lately: Lately
    deadlines: list[Deadline]


@dataclass(frozen=True, slots=True)
class Arena:
    name: str
    institution: str
    gaps: int
    goals: int


@dataclass(frozen=True, slots=True)
class TeamFlow:
    """`gaps` are (doctor, goal) pairs that are not approved and have no evidence; `unknown` those that no arena has given."""

    queues: list[Queue]
    arenas: list[Arena]
    gaps: int
    unknown: int


def team_flow(doctors: list[User]) -> TeamFlow:
    """Nine questions, whatever the number of doctors."""
    ids = [doctor.pk for doctor in doctors]
    held = deadlines_of(ids)
    current = PlanGoal.objects.filter(doctor__in=ids).in_current_plan()
    signing = PlanActivity.objects.filter(doctor__in=ids, state=PlanActivity.State.SENT)
    deciding = current.filter(state=PlanGoal.State.SENT)
    of_goals = GoalEvent.objects.filter(plan_goal__doctor__in=ids)
    of_activities = ActivityEvent.objects.filter(activity__doctor__in=ids)
    queues = [
        _queue(
            Kind.SIGNING,
            _("Venter på signatur"),
            signing.values_list("waiting_on__full_name", "doctor_id", "since"),
            _lately(_pairs(of_activities, "activity_id", {"signed", "returned"})),
            held,
        ),
        _queue(Kind.OPINION, _("Venter på uttalelse"), _unanswered(current), _lately(_answered(ids)), held),
        _queue(
            Kind.DECISION,
            _("Venter på avgjørelse"),
            deciding.values_list("waiting_on__full_name", "doctor_id", "since"),
            _lately(_pairs(of_goals, "plan_goal_id", {"approved", "returned"})),
            held,
        ),
    ]
    arenas, gaps, unknown = _arenas(ids)
    return TeamFlow(queues, arenas, gaps, unknown)


def _queue(kind: str, title: str, rows: Iterable[tuple], lately: Lately, held: Deadlines) -> Queue:
    return Queue(str(kind), title, _by_person(rows, kind, held), lately, held.settled_for(kind))


def _unanswered(goals: QuerySet[PlanGoal]) -> QuerySet:
    """Who is asked about a goal that waits for opinions and has given none; never what others have said."""
    waiting = goals.exclude(waiting_on_id=F("doctor_id"))
    asked = OpinionRequest.objects.unanswered().of_advisers().filter(plan_goal__in=waiting)
    return asked.values_list("person__full_name", "plan_goal__doctor_id", "plan_goal__completed_at")


def _answered(ids: list[int]) -> list[int]:
    """The days from the completion to each opinion of the last half-year."""
    given = Opinion.objects.filter(plan_goal__doctor__in=ids, at__gt=clock.now() - LOOK_BACK)
    return [(at - asked).days for at, asked in given.values_list("at", "completion__at")]


def _by_person(rows: Iterable[tuple], kind: str, held: Deadlines) -> list[Waiting]:
    found: dict[str, list[tuple[int, dt.datetime]]] = defaultdict(list)
    for name, doctor, since in rows:
        found[name or ""].append((doctor, since))
    now = clock.now()
    people = [
        Waiting(
            name,
            len(waits),
            min(since for _doctor, since in waits),
            int(median((now - since).days for _doctor, since in waits)),
            late_among(waits, kind, held),
        )
        for name, waits in found.items()
    ]
    return sorted(people, key=lambda person: person.oldest)


def _lately(days: list[int]) -> Lately:
    return Lately(len(days), int(median(days)) if days else None)


def _pairs(events: QuerySet, owner: str, answers: set[str]) -> list[int]:
    """The days from each sending to its answer."""
    rows = events.filter(kind__in=["sent", *answers], at__gt=clock.now() - LOOK_BACK).order_by("pk")
    sent: dict[int, dt.datetime] = {}
    days = []
    for of, kind, at in rows.values_list(owner, "kind", "at"):
        if kind == "sent":
            sent[of] = at
        elif of in sent:
            days.append((at - sent.pop(of)).days)
    return days


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
