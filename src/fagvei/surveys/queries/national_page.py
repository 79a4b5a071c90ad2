"""Recommendations that are hard to follow in the country, for those who own the guideline. Units are counted, never named."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from fagvei.common.prepared import prepared
from fagvei.guideline.models import Guideline, NormativeUnit, UnitVersion
from fagvei.surveys.queries.lines import reached_words
from fagvei.surveys.queries.texts import SameText
from fagvei.surveys.queries.told import Told, WardKey, counted_once, newest_told
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
    """The newest closed wave of each ward; hardest first: most units below, then lowest share.

    Of each recommendation the newest text that somebody was asked about, and the answers about that text alone.
    """
    asked = _asked()
    shown = {unit_id: max(each.version_id for _ward, each in rows) for unit_id, rows in asked.items()}
    texts = {version.unit_id: version for version in _texts(guideline=guideline.pk, versions=list(shown.values()))}
    here = {unit_id: asked[unit_id] for unit_id in texts}
    is_same = SameText((each.version_id, shown[unit_id]) for unit_id, rows in here.items() for _ward, each in rows)
    found = {}
    for unit_id, rows in here.items():
        wards = {ward: each for ward, each in rows if is_same(each.version_id, shown[unit_id])}
        found[unit_id] = hardness(_shares(wards))
    lines = [HardLine(texts[unit_id].unit, texts[unit_id].shown, each) for unit_id, each in found.items() if each]
    lines.sort(key=lambda line: (-line.found.below / line.found.units, line.found.reached.middle, line.unit.position))
    return NationalPage(guideline, lines, len(texts) - len(lines))


def _asked() -> dict[int, list[tuple[WardKey, Told]]]:
    """{unit: what each newest wave told, the oldest first}, of all guidelines."""
    asked: dict[int, list[tuple[WardKey, Told]]] = defaultdict(list)
    for wave, told in newest_told().items():
        for each in told:
            if each.kind == PRACTICE:
                asked[each.unit_id].append((wave.ward, each))
    return asked


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


def _shares(wards: dict[WardKey, Told]) -> list[UnitShare]:
    shares = {ward: UnitShare(each.reached, each.target) for ward, each in wards.items() if each.reached is not None}
    return list(counted_once(shares).values())
