"""Recommendations that are hard to follow in the country, for those who own the guideline. Units are counted, never named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from fagvei.guideline.models import Guideline, NormativeUnit, UnitVersion
from fagvei.surveys.models import RoundItem, SurveyRound
from fagvei.surveys.queries.counts import newest_of_survey
from fagvei.surveys.queries.lines import reached_in, reached_words
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
    """Two questions to the database. The newest closed wave of each ward; hardest first: most units below, then lowest share."""
    newest = _newest(guideline)
    found = {unit_id: hardness(_shares(wards.values())) for unit_id, wards in newest.items()}
    told = {unit_id: each for unit_id, each in found.items() if each}
    texts = {unit_id: list(newest[unit_id].values())[-1].version_id for unit_id in told}
    versions = UnitVersion.objects.filter(pk__in=texts.values()).select_related("unit__chapter__guideline")
    lines = [HardLine(version.unit, version.shown, told[version.unit_id]) for version in versions]
    lines.sort(key=lambda line: (-line.found.below / line.found.units, line.found.reached.middle, line.unit.position))
    return NationalPage(guideline, lines, len(newest) - len(lines))


class _Row(NamedTuple):
    unit_id: int
    institution_id: int
    arena_id: int | None
    version_id: int
    target: int
    counts: dict[str, Any]


def _newest(guideline: Guideline) -> dict[int, dict[tuple[int, int | None], _Row]]:
    """{unit: {ward: its row}}. Light rows: there are as many as wards times recommendations."""
    rows = RoundItem.objects.filter(
        newest_of_survey(),
        round__state__in=SurveyRound.COUNTED,
        item__kind=PRACTICE,
        item__unit__chapter__guideline=guideline,
    )
    columns = ("item__unit_id", "item__survey__institution_id", "item__survey__arena_id", "unit_version_id")
    newest: dict[int, dict[tuple[int, int | None], _Row]] = defaultdict(dict)
    for values in rows.order_by("round__closes_on", "round_id").values_list(*columns, "item__target", "counts"):
        row = _Row(*values)
        newest[row.unit_id][row.institution_id, row.arena_id] = row
    return newest


def _shares(wards: Iterable[_Row]) -> list[UnitShare]:
    return [UnitShare(reached, row.target) for row in wards if (reached := reached_in(row.counts)) is not None]
