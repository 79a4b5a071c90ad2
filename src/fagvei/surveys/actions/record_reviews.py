"""Type the counts of a review of ten records."""

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.people.models import User
from fagvei.surveys.actions.report_refusals import ReportNotReady, TooManyRecords
from fagvei.surveys.actions.standing import require_owner
from fagvei.surveys.models import RecordReview, SurveyItem, SurveyRound
from fagvei.surveys.rules.record_review import SAMPLE, ReviewCounts


@transaction.atomic
def record_review(*, survey_round: SurveyRound, item: SurveyItem, counts: ReviewCounts, by: User) -> RecordReview:
    acting_as = require_owner(by, survey_round.survey.institution)
    if not survey_round.is_counted:
        raise ReportNotReady
    if item.survey_id != survey_round.survey_id:
        raise ValueError("The item belongs to another survey.")
    if not 1 <= counts.total <= SAMPLE:
        raise TooManyRecords
    row = RecordReview.objects.create(
        round=survey_round,
        item=item,
        met=counts.met,
        not_met=counts.not_met,
        deviation_reasoned=counts.deviation_reasoned,
        not_applicable=counts.not_applicable,
        not_documented=counts.not_documented,
        by=by,
        at=clock.now(),
    )
    audit.record(
        "records_reviewed",
        target=survey_round,
        by=by,
        acting_as=acting_as,
        controller=survey_round.survey.institution,
        details={"round": survey_round.number, "records": counts.total},
        facts=[row],
    )
    return row
