"""The action plan: at most three open measures, each with a date, and every change of it beside the one before."""

import datetime as dt

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.people.models import User
from fagvei.surveys.actions.report_refusals import (
    DateHasPassed,
    MeasureIsClosed,
    MeasureReasonMissing,
    ReportNotReady,
    ThreeAreOpen,
)
from fagvei.surveys.actions.standing import locked_survey, require_owner
from fagvei.surveys.models import ImprovementMeasure, MeasureEvent, SurveyItem, SurveyRound
from fagvei.surveys.rules.measures import MOST_OPEN

State, Kind = ImprovementMeasure.State, MeasureEvent.Kind
LEADS_TO = {
    Kind.PLANNED: State.NOT_STARTED,
    Kind.BEGUN: State.UNDER_WAY,
    Kind.DONE: State.DONE,
    Kind.DROPPED: State.DROPPED,
}


@transaction.atomic
def plan_measure(
    *,
    survey_round: SurveyRound,
    item: SurveyItem,
    what: str,
    responsible: str,
    due_on: dt.date,
    strategy: str,
    measured_by: str,
    obstacle: str = "",
    by: User,
) -> ImprovementMeasure:
    """Refused as the fourth open one of the same survey, whichever wave it came from."""
    acting_as = require_owner(by, survey_round.survey.institution)
    survey = locked_survey(survey_round.survey)
    if not survey_round.is_counted:
        raise ReportNotReady
    if item.survey_id != survey.pk:
        raise ValueError("The item belongs to another survey.")
    if due_on < clock.today():
        raise DateHasPassed
    if ImprovementMeasure.objects.open().filter(round__survey=survey).count() >= MOST_OPEN:
        raise ThreeAreOpen
    measure = ImprovementMeasure.objects.create(
        round=survey_round,
        item=item,
        what=what,
        responsible=responsible,
        due_on=due_on,
        strategy=strategy,
        measured_by=measured_by,
        obstacle=obstacle,
        by=by,
        at=clock.now(),
    )
    event = _step(measure, Kind.PLANNED, by=by)
    _record("measure_planned", measure, by, acting_as, [measure, event])
    return measure


@transaction.atomic
def begin_measure(*, measure: ImprovementMeasure, by: User) -> ImprovementMeasure:
    return _move(measure, Kind.BEGUN, "measure_begun", by)


@transaction.atomic
def complete_measure(*, measure: ImprovementMeasure, comment: str = "", by: User) -> ImprovementMeasure:
    return _move(measure, Kind.DONE, "measure_done", by, comment)


@transaction.atomic
def drop_measure(*, measure: ImprovementMeasure, reason: str, by: User) -> ImprovementMeasure:
    if not reason.strip():
        raise MeasureReasonMissing
    return _move(measure, Kind.DROPPED, "measure_dropped", by, reason)


@transaction.atomic
def move_due_date(*, measure: ImprovementMeasure, due_on: dt.date, reason: str, by: User) -> ImprovementMeasure:
    """The earlier date stays in the history, with why it was moved."""
    if not reason.strip():
        raise MeasureReasonMissing
    acting_as = require_owner(by, measure.round.survey.institution)
    measure = _locked(measure)
    if not measure.is_open:
        raise MeasureIsClosed
    if due_on < clock.today():
        raise DateHasPassed
    measure.due_on = due_on
    event = _step(measure, Kind.MOVED, by=by, comment=reason)
    _record("measure_due_date_moved", measure, by, acting_as, [event])
    return measure


def _move(measure: ImprovementMeasure, kind: str, name: str, by: User, comment: str = "") -> ImprovementMeasure:
    acting_as = require_owner(by, measure.round.survey.institution)
    measure = _locked(measure)
    if LEADS_TO[Kind(kind)] not in ImprovementMeasure.MOVES[measure.state]:
        raise MeasureIsClosed
    event = _step(measure, kind, by=by, comment=comment)
    _record(name, measure, by, acting_as, [event])
    return measure


def _step(measure: ImprovementMeasure, kind: str, *, by: User, comment: str = "") -> MeasureEvent:
    """Add the event and let the row follow it. The only place that changes a measure's state and date."""
    event = MeasureEvent.objects.create(
        measure=measure,
        kind=kind,
        state_after=LEADS_TO.get(Kind(kind), measure.state),
        due_on=measure.due_on,
        comment=comment,
        by=by,
        at=clock.now(),
    )
    if event.state_after != measure.state or kind == Kind.PLANNED:
        measure.state, measure.since = event.state_after, event.at
    measure.save(update_fields=["state", "since", "due_on"])
    return event


def _locked(measure: ImprovementMeasure) -> ImprovementMeasure:
    rows = ImprovementMeasure.objects.select_for_update(of=("self",)).select_related("round__survey__institution")
    return rows.get(pk=measure.pk)


def _record(name: str, measure: ImprovementMeasure, by: User, acting_as: str, facts: list) -> None:
    audit.record(
        name,
        target=measure,
        by=by,
        acting_as=acting_as,
        controller=measure.round.survey.institution,
        details={"round": measure.round.number, "due_on": measure.due_on.isoformat(), "state": measure.state},
        facts=facts,
    )
