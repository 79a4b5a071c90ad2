"""What follows a wave: the next one, the measures, the newest review of records, whether it is shared."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
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


def former_round_of(survey_round: SurveyRound) -> SurveyRound | None:
    """The newest earlier wave that was counted."""
    return _former.first(survey=survey_round.survey_id, number=survey_round.number)


def next_round_of(survey_round: SurveyRound) -> SurveyRound | None:
    """The first later wave that was not called off."""
    return _next.first(survey=survey_round.survey_id, number=survey_round.number)


def closed_on(survey_round: SurveyRound) -> dt.date:
    """The day it was closed, which may be before the day it was to close."""
    at = _closed_at.first(survey_round=survey_round.pk)
    return at.astimezone(clock.OSLO).date() if at else survey_round.closes_on


def closing_of(survey_round: SurveyRound) -> ReMeasurement | None:
    """How the report was ended, when it was."""
    return _closing.first(survey_round=survey_round.pk)


def why_called_off(closing: ReMeasurement | None) -> str:
    """Of a report that was closed because a next wave was booked: that it was called off, and why. Empty where it stands."""
    booked = closing.next_round if closing else None
    if booked is None or booked.state != SurveyRound.State.CANCELLED:
        return ""
    called_off = booked.events.filter(kind=SurveyRoundEvent.Kind.CANCELLED).order_by("-pk").first()
    reason = called_off.reason if called_off else ""
    return _("Måling %(number)d ble avlyst: %(reason)s") % {"number": booked.number, "reason": reason}


def is_released(survey_round: SurveyRound) -> bool:
    return _newest_word.first(survey_round=survey_round.pk) == SurveyRelease.Kind.RELEASED


def reviews_of(survey_round: SurveyRound) -> dict[int, ReviewCounts]:
    """{item: counts}, the newest of each item."""
    return {row.item_id: row.counts for row in _reviews(survey_round=survey_round.pk)}


def measures_of(survey_round: SurveyRound) -> list[ImprovementMeasure]:
    """What is open in the survey, the nearest date first, then what was planned after this wave and is closed."""
    found = _measures(survey=survey_round.survey_id)
    still_open = [measure for measure in found if measure.is_open]
    return still_open + [m for m in found if not m.is_open and m.round_id == survey_round.pk]


def is_acted_on(measures: Iterable[ImprovementMeasure]) -> bool:
    """What was stopped is not being done."""
    return any(measure.state != ImprovementMeasure.State.DROPPED for measure in measures)


def open_measures_of(survey: GapSurvey) -> QuerySet[ImprovementMeasure]:
    return ImprovementMeasure.objects.open().filter(round__survey=survey).order_by("due_on", "pk")


@prepared
def _former(survey: int, number: int) -> QuerySet[SurveyRound]:
    counted = SurveyRound.objects.filter(survey_id=survey, state__in=sorted(SurveyRound.COUNTED))
    return counted.filter(number__lt=number).order_by("-number")[:1]


@prepared
def _next(survey: int, number: int) -> QuerySet[SurveyRound]:
    later = SurveyRound.objects.filter(survey_id=survey, number__gt=number)
    return later.exclude(state=SurveyRound.State.CANCELLED).order_by("number")[:1]


@prepared
def _closed_at(survey_round: int) -> QuerySet:
    closed = SurveyRoundEvent.objects.filter(round_id=survey_round, kind=SurveyRoundEvent.Kind.CLOSED)
    return closed.order_by("-pk").values_list("at", flat=True)[:1]


@prepared
def _closing(survey_round: int) -> QuerySet[ReMeasurement]:
    rows = ReMeasurement.objects.filter(round_id=survey_round).select_related("next_round")
    return rows.order_by("pk")[:1]


@prepared
def _newest_word(survey_round: int) -> QuerySet:
    return SurveyRelease.objects.filter(round_id=survey_round).order_by("-pk").values_list("kind", flat=True)[:1]


@prepared
def _reviews(survey_round: int) -> QuerySet[RecordReview]:
    return RecordReview.objects.filter(round_id=survey_round).order_by("pk")


@prepared
def _measures(survey: int) -> QuerySet[ImprovementMeasure]:
    rows = ImprovementMeasure.objects.filter(round__survey_id=survey).select_related("item__unit")
    return rows.order_by("due_on", "pk")
