"""A doctor's procedures: how many, of what is asked, when at the present pace. A fixed number of questions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.curriculum.models import GoalCoverage, LearningActivity, ProcedurePlace, Requirement
from fagvei.curriculum.queries import places_of
from fagvei.people.models import User
from fagvei.training import rules
from fagvei.training.models import Assessment, Opinion, PersonalRequirement, PlanActivity, PlanGoal

State, Independence = PlanActivity.State, PlanActivity.Independence
PROCEDURE = LearningActivity.Kind.PROCEDURE
MOST_EVIDENCE = 60


@dataclass
class ProcedureRow:
    """One procedure of the catalogue, or one title in the doctor's own words. Numbers are times, not entries."""

    name: str
    activity: LearningActivity | None
    signed: int = 0
    waiting: int = 0
    drafts: int = 0
    independent: int = 0
    minimum: int | None = None
    personal: PersonalRequirement | None = None
    newest: dt.date | None = None
    latest: PlanActivity | None = None
    place: ProcedurePlace | None = None
    codes: list[str] = field(default_factory=list)
    entries: list[rules.Done] = field(default_factory=list)

    @property
    def required(self) -> int | None:
        """What this doctor must do: the national number, or the raised one."""
        asked = [number for number in (self.minimum, self.personal.repetitions if self.personal else None) if number]
        return max(asked) if asked else None

    @property
    def is_local(self) -> bool:
        return self.activity is not None and self.activity.scope == LearningActivity.Scope.LOCAL

    @property
    def forecast(self) -> rules.Forecast:
        return rules.forecast(self.entries, required=self.required, today=clock.today())


@dataclass(frozen=True)
class LoggedList:
    """Rows logged in one go, of which nobody has signed any. `row` is one of them: its address stands for all."""

    row: PlanActivity
    number: int
    logged_at: dt.datetime


@dataclass
class ProceduresPage:
    doctor: User
    rows: list[ProcedureRow]
    rule: rules.Rule = rules.PRESENT_PACE

    @property
    def is_empty(self) -> bool:
        return not self.rows


def procedures_page(doctor: User, viewer: User) -> ProceduresPage:
    """Furthest from what is asked first, then by name. Eight questions."""
    goals = dict(
        PlanGoal.objects.filter(doctor=doctor).in_current_plan().values_list("goal_id", "goal__code").order_by("pk")
    )
    entries = _entries(doctor, viewer)
    personal = _personal(doctor)
    minimum = _minimum(goals)
    rows: dict[Any, ProcedureRow] = {
        each.pk: ProcedureRow(each.name, each, minimum=minimum.get(each.pk) or each.min_repetitions)
        for each in _catalogue(goals, {entry.activity_id for entry in entries} | set(personal))
    }
    for pk, place in places_of(list(rows)).items():
        rows[pk].place = place
    for pk, requirement in personal.items():
        rows[pk].personal = requirement
    for entry in entries:
        key = entry.activity_id or entry.title.casefold()
        row = rows.setdefault(key, ProcedureRow(entry.title, None))
        _count(row, entry)
    return ProceduresPage(doctor, sorted(rows.values(), key=_order))


def lists_that_can_go(doctor: User) -> list[LoggedList]:
    """The newest first. Two questions."""
    standing = PlanActivity.objects.filter(doctor=doctor, batch__isnull=False).exclude(state__in=PlanActivity.GONE)
    grouped = (
        standing.values_list("batch")
        .annotate(
            number=Count("pk"),
            signed=Count("pk", filter=Q(state__in=PlanActivity.COUNTING)),
            first=Min("pk"),
        )
        .filter(signed=0)
        .order_by("-first")
    )
    numbers = {first: number for _batch, number, _signed, first in grouped}
    rows = PlanActivity.objects.filter(pk__in=numbers).order_by("-pk")
    return [LoggedList(row, numbers[row.pk], row.created_at) for row in rows]


def _order(row: ProcedureRow) -> tuple[bool, bool, str]:
    is_reached = row.required is not None and row.signed >= row.required
    return (is_reached, row.required is None, row.name.casefold())


