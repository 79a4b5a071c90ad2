"""What follows a wave: the next one, the measures, the newest review of records, whether it is shared."""

import datetime as dt

from django.db.models import QuerySet

from fagvei.common import clock
from fagvei.surveys.models import (
    GapSurvey,
    ImprovementMeasure,
    RecordReview,
    ReMeasurement,
    SurveyRelease,
    SurveyRound,
    SurveyRoundEvent,
)
from fagvei.surveys.rules.record_review import ReviewCounts


def next_round_of(survey_round: SurveyRound) -> SurveyRound | None:
    """The first later wave that was not called off."""
    later = SurveyRound.objects.filter(survey_id=survey_round.survey_id, number__gt=survey_round.number)
    return later.exclude(state=SurveyRound.State.CANCELLED).order_by("number").first()


def closed_on(survey_round: SurveyRound) -> dt.date:
    """The day it was closed, which may be before the day it was to close."""
    closed = survey_round.events.filter(kind=SurveyRoundEvent.Kind.CLOSED).order_by("-pk").first()
    return closed.at.astimezone(clock.OSLO).date() if closed else survey_round.closes_on


def closing_of(survey_round: SurveyRound) -> ReMeasurement | None:
    """How the report was ended, when it was."""
    return ReMeasurement.objects.filter(round=survey_round).first()


def is_released(survey_round: SurveyRound) -> bool:
    newest = SurveyRelease.objects.filter(round=survey_round).order_by("-pk").first()
    return newest is not None and newest.kind == SurveyRelease.Kind.RELEASED


def reviews_of(survey_round: SurveyRound) -> dict[int, ReviewCounts]:
    """{item: counts}, the newest of each item."""
    rows = RecordReview.objects.filter(round=survey_round).order_by("pk")
    return {row.item_id: row.counts for row in rows}


def measures_of(survey_round: SurveyRound) -> list[ImprovementMeasure]:
    """What is open in the survey, the nearest date first, then what was planned after this wave and is closed."""
    rows = ImprovementMeasure.objects.filter(round__survey_id=survey_round.survey_id)
    rows = rows.select_related("item__unit").order_by("due_on", "pk")
    found = list(rows)
    still_open = [measure for measure in found if measure.is_open]
    return still_open + [m for m in found if not m.is_open and m.round_id == survey_round.pk]


def open_measures_of(survey: GapSurvey) -> QuerySet[ImprovementMeasure]:
    return ImprovementMeasure.objects.open().filter(round__survey=survey).order_by("due_on", "pk")
