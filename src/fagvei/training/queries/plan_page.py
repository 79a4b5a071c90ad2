"""Everything the plan page shows, in a fixed number of questions and as light rows: it must be quick at 300 goals."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.handbook.models import Sourced
from fagvei.people.models import User
from fagvei.training.models import (
    GoalEvent,
    PlanActivity,
    PlanGoal,
)
from fagvei.training.models.goals import PART_1
from fagvei.training.models.plans import plan_name
from fagvei.training.queries import plan_rows
from fagvei.training.queries.deadlines import Kind, deadlines_of
from fagvei.training.queries.plan_words import activity_words, and_words, count_words, due_words, in_words
from fagvei.training.rules import halfyear
from fagvei.training.rules.progress import Counted

State = PlanGoal.State


@dataclass(slots=True)
class GoalRow:
    """One goal as one line. `words` says the state and who has the ball; `mark` is "mine", "others", "done" or ""."""

    pk: int
    url: str
    code: str
    title: str
    is_named: bool
    state: str
    since: dt.datetime
    words: str = ""
    mark: str = ""
    activities: int = 0
    counted: int = 0
    counted_words: str = ""
    lacks_opinion: bool = False
    is_transferred: bool = False
    is_carried_on: bool = False
    is_asked_for: bool = True
    half_year: str = ""

    @property
    def label(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_approved(self) -> bool:
        """As the numbers count it: what is carried on with part 1 stands in none of them."""
        return self.state == State.APPROVED and not self.is_carried_on

    @property
    def is_lacking(self) -> bool:
        return self.is_asked_for and not self.is_carried_on and self.state != State.APPROVED


@dataclass(slots=True)
class ActivityRow:
    """An activity that somebody must still do something with."""

    url: str
    title: str
    state: str
    since: dt.datetime
    words: str
    mark: str

    @property
    def label(self) -> str:
        return self.title


@dataclass(slots=True)
class Group:
    """A category of a set, with its own progress. `rows` may be filtered; the numbers are of all that is asked for."""

    name: str
    rows: list[GoalRow] = field(default_factory=list)
    approved: int = 0
    total: int = 0


@dataclass(slots=True)
class SetProgress:
    """One set of goals. `total` counts all that stand in the rows, `expected` is what the source says the set has.

    Goals that `ended` before they were approved stand in the rows, and in no other number (R21), and so do those that are
    `carried` on: part 1 that is confirmed `is_carried_on`, loaded or not, and some goals of other sets belong to it.
    """

    name: str
    short_name: str
    code: str
    verification: str
    expected: int | None
    is_carried_on: bool = False
    carries_common: bool = False
    groups: list[Group] = field(default_factory=list)
    approved: int = 0
    total: int = 0
    ended: int = 0
    carried: int = 0

    @property
    def counted(self) -> Counted:
        taken = plan_rows.carried_expected(self.expected, self.is_carried_on, self.carries_common)
        return Counted(self.total, self.approved, self.ended, self.carried, self.expected, taken)

    @property
    def is_demo(self) -> bool:
        return self.verification == Sourced.Verification.DEMO


@dataclass(frozen=True, slots=True)
class PlanRow:
    public_id: uuid.UUID
    specialty: str
    institution: str
    assigned_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ClosedPlan:
    specialty: str
    archived_at: dt.datetime
    archived_by: str
    reason: str


@dataclass(slots=True)
class PlanPage:
    doctor: User
    plans: list[PlanRow]
    sets: list[SetProgress]
    rows: list[GoalRow]
    activities: list[ActivityRow]
    closed: list[ClosedPlan]

    @property
    def approved(self) -> int:
        return sum(each.approved for each in self.sets)

    @property
    def whole(self) -> int:
        return sum(each.counted.whole for each in self.sets)

    @property
    def remaining(self) -> int:
        """Of what is loaded: as many as the filter of what is left shows."""
        return sum(each.counted.remaining for each in self.sets)

    @property
    def not_loaded(self) -> int:
        return sum(each.counted.not_loaded for each in self.sets)

    @property
    def has_part_1_behind(self) -> bool:
        return any(each.is_carried_on or each.carries_common for each in self.sets)

    @property
    def controllers(self) -> str:
        """The institutions that answer for the record, each once: one doctor may have plans at two."""
        return ", ".join(dict.fromkeys(plan.institution for plan in self.plans))

    def waiting(self, mark: str) -> list[GoalRow | ActivityRow]:
        """Goals and activities with this mark, the longest waiting first."""
        rows: list[GoalRow | ActivityRow] = [*self.rows, *self.activities]
        return sorted((each for each in rows if each.mark == mark), key=lambda each: each.since)

    @property
    def waiting_on_me(self) -> list[GoalRow | ActivityRow]:
        return self.waiting("mine")

    @property
    def waiting_on_others(self) -> list[GoalRow | ActivityRow]:
        return self.waiting("others")

    @property
    def perhaps_ready(self) -> list[GoalRow]:
        """Begun goals with evidence: the doctor should see whether they can be completed. The most evidence first."""
        begun = [
            row
            for row in self.rows
            if row.is_lacking and row.state == State.BEGUN and row.counted and row.mark != "mine"
        ]
        return sorted(begun, key=lambda row: -row.counted)[:3]


def goals_for_plan_page(doctor: User, viewer: User) -> PlanPage:
    """The doctor's plan as `viewer` may see it: one's own as it is, of another's what the door lets through."""
    plans, closed, sets = _plans_and_sets(doctor)
    seen = {"doctor": doctor.pk, "viewer": None if viewer.pk == doctor.pk else viewer.pk, "now": clock.now()}
    words, unnamed = StateWords(viewer, doctor), _("navn ikke innhentet")
    rows = []
    for (
        pk,
        public_id,
        state,
        since,
        waiting_id,
        waiting_name,
        code,
        name,
        set_id,
        category,
        completion,
        replaced_by,
        part,
        has_ended,
        completed_at,
    ) in plan_rows.goal_rows(sets=set(sets), today=clock.today(), **seen):
        row = GoalRow(pk, f"/utdanningsmal/{public_id}/", code, name or unnamed, bool(name), state, since)
        if replaced_by:
            row.title = _("%(goal)s (erstattet av %(code)s)") % {"goal": row.title, "code": replaced_by}
        row.lacks_opinion = state == State.COMPLETED and waiting_id != doctor.pk
        if row.lacks_opinion:
            row.since = completed_at  # each who is asked was asked then: the ball moves with every answer
        row.is_transferred = completion == GoalEvent.Kind.TRANSFERRED
        words.put(row, waiting_id, waiting_name)
        goal_set = sets[set_id]
        if goal_set.is_carried_on or (goal_set.carries_common and part == PART_1):
            row.is_carried_on = True
            if state in (State.NOT_BEGUN, State.BEGUN):
                row.words, row.mark = _("Del 1 er godkjent og føres videre"), "done"
        elif has_ended and state != State.APPROVED:
            row.is_asked_for = False
            if state in (State.NOT_BEGUN, State.BEGUN):
                row.words, row.mark = _("Kreves ikke lenger"), ""
        rows.append(row)
        _place(goal_set, category or "", row)
    _say_whose_opinion_is_missing(doctor, rows, viewer)
    counts = {pk: (n, counted) for pk, n, counted in plan_rows.activity_counts(**seen)}
    planned = dict(plan_rows.planned_items(doctor=doctor.pk))
    names = {half: halfyear.name_of(half) for half in set(planned.values())}
    said = {pair: count_words(*pair) for pair in {(0, 0), *counts.values()}}
    for row in rows:
        row.activities, row.counted = pair = counts.get(row.pk, (0, 0))
        row.counted_words = said[pair]
        if (half := planned.get(row.pk)) is not None:
            row.half_year = half
            row.counted_words = f"{said[pair]} · {names[half]}"
    activities = _open_activities(doctor, viewer, plan_rows.open_activities(**seen))
    _say_when_it_is_due(doctor, rows, activities)
    return PlanPage(doctor, plans, list(sets.values()), rows, activities, closed)


