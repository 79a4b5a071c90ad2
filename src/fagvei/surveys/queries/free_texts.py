"""What was written in a closed wave, in drawn order, with what the owner has hidden. Nothing of an open wave."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from fagvei.surveys.models import FreeText, FreeTextEvent, SurveyRound, SurveyRoundEvent
from fagvei.surveys.queries.counts import RoundStillOpen
from fagvei.surveys.rules.free_text import MONTHS_KEPT, WORDS_FROM_TEN, may_be_told
from fagvei.surveys.rules.named import Rule

# Six months, never longer: the shortest six of a year.
KEPT = dt.timedelta(days=MONTHS_KEPT * 30)


@dataclass(frozen=True)
class ToldText:
    text: FreeText
    events: list[FreeTextEvent]

    @property
    def hiding(self) -> FreeTextEvent | None:
        """How it stands: the newest event when that hides it."""
        newest = self.events[-1] if self.events else None
        return newest if newest is not None and newest.kind == FreeTextEvent.Kind.HIDDEN else None

    @property
    def is_erased(self) -> bool:
        return not self.text.words


@dataclass(frozen=True)
class FreeTexts:
    question: str
    is_enough: bool
    texts: list[ToldText]

    @property
    def shown(self) -> list[ToldText]:
        return [each for each in self.texts if not each.hiding and not each.is_erased]

    @property
    def hidden(self) -> list[ToldText]:
        return [each for each in self.texts if each.hiding and not each.is_erased]

    @property
    def are_erased(self) -> bool:
        return bool(self.texts) and all(each.is_erased for each in self.texts)

    @property
    def rule(self) -> Rule:
        return WORDS_FROM_TEN


def free_texts_of(survey_round: SurveyRound) -> FreeTexts | None:
    """None where nobody was asked to write."""
    if not survey_round.is_counted:
        raise RoundStillOpen
    if not survey_round.free_question:
        return None
    rows = FreeText.objects.filter(round=survey_round).order_by("position").prefetch_related(_events())
    texts = [told(row) for row in rows]
    return FreeTexts(survey_round.free_question_words, may_be_told(survey_round.sheets or 0), texts)


def told(text: FreeText) -> ToldText:
    return ToldText(text, sorted(text.events.all(), key=lambda event: event.pk))


def words_to_erase(on: dt.datetime) -> QuerySet[FreeText]:
    """Of waves that were closed half a year before."""
    closed = SurveyRoundEvent.objects.filter(kind=SurveyRoundEvent.Kind.CLOSED, at__lt=on - KEPT)
    return FreeText.objects.filter(round__in=closed.values("round")).exclude(words="")


def _events() -> Prefetch:
    return Prefetch("events", queryset=FreeTextEvent.objects.select_related("by").order_by("pk"))
