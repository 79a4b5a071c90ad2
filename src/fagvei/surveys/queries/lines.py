"""One question of a closed wave, in the words and the shapes a report shows. All numbers are those of `counts`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.common.disclosure import ItemCount
from fagvei.guideline.models import UnitVersion
from fagvei.guideline.rules.difference import Difference
from fagvei.surveys.models import SurveyItem
from fagvei.surveys.rules.areas import ATTITUDE, COMPETENCE, GUIDELINE, HINDRANCES, PRACTICE
from fagvei.surveys.rules.choice import Scored
from fagvei.surveys.rules.comparison import BestQuarter
from fagvei.surveys.rules.record_review import ReviewCounts, difference
from fagvei.surveys.rules.shares import Interval, Reached, interval

UPPER_STEPS: dict[str, str | Promise] = {
    PRACTICE: gettext_lazy("ofte eller alltid"),
    ATTITUDE: gettext_lazy("delvis eller helt enig"),
    COMPETENCE: gettext_lazy("stort behov"),
    GUIDELINE: gettext_lazy("delvis eller helt enig"),
}
HINDRANCE_WORDS = dict(HINDRANCES)
DOT = 10


def reached_of(count: ItemCount | None) -> Reached | None:
    """None where nothing may be told."""
    if count is None or count.is_hidden or not count.answered:
        return None
    return Reached(count.reached.low, count.reached.high, count.answered, is_of_all=count.is_again)


def reached_in(kept: Mapping[str, Any]) -> Reached | None:
    """The same of what was stored when the wave closed: where there are hundreds and nothing else is asked of them."""
    if kept["is_hidden"] or not kept["answered"]:
        return None
    low, high = kept["reached"]
    return Reached(low, high, kept["answered"], is_of_all=kept.get("is_again", False))


@dataclass(frozen=True)
class Before:
    """The same question in the wave before. `differences` are of the recommendation's words; with one, nothing is compared."""

    number: int
    reached: Reached | None
    sheets: int
    version: UnitVersion
    differences: list[Difference]
    is_changed: bool

    @cached_property
    def words(self) -> str:
        return reached_words(self.reached)