class StateWords:
    """The sentence of a state, made once for each state, person and day: 300 rows share a handful of sentences."""

    def __init__(self, viewer: User, doctor: User):
        self.viewer, self.doctor = viewer, doctor
        self.known: dict[tuple, tuple[str, str]] = {}

    def put(self, row: GoalRow, waiting_id: int | None, waiting_name: str | None) -> None:
        key = (
            row.state,
            row.is_transferred,
            waiting_id,
            row.since.toordinal(),
            row.since.hour,
        )  # the hour, for midnight is not UTC's
        if key not in self.known:
            self.known[key] = self.say(row, waiting_id, waiting_name)
        row.words, row.mark = self.known[key]

    def say(self, row: GoalRow, waiting_id: int | None, waiting_name: str | None) -> tuple[str, str]:
        day = in_words(row.since)
        if row.state == State.NOT_BEGUN:
            return _("Ikke påbegynt"), ""
        if row.state == State.APPROVED and row.is_transferred:
            return _("Overført, bekreftet %(day)s") % {"day": day}, "done"
        if row.state == State.APPROVED:
            return _("Godkjent %(day)s") % {"day": day}, "done"
        if row.state == State.BEGUN and waiting_id is None:
            return _("Påbegynt %(day)s") % {"day": day}, ""
        if waiting_id == self.doctor.pk and self.viewer.pk == self.doctor.pk:
            return self.is_the_doctors(row.state, day)
        return self.waits(waiting_id, waiting_name or "", day)

    def is_the_doctors(self, state: str, day: str) -> tuple[str, str]:
        if state == State.COMPLETED:
            return _("Uttalelsene er gitt: send målet til godkjenning"), "mine"
        return _("Tilbake hos deg siden %(day)s: les kommentaren") % {"day": day}, "mine"

    def waits(self, waiting_id: int | None, name: str, day: str) -> tuple[str, str]:
        if waiting_id == self.viewer.pk:
            return _("Venter på deg siden %(day)s") % {"day": day}, "mine"
        return _("Venter på %(name)s siden %(day)s") % {"name": name, "day": day}, "others"


