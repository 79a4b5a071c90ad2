"""The course fee: a table by number of course days, dated (R22)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from fagvei.courses.rules.base import Rule

FEE_BY_TABLE = Rule(
    "R22",
    _(
        "Kursavgiften følger av antall kursdager og satsene som gjelder. Kilden sier ikke om kunngjøringen eller "
        "kursstarten avgjør, så begge vises når de er ulike."
    ),
    "RegUt-enes felles kursavgifter, regulert hver 1. juli",
)


ADJUSTED_IN = 7


class Rate(Protocol):
    days: int
    kroner: int
    valid_from_on: dt.date


@dataclass(frozen=True)
class Fee:
    """What the table says on the two days that may decide. None where it says nothing."""

    on_announcement: int | None
    on_start: int | None

    @property
    def differ(self) -> bool:
        return self.on_announcement != self.on_start

    @property
    def choices(self) -> list[int]:
        return sorted({kroner for kroner in (self.on_announcement, self.on_start) if kroner is not None})


def adjusted_on(today: dt.date) -> dt.date:
    """The latest first of July: that day the rates are adjusted each year."""
    this_year = dt.date(today.year, ADJUSTED_IN, 1)
    return this_year if this_year <= today else dt.date(today.year - 1, ADJUSTED_IN, 1)


def fee_for(rates: Iterable[Rate], *, days: int, announced_on: dt.date, starts_on: dt.date) -> Fee:
    of_length = sorted((rate for rate in rates if rate.days == days), key=lambda rate: rate.valid_from_on)
    return Fee(_held_on(of_length, announced_on), _held_on(of_length, starts_on))


def fee_after_move(kroner: int | None, before: Fee, after: Fee) -> int | None:
    """What a settled fee becomes on other days: the same while the table has it, else by the day that decided until now."""
    if kroner is None or kroner in after.choices:
        return kroner
    return after.on_announcement if kroner == before.on_announcement else after.on_start


def _held_on(rates: list[Rate], day: dt.date) -> int | None:
    held = [rate.kroner for rate in rates if rate.valid_from_on <= day]
    return held[-1] if held else None
