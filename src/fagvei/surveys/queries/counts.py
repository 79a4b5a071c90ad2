"""What is told of the answers of a wave: the only way from answers to a page. Nothing else reads the sheets."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from fagvei.common.disclosure import ItemCount, Span, coarse, restored
from fagvei.common.refusal import Refusal
from fagvei.surveys.models import RoundItem, SurveyItem, SurveyRound
from fagvei.surveys.queries.lines import reached_in
from fagvei.surveys.rules.shares import Reached


class RoundStillOpen(Refusal):
    code = "round_still_open"
    message = _("Målingen er ikke lukket. Tallene kan leses når den ansvarlige har lukket den.")


def counts_of(round_: SurveyRound) -> dict[int, ItemCount]:
    """{id of the item: what may be told of it}, as it was settled when the wave closed. Refused until then."""
    if not round_.is_counted:
        raise RoundStillOpen
    asked = RoundItem.objects.filter(round=round_).order_by("item__order")
    return {row.item_id: count_of(row) for row in asked}


def coarse_count(round_: SurveyRound) -> Span:
    """The five that the number of sheets lies in: all that is told of an open wave."""
    return coarse(round_.answer_sheets.count() if round_.sheets is None else round_.sheets)


def comparable_rounds(round_: SurveyRound) -> dict[int, list[Reached]]:
    """{id of the item: what the newest waves told of the same question in surveys of other wards}, one for each ward.

    The same question is the same unit and kind. What is not told of it there is not here either. Light rows: there are as
    many as wards times questions.
    """
    items = {(item.unit_id, item.kind): item.pk for item in SurveyItem.objects.filter(survey_id=round_.survey_id)}
    others = RoundItem.objects.filter(round__state__in=SurveyRound.COUNTED).exclude(
        item__survey__institution_id=round_.survey.institution_id, item__survey__arena_id=round_.survey.arena_id
    )
    others = others.filter(newest_of_survey(), item__unit_id__in={unit for unit, _kind in items})
    columns = ("item__unit_id", "item__kind", "item__survey__institution_id", "item__survey__arena_id", "counts")
    newest: dict[tuple[int, Any], dict[str, Any]] = {}
    for *question, institution_id, arena_id, counts in others.order_by("round__closes_on", "round_id").values_list(
        *columns
    ):
        if (item_id := items.get(tuple(question))) is not None:
            newest[item_id, (institution_id, arena_id)] = counts
    found: dict[int, list[Reached]] = {}
    for (item_id, _ward), counts in newest.items():
        if (reached := reached_in(counts)) is not None:
            found.setdefault(item_id, []).append(reached)
    return found


def newest_of_survey() -> Combinable:
    """Of questions as they were asked: those of the newest counted wave of their survey."""
    later = SurveyRound.objects.filter(
        survey_id=OuterRef("round__survey_id"), number__gt=OuterRef("round__number"), state__in=SurveyRound.COUNTED
    )
    return ~Exists(later)


def count_of(row: RoundItem) -> ItemCount:
    """The counts of one question, from what was stored when its wave closed."""
    return restored(row.item_id, row.counts, version_id=row.unit_version_id)
