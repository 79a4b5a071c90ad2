"""One survey: its questions by area, its waves, and what can still be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise

from fagvei.guideline.models import NormativeUnit, Statement, UnitVersion
from fagvei.surveys.models import GapSurvey, SurveyItem, SurveyRound, SurveyRoundEvent
from fagvei.surveys.queries.texts import credit_of, texts_in_force, texts_of_guideline
from fagvei.surveys.rules.areas import AREA_BY_CODE, AREAS, AREAS_SOURCE, MOST_ITEMS, Area
from fagvei.surveys.rules.template import offered


@dataclass
class AreaLines:
    name: str | Promise
    items: list[SurveyItem] = field(default_factory=list)


@dataclass(frozen=True)
class SurveyPage:
    """`gone` are the units that were deleted or withdrawn since they were chosen: they are not asked about."""

    survey: GapSurvey
    areas: list[AreaLines]
    rounds: Sequence[SurveyRound]
    credit: Statement | None
    gone: frozenset[int] = frozenset()
    has_template: bool = False

    @property
    def number_of_items(self) -> int:
        return sum(len(area.items) for area in self.areas)

    @property
    def room_for(self) -> int:
        return MOST_ITEMS - self.number_of_items

    @property
    def ahead(self) -> SurveyRound | None:
        """The wave that is planned or open."""
        return next((each for each in self.rounds if each.state in {"planned", "open"}), None)

    @property
    def may_change(self) -> bool:
        return all(each.state in {"planned", "cancelled"} for each in self.rounds)

    @property
    def areas_source(self) -> str:
        return AREAS_SOURCE


def survey_page(survey: GapSurvey) -> SurveyPage:
    lines = {area.code: AreaLines(area.name) for area in AREAS}
    items = survey.items.select_related("unit__chapter__guideline", "unit_version").order_by("order")
    for item in items:
        item.survey = survey
        lines[item.area].items.append(item)
    cancelled = SurveyRoundEvent.objects.filter(round=OuterRef("pk"), kind=SurveyRoundEvent.Kind.CANCELLED)
    why = Subquery(cancelled.values("reason")[:1])
    rounds = list(survey.rounds.annotate(why_cancelled=why).order_by("-number"))
    asked = {item.unit_id for item in items}
    gone = frozenset(asked - texts_in_force(asked).keys())
    areas = [each for each in lines.values() if each.items]
    has_template = not items and bool(template_of(survey))
    return SurveyPage(survey, areas, rounds, credit_of(survey.guideline_id), gone, has_template)


@dataclass(frozen=True)
class AreaOffered:
    """One area of the template: (code, text) of what may be chosen, and the codes that begin chosen."""

    area: Area
    choices: list[tuple[str, str]]
    chosen: list[str]


def template_of(survey: GapSurvey) -> list[AreaOffered]:
    """The seven areas with what this guideline has a text for and is not asked already; empty where there is none."""
    texts = {version.unit.code: version for version in texts_of_guideline(survey.guideline)}
    items = list(survey.items.select_related("unit"))
    asked = {(item.kind, item.unit.code) for item in items}
    taken = {(area.code, code) for area in AREAS for kind, code in asked if area.kind == kind}
    return [
        AreaOffered(AREA_BY_CODE[each.area], [(code, label_of(texts[code])) for code in each.codes], each.chosen)
        for each in offered(texts, taken, MOST_ITEMS - len(items))
    ]


def to_choose(survey: GapSurvey) -> list[tuple[str, list[tuple[str, str]]]]:
    """Recommendations with a text, by chapter, as a list of choices: (chapter, [(code, text)])."""
    chapters: dict[Any, list[tuple[str, str]]] = {}
    for version in texts_of_guideline(survey.guideline):
        chapters.setdefault(version.unit.chapter, []).append((version.unit.code, label_of(version)))
    return [(str(chapter), choices) for chapter, choices in chapters.items()]


def units_of_codes(codes: list[str]) -> list[NormativeUnit]:
    """In the order of the guideline."""
    units = NormativeUnit.objects.filter(code__in=codes).select_related("chapter")
    return list(units.order_by("chapter__position", "position"))


def label_of(version: UnitVersion) -> str:
    """Text of another kind, such as an explanation, may be asked about, and the one who chooses sees which it is."""
    is_recommendation = version.kind == UnitVersion.Kind.RECOMMENDATION
    kind = "" if is_recommendation else f" ({version.get_kind_display()})"
    return f"{version.unit.code}: {version.shown}{kind}"
