"""One question across the waves of a survey: points in order, the target, and the two Anhøj rules from ten points on.

Where the recommendation changed, the line breaks and a new one begins: the rules then see only what came after. A wave of
which only a span may be told is drawn as that span: it has no height, so no line goes through it. The rules ask only for the
side of the median, which a span has where it lies beyond all that the median can be (`rules.run_chart`). All waves are
counted of all who handed in a sheet, for how many of them gave a step is told of few waves.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.disclosure import fewest_to_tell_again
from fagvei.guideline.models import UnitVersion
from fagvei.guideline.queries.change import is_another_text
from fagvei.surveys.models import GapSurvey, RoundItem, SurveyItem, SurveyRound, SurveyRoundEvent
from fagvei.surveys.queries.counts import count_of
from fagvei.surveys.queries.lines import UPPER_STEPS, reached_of, reached_words
from fagvei.surveys.rules.areas import PRACTICE
from fagvei.surveys.rules.run_chart import ANHOJ, FEWEST_POINTS, TOO_FEW, Between, RunSigns, sides, signs
from fagvei.surveys.rules.shares import Reached

# The picture: a field of 300 by 100 with a margin, small enough for its words to be read on a phone.
FIELD, HEIGHT, MARGIN = 300, 100, 10


@dataclass(frozen=True)
class Point:
    """One wave. `is_new_text`: the recommendation says something else than in the wave before.

    `level` is its height in percent, None where only a span is told. `is_as_before`: the span is around what an earlier
    wave told, so it may be as wide as all.
    """

    number: int
    closed_on: dt.date
    reached: Reached | None
    version: UnitVersion
    # What was asked about in the wave before; None in the first.
    version_before: UnitVersion | None
    is_as_before: bool
    level: float | None
    x: int

    @property
    def is_new_text(self) -> bool:
        return self.version_before is not None and is_another_text(self.version_before, self.version)

    @property
    def words(self) -> str:
        words = reached_words(self.reached)
        if not self.is_as_before or (self.reached and self.reached.says_nothing):
            return words
        return _("%(words)s, nær en tidligere måling") % {"words": words}

    @property
    def between(self) -> Between | None:
        """Percent, not rounded."""
        reached = self.reached
        return Between(_share(reached.low, reached), _share(reached.high, reached)) if reached else None

    @property
    def y(self) -> int:
        return _height(self.level or 0)

    @property
    def top(self) -> int:
        return _height(self.reached.high_percent) if self.reached else 0

    @property
    def bottom(self) -> int:
        return _height(self.reached.low_percent) if self.reached else 0


@dataclass(frozen=True)
class Chart:
    item: SurveyItem
    points: list[Point]

    @property
    def spans(self) -> list[Point]:
        told = (point for point in self.points if point.reached and not point.reached.says_nothing)
        return [point for point in told if point.level is None]

    @property
    def dots(self) -> list[Point]:
        return [point for point in self.points if point.level is not None]

    @property
    def segments(self) -> list[str]:
        """Each an unbroken line, as the points of an SVG polyline."""
        found: list[list[Point]] = [[]]
        for point in self.points:
            if point.is_new_text or point.level is None:
                found.append([])
            if point.level is not None:
                found[-1].append(point)
        return [" ".join(f"{point.x},{point.y}" for point in part) for part in found if len(part) > 1]

    @property
    def breaks(self) -> list[int]:
        """Where the text changed: half way between the two waves."""
        return [(one.x + two.x) // 2 for one, two in pairwise(self.points) if two.is_new_text]

    @property
    def has_target(self) -> bool:
        return self.item.kind != "competence"

    @property
    def target_y(self) -> int:
        return _height(self.item.target)

    @property
    def since_the_text(self) -> list[Point]:
        """The waves about the text in use now."""
        found: list[Point] = []
        for point in self.points:
            found = [point] if point.is_new_text else [*found, point]
        return found

    @cached_property
    def between(self) -> list[Between]:
        """Of those waves what is told; nothing of one that is hidden, which says nothing of how they answered."""
        return [known for point in self.since_the_text if (known := point.between) is not None]

    @cached_property
    def signs(self) -> RunSigns | None:
        return signs(self.between)

    @property
    def medians(self) -> list[int]:
        """One height where the median is known, two where it lies between them."""
        return sorted({_height(percent) for percent in self.signs.median}) if self.signs else []

    @property
    def left_out(self) -> str:
        """What is said of waves of which nothing is told, too few or more than the staff, beside a claim about the others."""
        missing = len(self.since_the_text) - len(self.between)
        return _("Målinger som ikke vises, og ikke er med: %(n)d.") % {"n": missing} if missing else ""

    @property
    def why_no_claim(self) -> str:
        if len(self.since_the_text) < FEWEST_POINTS:
            return str(TOO_FEW.sentence)
        if without := sides(self.between).count(None):
            return _(
                "Det sies ingenting om trend: noen målinger er bare vist som spenn, og av %(all)d målinger kan %(n)d ligge "
                "på begge sider av medianen. Hvilke det er, henger sammen med hvor lite de endret seg, så resten kan ikke "
                "bedømmes alene."
            ) % {"n": without, "all": len(self.since_the_text)}
        return _("Det sies ingenting om trend: færre enn ti målinger kan vises og ligger utenfor medianen.")

    @property
    def upper(self) -> str:
        return str(UPPER_STEPS[self.item.kind])


@dataclass(frozen=True)
class TrendPage:
    survey: GapSurvey
    charts: list[Chart]
    waves: int

    @property
    def anhoj(self):
        return ANHOJ

    @property
    def too_few(self):
        return TOO_FEW

    @property
    def fewest(self) -> int:
        """Answers, for a later wave of as many to be told at all."""
        return fewest_to_tell_again()


def trend_page(survey: GapSurvey) -> TrendPage:
    """Three questions to the database, however many waves."""
    rounds = list(survey.rounds.filter(state__in=SurveyRound.COUNTED).prefetch_related("events").order_by("number"))
    rows = RoundItem.objects.filter(round__in=rounds).select_related("item__unit__chapter__guideline", "unit_version")
    by_item: dict[SurveyItem, dict[int, RoundItem]] = {}
    for row in rows.order_by("item__order", "round__number"):
        by_item.setdefault(row.item, {})[row.round_id] = row
    charts = [Chart(item, _points(rounds, asked)) for item, asked in by_item.items()]
    charts.sort(key=lambda chart: (chart.item.kind != PRACTICE, chart.item.order))
    return TrendPage(survey, charts, len(rounds))


def _points(rounds: list[SurveyRound], asked: dict[int, RoundItem]) -> list[Point]:
    points: list[Point] = []
    step = (FIELD - 2 * MARGIN) // max(len(rounds) - 1, 1)
    for place, survey_round in enumerate(rounds):
        if (row := asked.get(survey_round.pk)) is not None:
            points.append(_point(survey_round, row, points, MARGIN + place * step))
    return points


def _point(survey_round: SurveyRound, row: RoundItem, earlier: list[Point], x: int) -> Point:
    count = count_of(row)
    told, before = reached_of(count), earlier[-1] if earlier else None
    reached = told.of_sheets(count.sheets) if told else None
    return Point(
        number=survey_round.number,
        closed_on=_closed_on(survey_round),
        reached=reached,
        version=row.unit_version,
        version_before=before.version if before else None,
        is_as_before=count.is_as_before,
        level=_level(reached),
        x=x,
    )


def _level(reached: Reached | None) -> float | None:
    return _share(reached.low, reached) if reached and reached.is_exact else None


def _share(number: int, reached: Reached) -> float:
    return 100 * number / reached.answered


def _closed_on(survey_round: SurveyRound) -> dt.date:
    closed = [event.at for event in survey_round.events.all() if event.kind == SurveyRoundEvent.Kind.CLOSED]
    return closed[-1].astimezone(clock.OSLO).date() if closed else survey_round.closes_on


def _height(percent: float) -> int:
    return MARGIN + round((100 - percent) * HEIGHT / 100)
