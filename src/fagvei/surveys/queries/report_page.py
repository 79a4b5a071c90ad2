"""The report of a closed wave: one sheet first, then recommendation by recommendation. A fixed number of questions."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.common.disclosure import told_sheets
from fagvei.common.prepared import prepared
from fagvei.guideline.models import Statement, UnitVersion
from fagvei.guideline.queries.change import is_another_text
from fagvei.guideline.queries.version_page import as_texts
from fagvei.guideline.rules.difference import differences
from fagvei.surveys.models import ImprovementMeasure, RoundItem, SurveyItem, SurveyRound, SurveyStaff
from fagvei.surveys.queries.counts import comparable_rounds, count_of
from fagvei.surveys.queries.crossed import Crossed, crossed
from fagvei.surveys.queries.free_texts import FreeTexts, free_texts_of
from fagvei.surveys.queries.improvement import (
    closed_on,
    former_round_of,
    is_acted_on,
    is_released,
    measures_of,
    next_round_of,
    reviews_of,
)
from fagvei.surveys.queries.lines import HINDRANCE_WORDS, Before, Line, reached_in
from fagvei.surveys.queries.texts import credit_of
from fagvei.surveys.rules.areas import AREAS, AREAS_SOURCE, PRACTICE, PROFESSION_CHOICES
from fagvei.surveys.rules.choice import BY_DISTANCE, QUESTION, Choice, choose
from fagvei.surveys.rules.comparison import BEST_QUARTER, BestQuarter, best_quarter
from fagvei.surveys.rules.crossed import TEN_IN_EACH_CELL
from fagvei.surveys.rules.free_text import WORDS_FROM_TEN
from fagvei.surveys.rules.measures import AT_MOST_THREE, MOST_OPEN
from fagvei.surveys.rules.remeasure import AGAIN_IN, proposed_on
from fagvei.surveys.rules.response import REPRESENTATIVE, TOO_MANY, band, has_too_many, is_representative
from fagvei.surveys.rules.shares import SMALL_NUMBERS, WILSON

RULES = (BY_DISTANCE, QUESTION, SMALL_NUMBERS, WILSON, BEST_QUARTER, REPRESENTATIVE, AT_MOST_THREE, AGAIN_IN)
PROFESSIONS = dict(PROFESSION_CHOICES)


@dataclass(frozen=True)
class Profession:
    words: Any
    staff: int
    # None where it may not be told.
    answered: int | None


@dataclass(frozen=True)
class ReportPage:
    round: SurveyRound
    closed_on: dt.date
    former: SurveyRound | None
    lines: list[Line]
    strengths: list[Line]
    gaps: list[Line]
    question: Line | None
    question_kind: str
    # 0 when they are too few to be told.
    sheets: int
    band: Any
    is_representative: bool
    staff: int
    professions: list[Profession]
    # None where nobody was asked for a profession, the next where nobody was asked to write.
    crossed: Crossed | None
    free_texts: FreeTexts | None
    measures: list[ImprovementMeasure]
    next_round: SurveyRound | None
    propose_on: dt.date
    is_released: bool
    # Enough others have numbers, also where the quarter reached none and says nothing.
    has_quarter: bool
    # Who made the original survey, in the words of the guideline's own page.
    credit: Statement | None

    @property
    def of_the_strengths(self) -> str:
        """Where they are none for sure, that is said; empty where they are."""
        if not self.strengths:
            return _("Ingenting er sikkert over målet ennå.")
        if any(line.scored and line.scored.is_reached for line in self.strengths):
            return ""
        return _("Ingenting har sikkert nådd målet. Dette kan ha nådd det; med så få svar kan det ikke vises sikkert.")

    @property
    def too_many(self) -> Any:
        """Empty, or why nothing is told: more sheets than staff."""
        return TOO_MANY.sentence if has_too_many(self.sheets, self.staff) else ""

    @property
    def practice(self) -> list[Line]:
        return [line for line in self.lines if line.item.kind == PRACTICE]

    @property
    def groups(self) -> list[tuple[Any, list[Line]]]:
        """Area by area, as they were asked: (name, lines)."""
        found = ((area.name, [line for line in self.lines if line.item.area == area.code]) for area in AREAS)
        return [(name, lines) for name, lines in found if lines]

    @property
    def open_measures(self) -> list[ImprovementMeasure]:
        return [measure for measure in self.measures if measure.is_open]

    @property
    def may_plan_more(self) -> bool:
        return len(self.open_measures) < MOST_OPEN

    @property
    def lacks_measure(self) -> bool:
        return bool(self.gaps) and not is_acted_on(self.measures)

    @property
    def question_hindrance(self) -> Any:
        """What most say hinders the thing the question is about, where it may be told."""
        named = self.question.hindrances if self.question else []
        return HINDRANCE_WORDS.get(named[0][0], "") if named else ""

    @property
    def said_once(self) -> list[str]:
        """What is true of the lines below, so that no line repeats it."""
        found = []
        if any(line.aside is None for line in self.lines):
            found.append(_("Hvor mange som svarte «vet ikke» eller «gjelder ikke oss», står bare der det kan vises."))
        if self.practice:
            found.append(_("Hva som hindrer, står når minst fem har nevnt det, det vanligste først."))
        if any(line.has_target for line in self.lines):
            found.append(self._about_the_quarter)
        return found

    @property
    def said_of_professions(self) -> list[str]:
        """Why some are not told: which of the two it is would itself tell."""
        if all(each.answered is not None for each in self.professions):
            return []
        words = _(
            "Hvor mange av en yrkesgruppe som svarte, vises når det er minst fem, og når det ikke sier noe om noen få i "
            "denne målingen eller sammen med andre målinger her."
        )
        return [words]

    @property
    def _about_the_quarter(self) -> str:
        """Of whom it is, or why there is none."""
        survey = self.round.survey
        kind = {"kind": survey.institution.get_kind_display()}
        like = _("hele virksomheter av slaget %(kind)s") % kind
        if survey.arena_id:
            like = _("avdelinger ved virksomheter av slaget %(kind)s") % kind
        if not self.has_best and self.has_quarter:
            words = _("Beste kvartil vises ikke: for andre %(like)s er den minst 0 %%, og det sier ingenting.")
        elif not self.has_best:
            words = _("Beste kvartil vises ikke: færre enn fire andre %(like)s har tall som kan vises om samme tekst.")
        elif survey.arena_id:
            words = _("Beste kvartil er av andre %(like)s. Hva slags avdeling det er, er ikke registrert.")
        else:
            words = _("Beste kvartil er av andre %(like)s.")
        return words % {"like": like}

    @property
    def has_best(self) -> bool:
        return any(line.best for line in self.lines)

    @property
    def areas_source(self) -> str:
        return AREAS_SOURCE

    @property
    def rules(self) -> tuple[Any, ...]:
        more = ((self.crossed, TEN_IN_EACH_CELL), (self.free_texts, WORDS_FROM_TEN))
        return (*RULES, *(rule for asked, rule in more if asked is not None))


def report_page(survey_round: SurveyRound) -> ReportPage:
    survey = survey_round.survey
    former = former_round_of(survey_round)
    quarters = _best_quarters(survey_round)
    lines = _lines(survey_round, former, quarters)
    by_item = {line.item.pk: line for line in lines}
    choice = _choice(lines)
    staff = _staff(survey_round=survey_round.pk)
    total, sheets = sum(row.count for row in staff), told_sheets(survey_round.sheets or 0)
    closed = closed_on(survey_round)
    return ReportPage(
        round=survey_round,
        closed_on=closed,
        former=former,
        lines=lines,
        strengths=[by_item[scored.key] for scored in choice.strengths],
        gaps=[by_item[scored.key] for scored in choice.gaps],
        question=by_item[choice.question.about.key] if choice.question else None,
        question_kind=choice.question.kind if choice.question else "",
        sheets=sheets,
        band=band(sheets, total) if sheets else "",
        is_representative=is_representative(sheets, total),
        staff=total,
        professions=[
            Profession(PROFESSIONS[row.profession], row.count, survey_round.professions.get(row.profession))
            for row in staff
        ]
        if survey_round.asks_profession
        else [],
        crossed=crossed(lines) if survey_round.asks_profession else None,
        free_texts=free_texts_of(survey_round),
        measures=measures_of(survey_round),
        next_round=next_round_of(survey_round),
        propose_on=proposed_on(closed, has_gaps=bool(choice.gaps)),
        is_released=is_released(survey_round),
        has_quarter=any(line.item.pk in quarters for line in lines if line.has_target),
        credit=credit_of(survey.guideline_id),
    )


def has_gaps(survey_round: SurveyRound) -> bool:
    return bool(_choice(lines_of(survey_round)).gaps)


def _choice(lines: Iterable[Line]) -> Choice[int]:
    return choose(line.scored for line in lines if line.is_practice and line.scored)


def lines_of(survey_round: SurveyRound) -> list[Line]:
    """Without comparisons: what the forms need."""
    reviews = reviews_of(survey_round)
    rows = _asked(survey_round=survey_round.pk)
    versions = _versions_of(row.unit_version_id for row in rows)
    return [
        Line(row.item, versions[row.unit_version_id], count_of(row), review=reviews.get(row.item_id)) for row in rows
    ]


def _versions_of(version_ids: Iterable[int]) -> dict[int, UnitVersion]:
    """Each text once, however many questions and waves it stands in."""
    return {version.pk: version for version in _versions(versions=set(version_ids))}


@prepared
def _asked(survey_round: int) -> QuerySet[RoundItem]:
    rows = RoundItem.objects.filter(round_id=survey_round).select_related("item__unit__chapter__guideline")
    of_item = (f"item__{field.attname}" for field in SurveyItem._meta.concrete_fields)
    shown = ("round_id", "unit_version_id", "counts", *of_item, "item__unit__code")
    return rows.only(*shown, "item__unit__chapter__guideline__slug").order_by("item__order", "pk")


@prepared
def _asked_before(survey_round: int) -> QuerySet:
    return (
        RoundItem.objects.filter(round_id=survey_round).order_by().values_list("item_id", "unit_version_id", "counts")
    )


@prepared
def _versions(versions: set[int]) -> QuerySet[UnitVersion]:
    return UnitVersion.objects.filter(pk__in=versions).select_related("grade__scheme").order_by()


@prepared
def _staff(survey_round: int) -> QuerySet[SurveyStaff]:
    return SurveyStaff.objects.filter(round_id=survey_round).order_by("profession")


def _lines(survey_round: SurveyRound, former: SurveyRound | None, quarters: dict[int, BestQuarter]) -> list[Line]:
    rows = _asked(survey_round=survey_round.pk)
    asked_before = _asked_before(survey_round=former.pk if former else 0)
    then = {item_id: (version_id, counts) for item_id, version_id, counts in asked_before}
    versions = _versions_of(
        [*(row.unit_version_id for row in rows), *(version_id for version_id, _counts in then.values())]
    )

    def before(row: RoundItem) -> Before | None:
        if former is None or row.item_id not in then:
            return None
        version_id, counts = then[row.item_id]
        return _before(former.number, counts, versions[version_id], versions[row.unit_version_id])

    reviews = reviews_of(survey_round)
    return [
        Line(
            item=row.item,
            version=versions[row.unit_version_id],
            count=count_of(row),
            before=before(row),
            best=_that_says_something(quarters.get(row.item_id), row.item),
            review=reviews.get(row.item_id),
        )
        for row in rows
    ]


def _before(number: int, counts: Mapping[str, Any], then: UnitVersion, now: UnitVersion) -> Before:
    is_changed = is_another_text(then, now)
    found = differences(as_texts(then), as_texts(now)) if is_changed else []
    told = reached_in(counts)
    return Before(number, told, counts["sheets"], then, found, is_changed)


def _best_quarters(survey_round: SurveyRound) -> dict[int, BestQuarter]:
    found = {}
    for item_id, wards in comparable_rounds(survey_round).items():
        if (quarter := best_quarter(reached.low_percent for reached in wards)) is not None:
            found[item_id] = quarter
    return found


def _that_says_something(quarter: BestQuarter | None, item: SurveyItem) -> BestQuarter | None:
    """«At least none» says nothing. Of what has no target more is not better: the greatest need would be shown as best."""
    return quarter if quarter and quarter.share and item.has_target else None