@dataclass(frozen=True)
class Line:
    item: SurveyItem
    version: UnitVersion
    count: ItemCount | None
    before: Before | None = None
    best: BestQuarter | None = None
    review: ReviewCounts | None = None

    @cached_property
    def reached(self) -> Reached | None:
        return reached_of(self.count)

    @property
    def is_practice(self) -> bool:
        return self.item.kind == PRACTICE

    @property
    def has_target(self) -> bool:
        return self.item.has_target

    @property
    def upper(self) -> str:
        return str(UPPER_STEPS[self.item.kind])

    @cached_property
    def words(self) -> str:
        return reached_words(self.reached)

    @property
    def told_words(self) -> str:
        """With what they answered, where anything is told of it."""
        return self.words if self.reached is None or self.reached.says_nothing else f"{self.words} {self.upper}"

    @cached_property
    def interval(self) -> Interval | None:
        reached = self.reached
        return interval(reached.low, reached.answered) if reached and reached.presentation == "interval" else None

    @property
    def interval_words(self) -> str:
        found = self.interval
        return f"{_('95 %%-intervall') % {}} {found.low}–{found.high} %" if found else ""

    @property
    def scored(self) -> Scored[int] | None:
        reached = self.reached
        if reached is None or reached.says_nothing:
            return None
        sheets = self.count.sheets if self.count else 0
        return Scored(self.item.pk, reached, self.item.target, self.item.order, sheets, self.aside)

    @cached_property
    def aside(self) -> int | None:
        """How many answered without a step; None when that may not be told."""
        count = self.count
        return count.sheets - count.answered if count and count.is_answered_exact else None

    @property
    def aside_words(self) -> str:
        """Empty where it may not be told: that is said once, above all lines."""
        count = self.count
        if count is None or self.aside is None:
            return ""
        if not count.suppressed:
            numbers = {"unknown": count.unknown, "not_applicable": count.not_applicable, "sheets": count.sheets}
            return _("%(unknown)d vet ikke, %(not_applicable)d mener det ikke gjelder dem, av %(sheets)d") % numbers
        return _("%(aside)d av %(sheets)d svarte «vet ikke» eller «gjelder ikke oss»") % {
            "aside": self.aside,
            "sheets": count.sheets,
        }

    @cached_property
    def target_words(self) -> str:
        scored = self.scored
        if scored is None or not self.has_target:
            return ""
        if scored.gap > 0:
            return _("%(least)s%(points)d prosentpoeng under målet") % self._points(scored.gap)
        if scored.surplus == 0:
            return _("minst på målet") if not scored.reached.is_exact else _("på målet")
        if scored.surplus > 0:
            return _("%(least)s%(points)d prosentpoeng over målet") % self._points(scored.surplus)
        return _("kan ha nådd målet, tallene sier det ikke sikkert")

    def _points(self, points: int) -> dict[str, Any]:
        reached = self.reached
        return {"points": points, "least": "" if reached is None or reached.is_exact else _("minst ")}

    @property
    def hindrances(self) -> list[tuple[str, int]]:
        """(code, how many) where that may be told, the most first."""
        found = self.count.hindrances.items() if self.count else ()
        return sorted(found, key=lambda each: (-each[1], each[0]))

    @property
    def hindrance_words(self) -> str:
        """The most named first, without numbers. Empty where none may be told."""
        return "; ".join(str(HINDRANCE_WORDS[code]) for code, _number in self.hindrances)

    @property
    def change_words(self) -> str:
        """Against the wave before, where the words are the same; of two spans, whether they lie apart.

        Where one of them is of all who handed in a sheet, both are held against each other so, and in points only where the
        shares are those that are shown.
        """
        before, now, count = self.before, self.reached, self.count
        if before is None or before.is_changed or before.reached is None or now is None or count is None:
            return ""
        then = before.reached
        if now.is_of_all != then.is_of_all:
            now, then = now.of_sheets(count.sheets), then.of_sheets(before.sheets)
        if now.is_exact and then.is_exact and then.answered == before.reached.answered:
            points = now.low_percent - then.low_percent
            return _("%(points)+d prosentpoeng siden måling %(number)d") % {"points": points, "number": before.number}
        if now.low_percent > then.high_percent:
            return _("flere enn i måling %(number)d") % {"number": before.number}
        if now.high_percent < then.low_percent:
            return _("færre enn i måling %(number)d") % {"number": before.number}
        return _("endringen kan ikke vises uten å si noe om få")

    @property
    def review_words(self) -> str:
        points = self.review_difference
        if points is None:
            return ""
        if points == 0:
            return _("Selvvurderingen sier det samme.")
        numbers = {"points": abs(points)}
        if points > 0:
            return _("Selvvurderingen ligger %(points)d prosentpoeng over journalene.") % numbers
        return _("Selvvurderingen ligger %(points)d prosentpoeng under journalene.") % numbers

    @property
    def review_difference(self) -> int | None:
        """Percentage points the self-rating lies above the records, where both are known exactly."""
        reached = self.reached
        own = reached.low_percent if reached and reached.is_exact else None
        return difference(own, self.review.met_percent if self.review else None)

    # --- The picture: whole numbers, so that no language writes a comma into it ---

    @property
    def picture(self) -> str:
        reached = self.reached
        return "hidden" if reached is None else reached.presentation

    @property
    def dots(self) -> list[tuple[int, bool]]:
        """(x, filled) of one dot for each who answered."""
        reached = self.reached
        if reached is None:
            return []
        return [(DOT * place + DOT // 2, place < reached.low) for place in range(reached.answered)]

    @property
    def width(self) -> int:
        """Of the picture: ten for each dot, else a hundred."""
        reached = self.reached
        return DOT * reached.answered if reached and reached.presentation == "dots" else 100

    @property
    def target_at(self) -> int:
        return self.width * self.item.target // 100

    @property
    def best_words(self) -> str:
        """In a table: of what has no target no quarter is best."""
        if self.best is None:
            return _("vises ikke") if self.has_target else "–"
        return f"{self.best.share} %"

    @property
    def best_at(self) -> int:
        return self.width * self.best.share // 100 if self.best else 0

    @property
    def bar_from(self) -> int:
        reached = self.reached
        return reached.low_percent if reached and not reached.is_exact else 0

    @property
    def bar_width(self) -> int:
        reached = self.reached
        return reached.high_percent - self.bar_from if reached else 0

    @property
    def aside_width(self) -> int:
        count = self.count
        return 100 * self.aside // count.sheets if count and self.aside and count.sheets else 0


def reached_words(reached: Reached | None) -> str:
    if reached is None:
        return _("vises ikke")
    if reached.says_nothing:
        return _("kan ikke vises uten å si noe om få")
    numbers = {
        "low": reached.low,
        "high": reached.high,
        "answered": reached.answered,
        "percent": reached.low_percent,
    }
    if not reached.is_exact:
        if reached.low == 0:
            return _("høyst %(high)d av %(answered)d") % numbers
        if reached.high == reached.answered:
            return _("minst %(low)d av %(answered)d") % numbers
        return _("%(low)d til %(high)d av %(answered)d") % numbers
    if reached.presentation == "interval":
        return _("%(percent)d %% (%(low)d av %(answered)d)") % numbers
    return _("%(low)d av %(answered)d") % numbers
