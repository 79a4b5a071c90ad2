"""From a gap to teaching in one step: a lesson in the calendar, a run of a course, or something to read, and why beside it."""

import datetime as dt
from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.models import CourseRun
from fagvei.crosswalk.actions.refusals import (
    CourseNotForGap,
    CourseNotToCome,
    CourseTellsItself,
    DayHasPassed,
    GapNotShared,
    PlanIsSettled,
    WardElsewhere,
)
from fagvei.crosswalk.models import GoalRecommendationPair, TeachingPlan, TeachingPlanEvent
from fagvei.crosswalk.models.teaching_plans import PLANNERS, PlanState
from fagvei.crosswalk.queries.changes import goals_by_activity
from fagvei.guideline.models import NormativeUnit
from fagvei.organisations.models import LearningArena
from fagvei.people.models import User
from fagvei.surveys.models import SurveyRound
from fagvei.surveys.queries.released import ReleasedGap, released_gaps
from fagvei.training import actions as training
from fagvei.training.actions.teaching import organising_capacity


@transaction.atomic
def plan_teaching_for_gap(*, round: SurveyRound, unit: NormativeUnit, by: User, **lesson: Any) -> TeachingPlan:
    """`lesson` is what `training.actions.plan_teaching` takes. The gap must be shared right now: that is what opens the door
    to those who do not keep the calendar.
    """
    gap = _shared(round, unit)
    session = training.plan_teaching(institution=round.survey.institution, by=by, roles=PLANNERS, **lesson)
    return _plan("teaching_planned_for_gap", round, unit, gap, by, session=session)


@transaction.atomic
def plan_reading_for_gap(
    *,
    round: SurveyRound,
    unit: NormativeUnit,
    due_on: dt.date,
    by: User,
    reading: str = "",
    arena: LearningArena | None = None,
) -> TeachingPlan:
    """`reading` is a reference as the guideline has it; without one, the recommendation itself is read."""
    gap = _shared(round, unit)
    what = reading.strip() or unit.code
    if due_on < clock.today():
        raise DayHasPassed
    _check_ward(round, arena)
    return _plan("reading_planned_for_gap", round, unit, gap, by, reading=what, due_on=due_on, arena=arena)


@transaction.atomic
def plan_course_for_gap(
    *, round: SurveyRound, unit: NormativeUnit, run: CourseRun, by: User, arena: LearningArena | None = None
) -> TeachingPlan:
    """A run that is to come, of a course that helps with a goal of the recommendation. Each doctor applies as always."""
    gap = _shared(round, unit)
    if not CourseRun.objects.coming().filter(pk=run.pk).exists():
        raise CourseNotToCome
    pairs = GoalRecommendationPair.objects.approved().filter(unit=unit)
    if not goals_by_activity(pairs.values_list("goal_id", flat=True)).get(run.course.activity_id):
        raise CourseNotForGap
    _check_ward(round, arena)
    return _plan("course_planned_for_gap", round, unit, gap, by, run=run, arena=arena)


@transaction.atomic
def mark_plan(*, plan: TeachingPlan, state: str, by: User) -> TeachingPlanEvent:
    """Reading is done, or not done after all; reading or a course is taken away. Not for a lesson: the calendar tells of it."""
    if plan.session_id is not None:
        raise ValueError("A lesson is changed in the calendar.")
    institution = plan.round.survey.institution
    acting_as = organising_capacity(by, institution, PLANNERS)
    locked = TeachingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    standing = TeachingPlan.objects.with_state().select_related("run").get(pk=locked.pk)
    if standing.run and state != PlanState.DROPPED:
        raise CourseTellsItself
    if state not in standing.moves:
        raise PlanIsSettled
    event = TeachingPlanEvent.objects.create(plan=locked, kind=state, acting_as=acting_as, by=by, at=clock.now())
    details = {"unit": plan.unit.code, "state": str(state)}
    audit.record(
        "gap_plan_marked",
        target=plan,
        by=by,
        acting_as=acting_as,
        controller=institution,
        details=details,
        facts=[event],
    )
    return event


def _plan(name: str, round_: SurveyRound, unit: NormativeUnit, gap: ReleasedGap, by: User, **what: Any) -> TeachingPlan:
    institution = round_.survey.institution
    acting_as = organising_capacity(by, institution, PLANNERS)
    plan = TeachingPlan.objects.create(
        round=round_,
        unit=unit,
        gap_points=gap.gap_points,
        target=gap.target,
        answered=gap.answered,
        acting_as=acting_as,
        by=by,
        **what,
    )
    details = {"unit": unit.code, "gap_points": gap.gap_points}
    audit.record(name, target=plan, by=by, acting_as=acting_as, controller=institution, details=details, facts=[plan])
    return plan


def _check_ward(round_: SurveyRound, arena: LearningArena | None) -> None:
    if arena is not None and arena.institution_id != round_.survey.institution_id:
        raise WardElsewhere


def _shared(round_: SurveyRound, unit: NormativeUnit) -> ReleasedGap:
    for gap in released_gaps([round_.survey.institution_id], [unit.pk]):
        if gap.round_id == round_.pk and gap.gap_points > 0:
            return gap
    raise GapNotShared
