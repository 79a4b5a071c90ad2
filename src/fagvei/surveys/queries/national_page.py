"""Recommendations that are hard to follow in the country, for those who own the guideline. Units are counted, never named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from fagvei.common.prepared import prepared
from fagvei.guideline.models import Guideline, NormativeUnit, UnitVersion
from fagvei.surveys.queries.lines import reached_words
from fagvei.surveys.queries.told import Told, newest_told
from fagvei.surveys.rules.areas import PRACTICE
from fagvei.surveys.rules.national import HARD_TO_FOLLOW, Hardness, UnitShare, hardness


@dataclass(frozen=True)
class HardLine:
    unit: NormativeUnit
    text: str
    found: Hardness

    @property
    def words(self) -> str:
        return reached_words(self.found.reached)


@dataclass(frozen=True)
class NationalPage:
    """`hidden` is how many recommendations were measured by too few units."""

    guideline: Guideline
    lines: list[HardLine]
    hidden: int

    @property
    def rule(self):
        return HARD_TO_FOLLOW


def national_page(guideline: Guideline) -> NationalPage:
    """The newest closed wave of each ward; hardest first: most units below, then lowest share."""
    newest = _newest()
    texts = {version.unit_id: version for version in _texts(guideline=guideline.pk, versions=_last(newest))}
    found = {unit_id: hardness(_shares(newest[unit_id].values())) for unit_id in texts}
    lines = [HardLine(texts[unit_id].unit, texts[unit_id].shown, each) for unit_id, each in found.items() if each]
    lines.sort(key=lambda line: (-line.found.below / line.found.units, line.found.reached.middle, line.unit.position))
    return NationalPage(guideline, lines, len(texts) - len(lines))


Wards = dict[tuple[int, int | None], Told]


def _newest() -> dict[int, Wards]:
    """{unit: {ward: what it told}}, of all guidelines."""
    newest: dict[int, Wards] = defaultdict(dict)
    for wave, told in newest_told().items():
        ward = wave.ward
        for each in told:
            if each.kind == PRACTICE:
                newest[each.unit_id][ward] = each
    return newest


def _last(newest: dict[int, Wards]) -> list[int]:
    """The text of each unit that is shown: the one its last ward was asked about."""
    return [next(reversed(wards.values())).version_id for wards in newest.values()]


@prepared
def _texts(guideline: int, versions: list[int]) -> QuerySet[UnitVersion]:
    rows = UnitVersion.objects.filter(pk__in=versions, unit__chapter__guideline_id=guideline)
    columns = (
        "unit_id",
        "short_text",
        "short_text_en",
        "unit__code",
        "unit__position",
        "unit__chapter__guideline__slug",
    )
    return rows.select_related("unit__chapter__guideline").only(*columns)


def _shares(wards: Iterable[Told]) -> list[UnitShare]:
    return [UnitShare(each.reached, each.target) for each in wards if each.reached is not None]
