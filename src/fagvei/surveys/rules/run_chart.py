"""A run chart's two Anhøj rules, from ten points on. Before that a chart shows dots and the target and claims nothing.

The limits are those of Anhøj and Olesen: a run is unusually long when it is longer than log2(n) + 3 rounded to the
nearest whole number; crossings are unusually few below the lower 5 per cent quantile of a binomial distribution of n - 1
draws with probability one half. n counts useful points: those that lie on the median say nothing about a side.

The rules ask only on which side of the median a point lies. Of a wave that is told as a span the side is known where all of
the span lies beyond everything the median can be. Nothing is claimed of a series where one wave has no side: which waves are
told as wide spans depends on how much they changed, and a series chosen by change says nothing about chance.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule

FEWEST_POINTS = 10

ANHOJ = Rule(
    "anhoj",
    _(
        "Et skifte er uvanlig når den lengste rekken på én side av medianen er lengre enn grensen, eller når linjen "
        "krysser medianen færre ganger enn grensen."
    ),
    _("Anhøj og Olesen 2014, PLoS One 9: e113825; Anhøj og Wentzel-Larsen 2020, PLoS One 15: e0233920."),
)
TOO_FEW = Rule(
    "too_few_points",
    _("For få målinger til å si noe om trend."),
    _("Reglene er regnet ut fra ti punkter. Under det viser vi bare punktene og målet."),
)


class Between(NamedTuple):
    """What is known of a point; the same number twice where it is known itself."""

    low: float
    high: float


@dataclass(frozen=True)
class RunSigns:
    """`useful` points off the median. A signal is one of the two rules broken; the limits are what it was held against."""

    median: Between
    useful: int
    longest_run: int
    longest_run_limit: int
    crossings: int
    crossings_limit: int

    @property
    def run_is_long(self) -> bool:
        return self.longest_run > self.longest_run_limit

    @property
    def crossings_are_few(self) -> bool:
        return self.crossings < self.crossings_limit

    @property
    def is_signal(self) -> bool:
        return self.run_is_long or self.crossings_are_few


def longest_run_limit(useful: int) -> int:
    """A longer run than this is unusual among so many useful points. ValueError below ten."""
    _check(useful)
    return round(math.log2(useful) + 3)


def crossings_limit(useful: int) -> int:
    """Fewer crossings than this are unusual among so many useful points. ValueError below ten."""
    _check(useful)
    draws, below = useful - 1, 0
    for crossings in range(useful):
        below += math.comb(draws, crossings)
        # The smallest number with at least 5 per cent at or below it, in whole numbers, so that no edge is lost.
        if below * 20 >= 2**draws:
            return crossings
    raise AssertionError("all of the distribution lies at or below its largest value")


def median_of(points: Sequence[Between]) -> Between:
    """Whatever the points are, their median lies between the median of the lowest and that of the highest they can be."""
    return Between(statistics.median(each.low for each in points), statistics.median(each.high for each in points))


def sides(points: Sequence[Between]) -> list[int | None]:
    """Of each point: above the median (1), below it (-1), on it (0), or None where that is not known."""
    if not points:
        return []
    median = median_of(points)
    return [_side(point, median) for point in points]


def _side(point: Between, median: Between) -> int | None:
    if point.low > median.high:
        return 1
    if point.high < median.low:
        return -1
    return 0 if point == median and point.low == point.high else None


def signs(points: Sequence[Between]) -> RunSigns | None:
    """`points` in order of time, in one unit. None while fewer than ten of them lie off the median, or one has no side."""
    placed = sides(points)
    useful = [side > 0 for side in placed if side]
    if None in placed or len(useful) < FEWEST_POINTS:
        return None
    runs = [len(list(run)) for _side, run in groupby(useful)]
    return RunSigns(
        median=median_of(points),
        useful=len(useful),
        longest_run=max(runs),
        longest_run_limit=longest_run_limit(len(useful)),
        crossings=len(runs) - 1,
        crossings_limit=crossings_limit(len(useful)),
    )


def _check(useful: int) -> None:
    if useful < FEWEST_POINTS:
        raise ValueError(f"{useful} points are too few for the rules")
