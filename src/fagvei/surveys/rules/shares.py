"""How a share of answers is told: as a whole percent, as dots, or with the room it may be wrong in.

A share is how many of those who answered an item said «often» or «always». Those who do not know, and those whom the
item does not concern, are no part of it: they have bars of their own.
"""

import math
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext_lazy as _

from fagvei.common.disclosure import K
from fagvei.surveys.rules.named import Rule

# Below this many answers each answer is drawn as a dot, from it on the share has an interval.
INTERVAL_FROM = 20
# The 97.5th percentile of the normal distribution: an interval of 95 per cent.
Z = 1.959963984540054

SMALL_NUMBERS = Rule(
    "small_numbers",
    _("Med færre enn 20 svar vises hvert svar som en prikk. Fra 20 svar vises andelen med usikkerhet."),
    _("Vårt valg, etter rådet om prikker eller Wilson-intervall for små tall og ingen desimaler under 20 svar."),
)
WILSON = Rule(
    "wilson",
    _("Usikkerheten er et 95 %-intervall etter Wilsons metode."),
    _("Wilson 1927; Newcombe 1998, Statistics in Medicine 17: 857–872."),
)

Presentation = Literal["hidden", "span", "dots", "interval"]


@dataclass(frozen=True)
class Reached:
    """How many of `answered` said one of the two upper steps: a number, or only that it lies from `low` to `high`.

    `is_of_all`: `answered` are all who handed in a sheet, and how many of them gave a step at all is not told.
    """

    low: int
    high: int
    answered: int
    is_of_all: bool = field(default=False, compare=False)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def low_percent(self) -> int:
        return percent(self.low, self.answered)

    @property
    def high_percent(self) -> int:
        return percent(self.high, self.answered)

    @property
    def most_percent(self) -> int:
        """The highest share of those with a step: where it is not told how many they are, no one else may have one."""
        return 100 if self.is_of_all else self.high_percent

    def of_sheets(self, sheets: int) -> "Reached":
        """Of all who handed in a sheet: that is told of every wave, so it is what two waves are held against each other by."""
        return Reached(self.low, self.high, sheets)

    @property
    def middle(self) -> float:
        """Percent; to put results in order when one is a span. It is never shown, drawn or counted with."""
        return 50 * (self.low + self.high) / self.answered

    @property
    def says_nothing(self) -> bool:
        """From none to all: an earlier wave of about the same people leaves nothing more to tell."""
        return self.low == 0 and self.high == self.answered

    @property
    def presentation(self) -> Presentation:
        if self.says_nothing:
            return "hidden"
        return presentation(self.answered) if self.is_exact else "span"


@dataclass(frozen=True)
class Interval:
    """In whole percent, 0 to 100. Rounded outwards, so that it never looks surer than it is."""

    low: int
    high: int


def percent(part: int, whole: int) -> int:
    """Whole percent, halves up. ValueError when there is nothing to be a part of, or the part is no part."""
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share")
    return (200 * part + whole) // (2 * whole)


def surely_at_most(sheets: int, k: int = K) -> int | None:
    """The highest percent that so many sheets can be shown to reach: of all but fewer than `k` it is not told who they are.

    None where they are too few for anything to be told of them.
    """
    return percent(sheets - k + 1, sheets) if sheets >= 2 * k else None


def fewest_to_reach(target: int, k: int = K) -> int:
    """So many sheets it takes for a target in whole percent below a hundred to be shown as reached."""
    return next(sheets for sheets in range(2 * k, 100 * k * k) if (surely_at_most(sheets, k) or 0) >= target)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The limits of Wilson's interval without continuity correction, 0 to 1. ValueError as `percent`."""
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share")
    share, square = part / whole, Z * Z
    centre = share + square / (2 * whole)
    reach = Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    low, high = (centre - reach) / (1 + square / whole), (centre + reach) / (1 + square / whole)
    # None and all are the limits themselves, whatever the last bit of the arithmetic says.
    return (0.0 if part == 0 else low), (1.0 if part == whole else high)


def interval(part: int, whole: int) -> Interval:
    low, high = wilson(part, whole)
    return Interval(math.floor(low * 100), math.ceil(high * 100))


def presentation(answered: int) -> Presentation:
    """How a number of answers is best shown; whether it is shown at all, the counts have decided."""
    return "dots" if answered < INTERVAL_FROM else "interval"
