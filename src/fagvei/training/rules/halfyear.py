"""Half-years of the individual plan: their order and names, and how a first plan is spread over them.

The spread is a proposal that people then move; nothing in it is a deadline. What it does, and why:

1. It counts the half-years that remain, from the present one on, at least one: months left of the training time by the rules of
   countable time (R1, R1b) at the present percent, or since the plan was assigned while no service is confirmed. A plan of
   part 1 has the eighteen months of part 1 (R1), one in a specialty those of part 3.
2. Each set is spread evenly on its own, so that common goals do not all come first. What of part 1 is open in a plan of a
   specialty comes in the first half-year alone, for it must be done before part 3 (R2).
3. Within a set, goals that are begun come first, then the order of the set: category, then code (the order of requirement).
4. Courses and other activities are spread the same way, in the order of the first goal that asks for them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.training.rules.base import Rule
from fagvei.training.rules.time import PART_1_HOSPITAL, PART_1_MUNICIPALITY, Account

INDIVIDUAL_PLAN = Rule(
    "P-25",
    gettext_lazy(
        "Den individuelle planen viser hvilke mål og aktiviteter som nås hvor og når, og endres med en grunn."
    ),
    "spesialistforskriften § 25 [S1][S14]; Veileder for kompetansevurdering [S16c]",
)
NEXT_HALFYEAR_AGREED = Rule(
    "P-25b",
    gettext_lazy("Lege og veileder avtaler det neste halvåret. Det som endres etterpå, må avtales på nytt."),
    "virksomhetenes utdanningsplaner; Faglige råd om veiledning [S18][S14]",
)
# Part 3 is what remains of 6.5 years when part 1 (18 months) is done [S3][S5].
MONTHS_OF_PART_3 = 60
MONTHS_OF_PART_1 = int(PART_1_HOSPITAL.months + PART_1_MUNICIPALITY.months)
MONTHS_IN_HALFYEAR = 6
MOST_HALFYEARS = 20
# Our own choice: the inbox asks for an agreement in the last two months before the half-year begins.
ASK_MONTHS_AHEAD = 2
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, order=True)
class HalfYear:
    """Spring is January to June, autumn July to December. `key` is how it is stored: "2026-1", "2026-2"."""

    year: int
    half: int

    @classmethod
    def of(cls, day: dt.date) -> "HalfYear":
        return cls(day.year, 1 if day.month <= MONTHS_IN_HALFYEAR else 2)

    @classmethod
    def parse(cls, key: str) -> "HalfYear | None":
        year, _dash, half = key.partition("-")
        if not (year.isascii() and year.isdecimal() and len(year) == 4 and half in {"1", "2"}):
            return None
        return cls(int(year), int(half)) if FIRST_YEAR <= int(year) <= LAST_YEAR else None

    @property
    def key(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def next(self) -> "HalfYear":
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last_day(self) -> dt.date:
        return self.next.first_day - dt.timedelta(days=1)

    def __str__(self) -> str:
        return (_("vår %(year)s") if self.half == 1 else _("høst %(year)s")) % {"year": self.year}


def name_of(key: str) -> str:
    """ "høst 2026" for "2026-2"; "" stays ""."""
    found = HalfYear.parse(key)
    return str(found) if found else ""


def following(first: HalfYear, number: int) -> list[HalfYear]:
    """`number` half-years in a row, `first` the first."""
    found = [first]
    while len(found) < number:
        found.append(found[-1].next)
    return found


def remaining_halfyears(*, today: dt.date, months_left: int) -> list[HalfYear]:
    """From the present half-year on; at least one, however little is left."""
    number = -(-max(1, months_left) // MONTHS_IN_HALFYEAR)
    return following(HalfYear.of(today), min(MOST_HALFYEARS, number))


def months_left(*, assigned_on: dt.date, today: dt.date, of: int = MONTHS_OF_PART_3) -> int:
    """Of the part that the plan began with. Never below one half-year: what is left must lie somewhere."""
    passed = (today.year - assigned_on.year) * 12 + today.month - assigned_on.month
    return max(MONTHS_IN_HALFYEAR, of - passed)


def months_of_part_1_by_service(found: Account, *, percent: int) -> int:
    """Calendar months until both parts of part 1 have their countable time at this percent (R1). Never below one half-year."""
    return max(MONTHS_IN_HALFYEAR, ceil(lacking_in_part_1(found) * Fraction(100, percent)))


def lacking_in_part_1(found: Account) -> Fraction:
    """Months, in hospital and municipality each for itself: more than enough in one does not help the other."""
    parts = [(PART_1_HOSPITAL, "part_1_hospital"), (PART_1_MUNICIPALITY, "part_1_municipality")]
    return sum((max(Fraction(0), rule.months - found.counted_in(part)) for rule, part in parts), Fraction(0))


def months_by_service(found: Account, *, has_part_1: bool, percent: int) -> int:
    """Calendar months until the countable time is reached at this percent. Part 1 that is confirmed counts also when its
    periods were never registered here: it was completed elsewhere or before. Never below one half-year.
    """
    left = found.remaining - (lacking_in_part_1(found) if has_part_1 else 0)
    return max(MONTHS_IN_HALFYEAR, ceil(left * Fraction(100, percent)))


@dataclass(frozen=True)
class ToPlace:
    """Something to be placed. `order` sorts within its `group`; `comes_first` puts the whole group in the first half-year."""

    key: Hashable
    group: Hashable
    order: tuple[Any, ...]
    comes_first: bool = False


def spread(items: Iterable[ToPlace], halves: Sequence[HalfYear]) -> dict[Hashable, HalfYear]:
    """Each item in one half-year: every group evenly over all of them, in its own order. Same input, same answer."""
    groups: dict[Hashable, list[ToPlace]] = defaultdict(list)
    for item in items:
        groups[item.group].append(item)
    placed: dict[Hashable, HalfYear] = {}
    for group in groups.values():
        for position, item in enumerate(sorted(group, key=lambda each: each.order)):
            placed[item.key] = halves[0] if item.comes_first else halves[position * len(halves) // len(group)]
    return placed


def needs_reason(*, was_placed: bool, is_agreed: bool) -> bool:
    """What is placed for the first time needs none, unless it changes a half-year that two people have agreed on."""
    return was_placed or is_agreed


def asks_for_agreement(next_half: HalfYear, today: dt.date) -> bool:
    """Is it time to ask? (our own choice)"""
    first = next_half.first_day
    return (first.year - today.year) * 12 + first.month - today.month <= ASK_MONTHS_AHEAD