def _entries(doctor: User, viewer: User) -> list[PlanActivity]:
    """The newest first. What the viewer may not see is not counted: drafts are the doctor's own."""
    rows = PlanActivity.objects.visible_to(viewer).filter(doctor=doctor, kind=PROCEDURE)
    return list(
        rows.exclude(state__in=[State.ANNULLED, State.PLANNED])
        .prefetch_related("goals__goal")
        .order_by("-done_on", "-pk")
    )


def _count(row: ProcedureRow, entry: PlanActivity) -> None:
    if row.latest is None:
        row.latest, row.newest = entry, entry.done_on
    if entry.state in PlanActivity.COUNTING:
        row.signed += entry.repetitions
        row.independent += entry.repetitions if entry.independence == Independence.INDEPENDENT else 0
        row.entries.append(rules.Done(entry.done_on, entry.repetitions))
    elif entry.state == State.SENT:
        row.waiting += entry.repetitions
    else:
        row.drafts += entry.repetitions
    row.codes = sorted({*row.codes, *(each.goal.code for each in entry.goals.all())})


def _catalogue(goals: dict[int, str], also: Iterable[int | None]) -> list[LearningActivity]:
    """Procedures that the plan's goals ask for or are covered by, that were logged, or that a number was set for."""
    asked = Requirement.objects.current().filter(goal_id__in=goals, activity__kind=PROCEDURE).values("activity_id")
    covering = GoalCoverage.objects.current().filter(goal_id__in=goals, activity__kind=PROCEDURE).values("activity_id")
    named = [pk for pk in also if pk is not None]
    return list(
        LearningActivity.objects.filter(Q(pk__in=asked) | Q(pk__in=covering) | Q(pk__in=named)).order_by("name", "pk")
    )


def _minimum(goals: dict[int, str]) -> dict[int, int]:
    """The highest number the sources give per procedure; nothing when none gives one."""
    rows = Requirement.objects.current().filter(
        goal_id__in=goals, kind=Requirement.Kind.REPETITIONS, activity__kind=PROCEDURE
    )
    highest: dict[int, int] = defaultdict(int)
    for activity_id, own, times in rows.values_list("activity_id", "activity__min_repetitions", "repetitions"):
        highest[activity_id] = max(highest[activity_id], own or 0, times or 0)
    return highest


def _personal(doctor: User) -> dict[int, PersonalRequirement]:
    """The highest number that holds now per procedure: of each goal the newest row, of these the highest."""
    rows = PersonalRequirement.objects.filter(plan_goal__doctor=doctor, activity__kind=PROCEDURE)
    newest: dict[tuple[int, int], PersonalRequirement] = {}
    cited = ("cited_activity", "cited_opinion__by", "cited_opinion__plan_goal__goal", "cited_assessment")
    for row in rows.select_related("by", "plan_goal__goal", *cited).order_by("pk"):
        newest[row.plan_goal_id, row.activity_id] = row
    highest: dict[int, PersonalRequirement] = {}
    for row in newest.values():
        if row.activity_id not in highest or highest[row.activity_id].repetitions < row.repetitions:
            highest[row.activity_id] = row
    return highest


# --- What a raised number may rest on -------------------------------------------------------------------------------


def evidence_for(doctor: User, viewer: User) -> list[tuple[str, list[Any]]]:
    """What the viewer may read of what others have seen: signed assessments, activities beyond drafts, opinions; newest first."""
    states = [*PlanActivity.COUNTING, State.SENT]
    activities = PlanActivity.objects.visible_to(viewer).filter(doctor=doctor, state__in=states)
    assessments = Assessment.objects.visible_to(viewer).counting().filter(doctor=doctor)
    assessments = assessments.select_related("assessor", "outside_assessor")
    opinions = Opinion.objects.visible_to(viewer).filter(plan_goal__doctor=doctor)
    return [
        (_("Kompetansevurderinger"), list(assessments.order_by("-held_on", "-pk")[:MOST_EVIDENCE])),
        (_("Aktiviteter"), list(activities.order_by("-done_on", "-pk")[:MOST_EVIDENCE])),
        (_("Uttalelser"), list(opinions.select_related("by", "plan_goal__goal").order_by("-pk")[:MOST_EVIDENCE])),
    ]
