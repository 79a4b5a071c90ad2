"""Let the arenas of the unit's institution see the gaps of a closed wave, and take it back."""

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.people.models import User
from fagvei.surveys.actions.report_refusals import AlreadyReleased, NotReleased, ReportNotReady
from fagvei.surveys.actions.standing import locked_round, require_owner
from fagvei.surveys.models import SurveyRelease, SurveyRound
from fagvei.surveys.queries.improvement import is_released

Kind = SurveyRelease.Kind


@transaction.atomic
def release_round(*, survey_round: SurveyRound, by: User) -> SurveyRelease:
    return _add(survey_round, Kind.RELEASED, "survey_round_released", by)


@transaction.atomic
def withdraw_release(*, survey_round: SurveyRound, by: User) -> SurveyRelease:
    return _add(survey_round, Kind.WITHDRAWN, "survey_release_withdrawn", by)


def _add(survey_round: SurveyRound, kind: str, name: str, by: User) -> SurveyRelease:
    acting_as = require_owner(by, survey_round.survey.institution)
    survey_round = locked_round(survey_round)
    if not survey_round.is_counted:
        raise ReportNotReady
    released = is_released(survey_round)
    if kind == Kind.RELEASED and released:
        raise AlreadyReleased
    if kind == Kind.WITHDRAWN and not released:
        raise NotReleased
    row = SurveyRelease.objects.create(round=survey_round, kind=kind, by=by, at=clock.now())
    audit.record(
        name,
        target=survey_round,
        by=by,
        acting_as=acting_as,
        controller=survey_round.survey.institution,
        details={"round": survey_round.number},
        facts=[row],
    )
    return row
