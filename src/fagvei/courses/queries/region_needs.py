"""Region by region and year by year: how many lack a course there, beside the seats of the plan. Small numbers are not told."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fagvei.courses.queries.demand import Demand


@dataclass(frozen=True)
class RegionNeed:
    """`wanted` is None where no number is told. `seats` is None where the plan has a run of which nobody has said how many it takes."""

    wanted: int | None
    seats: int | None

    @property
    def has_supply(self) -> bool:
        return self.seats != 0

    @property
    def is_short(self) -> bool:
        return self.wanted is not None and self.seats is not None and self.wanted > self.seats


def needs_by_region(
    demand: Demand, marks: Iterable[Any], years: list[int], regions: list[str]
) -> Iterator[tuple[str, list[RegionNeed]]]:
    """Regions of which a number is told or where the plan has the course, in their order; a cell for each year."""
    seats, unknown = _seats(marks)
    for region in regions:
        places = [(region, year) for year in years]
        cells = [RegionNeed(demand.places.get(place), None if place in unknown else seats[place]) for place in places]
        if any(cell.wanted or cell.has_supply for cell in cells):
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
