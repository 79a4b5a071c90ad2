"""After the report is read: book the next wave and do something about the gaps, or say why not, and close the report."""

import datetime as dt

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.people.models import User
from fagvei.surveys.actions.report_refusals import (
    MeasureMissing,
    MeasuresAreOpen,
    NextWaveMissing,
    ReportIsClosed,
    ReportNotReady,
)
from fagvei.surveys.actions.rounds import plan_round
from fagvei.surveys.actions.standing import Kind, locked_round, move, require_owner
from fagvei.surveys.models import ReMeasurement, SurveyRound
from fagvei.surveys.queries.improvement import is_acted_on, measures_of, next_round_of
from fagvei.surveys.queries.report_page import has_gaps


@transaction.atomic
def book_next_round(*, survey_round: SurveyRound, opens_on: dt.date, closes_on: dt.date, by: User) -> SurveyRound:
    """The same questions, answered the same way, of as many staff as last time; all of it can be changed until it opens."""
    if not survey_round.is_counted:
        raise ReportNotReady
    staff = {row.profession: row.count for row in survey_round.staff.all()}
    return plan_round(
        survey=survey_round.survey,
        opens_on=opens_on,
        closes_on=closes_on,
        staff=staff,
        mode=survey_round.mode,
        free_question=survey_round.free_question,
        by=by,
    )


@transaction.atomic
def close_report(*, survey_round: SurveyRound, no_action_reason: str = "", by: User) -> ReMeasurement:
    """The reason says that nothing is done: no next wave, or no measure where something is below its target."""
    survey_round = locked_round(survey_round)
    acting_as = require_owner(by, survey_round.survey.institution)
    if survey_round.state == SurveyRound.State.REPORTED:
        raise ReportIsClosed
    if survey_round.state != SurveyRound.State.CLOSED:
        raise ReportNotReady
    following, measures, reason = next_round_of(survey_round), measures_of(survey_round), no_action_reason.strip()
    if following is None and any(measure.is_open for measure in measures):
        raise MeasuresAreOpen
    if following is None and not reason:
        raise NextWaveMissing
    lacks_measure = has_gaps(survey_round) and not is_acted_on(measures)
    if lacks_measure and not reason:
        raise MeasureMissing
    row = ReMeasurement.objects.create(
        round=survey_round,
        next_round=following,
        no_action_reason=reason if following is None or lacks_measure else "",
        by=by,
        at=clock.now(),
    )
    event = move(survey_round, Kind.REPORTED, by=by, acting_as=acting_as)
    audit.record(
        "survey_report_closed",
        target=survey_round,
        by=by,
        acting_as=acting_as,
        controller=survey_round.survey.institution,
        details={"round": survey_round.number, "has_next": following is not None},
        facts=[row, survey_round, event],
    )
    return row
