"""Region by region and year by year: how many lack a course there, beside the seats of the plan. Small numbers are not told."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fagvei.courses.queries.demand import FEWEST_SHOWN, Demand
from fagvei.courses.rules.small_numbers import hidden_cells


@dataclass(frozen=True)
class RegionNeed:
    """`wanted` is None where the number is not told: `is_few` when it is below five, else a number beside would give one away.

    `seats` is None where the plan has a run there of which nobody has said how many it takes.
    """

    year: int
    wanted: int | None
    is_few: bool
    seats: int | None

    @property
    def is_empty(self) -> bool:
        return self.wanted == 0 and self.seats == 0

    @property
    def is_short(self) -> bool:
        return self.wanted is not None and self.seats is not None and self.wanted > self.seats


def needs_by_region(
    demand: Demand, marks: Iterable[Any], years: list[int], regions: list[str]
) -> Iterator[tuple[str, list[RegionNeed]]]:
    """Regions where somebody lacks the course or the plan has it, in their order."""
    hidden = hidden_cells(demand.by_place, FEWEST_SHOWN)
    seats, unknown = _seats(marks)
    for region in regions:
        cells = [_need(demand, hidden, seats, unknown, region, year) for year in years]
        if demand.by_region[region] or not all(cell.is_empty for cell in cells):
            yield region, cells


def _seats(marks: Iterable[Any]) -> tuple[Counter, set[tuple[str, int]]]:
    seats: Counter = Counter()
    unknown = set()
    for mark in marks:
        where = (mark.slot.host_centre.region.name, mark.slot.year)
        if mark.counts and mark.seats:
            seats[where] += mark.seats
        elif mark.counts:
            unknown.add(where)
    return seats, unknown


def _need(demand: Demand, hidden: set, seats: Counter, unknown: set, region: str, year: int) -> RegionNeed:
    where = (region, year)
    number = demand.by_place[where]
    return RegionNeed(
        year,
        None if where in hidden else number,
        0 < number < FEWEST_SHOWN,
        None if where in unknown else seats[where],
    )