def _plans_and_sets(doctor: User) -> tuple[list[PlanRow], list[ClosedPlan], dict[int, SetProgress]]:
    """The current plans, the closed ones, and the sets that the current ones take, each once."""
    plans: dict[Any, PlanRow] = {}
    closed: dict[Any, ClosedPlan] = {}
    sets: dict[int, SetProgress] = {}
    for (
        archived_at,
        archived_by,
        reason,
        public_id,
        specialty,
        institution,
        assigned_at,
        set_id,
        *named,
    ) in plan_rows.plan_links(doctor=doctor.pk):
        if archived_at is not None:
            closed.setdefault(public_id, ClosedPlan(plan_name(specialty), archived_at, archived_by, reason))
            continue
        plans.setdefault(public_id, PlanRow(public_id, plan_name(specialty), institution, assigned_at))
        sets.setdefault(set_id, SetProgress(*named))
    return list(plans.values()), list(closed.values()), sets


def _place(goal_set: SetProgress, category: str, row: GoalRow) -> None:
    """Rows come sorted, so that a new category is always a new group."""
    if not goal_set.groups or goal_set.groups[-1].name != category:
        goal_set.groups.append(Group(category))
    group = goal_set.groups[-1]
    group.rows.append(row)
    goal_set.total += 1
    if row.is_carried_on:
        goal_set.carried += 1
    elif not row.is_asked_for:
        goal_set.ended += 1
    else:
        group.total += 1
        for each in (goal_set, group):
            each.approved += row.is_approved


def _say_whose_opinion_is_missing(doctor: User, rows: Iterable[GoalRow], viewer: User) -> None:
    """Completed goals tell whom they wait for. Only that somebody was asked and has answered, never what was said."""
    missing: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for plan_goal_id, person_id, name in plan_rows.unanswered_requests(doctor=doctor.pk, now=clock.now()):
        missing[plan_goal_id].append((person_id, name))
    for row in rows:
        if row.lacks_opinion and (people := missing[row.pk]):
            names = and_words([_("deg") if person == viewer.pk else name for person, name in people])
            row.words = _("Venter på uttalelse fra %(names)s siden %(day)s") % {
                "names": names,
                "day": in_words(row.since),
            }
            row.mark = "mine" if any(person == viewer.pk for person, _name in people) else "others"


def _open_activities(doctor: User, viewer: User, waiting: Iterable[tuple]) -> list[ActivityRow]:
    rows = []
    for public_id, title, state, since, waiting_id, name in waiting:
        words, mark = activity_words(state, in_words(since), name or "", waiting_id == viewer.pk)
        if mark == "mine" and doctor.pk != viewer.pk and state != PlanActivity.State.SENT:
            continue  # a draft is the doctor's alone
        rows.append(ActivityRow(f"/aktiviteter/{public_id}/", title, state, since, words, mark))
    return rows


def _say_when_it_is_due(doctor: User, rows: Iterable[GoalRow], activities: Iterable[ActivityRow]) -> None:
    """Where the doctor's institution has set a deadline for what waits. One question, none when nothing waits."""
    kinds = {State.SENT: Kind.DECISION, State.COMPLETED: Kind.OPINION}
    waiting: list[tuple[GoalRow | ActivityRow, str]] = [
        (row, kinds[State(row.state)])
        for row in rows
        if row.state == State.SENT or (row.lacks_opinion and row.mark in ("mine", "others"))
    ]
    waiting += [(row, Kind.SIGNING) for row in activities if row.state == PlanActivity.State.SENT]
    if not waiting:
        return
    held = deadlines_of([doctor.pk])
    for row, kind in waiting:
        if (due := held.due(doctor.pk, kind, row.since)) is not None:
            row.words += due_words(due)
