"""How the slots of a plan follow a normal frequency. Only what has no date yet follows: what is settled stands, and so does a pause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.halfyears import AUTUMN, SPRING

LONGEST_PATTERN, MOST_IN_A_YEAR = 12, 9
UNDATED_FOLLOWS = Rule(
    "own-frequency",
    _("Plasser uten dato følger mønsteret. Det som har dato, er kunngjort, holdt eller på pause, står."),
    "Vår regel: kilden sier at planen viser normalfrekvensen, og oppdateres når tid og sted er fastsatt",
)

When = tuple[int, int]


@dataclass
class Following:
    """Which planned slots go out, which go to another half-year, and where new ones come."""

    out: list[int] = field(default_factory=list)
    moved: dict[int, When] = field(default_factory=dict)
    new: list[When] = field(default_factory=list)


def follow(
    wanted: Mapping[int, int],
    *,
    half: int | None,
    is_at_least: bool,
    planned: Iterable[tuple[int, int, int]],
    settled: Iterable[When],
    now: When,
) -> Following:
    """`wanted`: runs in each year. `planned`: (key, year, half) without a date. `half` None means spring and autumn in turn."""
    found, slots, fixed = Following(), list(planned), list(settled)
    for year, number in sorted(wanted.items()):
        open_halves = [each for each in ((half,) if half else (SPRING, AUTUMN)) if (year, each) >= now]
        there = [year_half for year_half in fixed if year_half[0] == year]
        lacking = max(number - len(there), 0)
        own = sorted((h != half if half else False, h, key) for key, y, h in slots if y == year and (y, h) >= now)
        kept = own if is_at_least else own[:lacking]
        found.out += [key for _wrong, _h, key in own[len(kept) :]]
        taken = [h for _year, h in there]
        for is_wrong, where, key in kept:
            to = half if is_wrong and half in open_halves else where
            if to != where:
                found.moved[key] = (year, to)
            taken.append(to)
        for _number in range(lacking - len(kept)):
            if open_halves:
                chosen = min(open_halves, key=lambda each: (taken.count(each), each))
                taken.append(chosen)
                found.new.append((year, chosen))
    return found
