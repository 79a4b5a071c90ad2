"""What is told of the answers of a wave: the only way from answers to a page. Nothing else reads the sheets."""

from collections import defaultdict

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fagvei.common.disclosure import ItemCount, Span, coarse, restored
from fagvei.common.prepared import prepared
from fagvei.common.refusal import Refusal
from fagvei.surveys.models import GapSurvey, RoundItem, SurveyRound
from fagvei.surveys.queries.texts import SameText
from fagvei.surveys.queries.told import Like, WardKey, newest_told
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
    """{id of the item: what the newest waves told of the same question in surveys of others of the same kind}, one for each.

    The same question is the same unit, kind and text. What is not told of it there is not here either. A ward is held
    against wards and an institution against institutions of the same kind, so nobody stands on both sides, nor twice.
    """
    asked = {(unit_id, kind): (item_id, version_id) for item_id, unit_id, kind, version_id in _asked(wave=round_.pk)}
    own = (round_.survey.institution_id, round_.survey.arena_id)
    others = [
        (wave.ward, *asked[each.unit_id, each.kind], each)
        for wave, told in newest_told().items()
        if wave.like == like_of(round_.survey) and wave.ward != own
        for each in told
        if (each.unit_id, each.kind) in asked
    ]
    is_same = SameText((version_id, each.version_id) for _ward, _item_id, version_id, each in others)
    newest: dict[int, dict[WardKey, Reached | None]] = defaultdict(dict)
    for ward, item_id, version_id, each in others:
        if is_same(version_id, each.version_id):
            newest[item_id][ward] = each.reached
    found = {item_id: [each for each in wards.values() if each is not None] for item_id, wards in newest.items()}
    return {item_id: told for item_id, told in found.items() if told}


def like_of(survey: GapSurvey) -> Like:
    return survey.arena_id is not None, survey.institution.kind


@prepared
def _asked(wave: int) -> QuerySet:
    rows = RoundItem.objects.filter(round_id=wave).order_by()
    return rows.values_list("item_id", "item__unit_id", "item__kind", "unit_version_id")


def count_of(row: RoundItem) -> ItemCount:
    """The counts of one question, from what was stored when its wave closed."""
    return restored(row.item_id, row.counts, version_id=row.unit_version_id)
