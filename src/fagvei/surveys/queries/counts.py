"""What is told of the answers of a wave: the only way from answers to a page. Nothing else reads the sheets."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fagvei.common.disclosure import ItemCount, Span, coarse, restored
from fagvei.common.prepared import prepared
from fagvei.common.refusal import Refusal
from fagvei.surveys.models import RoundItem, SurveyItem, SurveyRound
from fagvei.surveys.queries.told import newest_told
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

    The same question is the same unit and kind. What is not told of it there is not here either.
    """
    own = (round_.survey.institution_id, round_.survey.arena_id)
    items = {(unit_id, kind): item_id for item_id, unit_id, kind in _questions(survey=round_.survey_id)}
    newest: dict[int, dict[tuple[int, int | None], Reached | None]] = {item_id: {} for item_id in items.values()}
    for wave, told in newest_told().items():
        if (ward := wave.ward) != own:
            for each in told:
                if (item_id := items.get((each.unit_id, each.kind))) is not None:
                    newest[item_id][ward] = each.reached
    found = {item_id: [each for each in wards.values() if each is not None] for item_id, wards in newest.items()}
    return {item_id: wards for item_id, wards in found.items() if wards}


@prepared
def _questions(survey: int) -> QuerySet:
    return SurveyItem.objects.filter(survey_id=survey).order_by().values_list("pk", "unit_id", "kind")


def count_of(row: RoundItem) -> ItemCount:
    """The counts of one question, from what was stored when its wave closed."""
    return restored(row.item_id, row.counts, version_id=row.unit_version_id)
