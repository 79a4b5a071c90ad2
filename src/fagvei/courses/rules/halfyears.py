"""Half-years of the course plan. Spring is January to June, autumn July to December, as doctors plan too."""

import datetime as dt

SPRING, AUTUMN = 1, 2
HALVES = (SPRING, AUTUMN)
MONTHS_IN_HALF = 6
YEARS_IN_PLAN = 6


def half_of(day: dt.date) -> tuple[int, int]:
    return day.year, SPRING if day.month <= MONTHS_IN_HALF else AUTUMN


def lies_in(day: dt.date, year: int, half: int) -> bool:
    return half_of(day) == (year, half)


def plan_years(today: dt.date) -> list[int]:
    """Six years: the present one and the five that follow [S1]."""
    return list(range(today.year, today.year + YEARS_IN_PLAN))


def pattern_years(pattern: list[int], first_year: int, years: list[int]) -> dict[int, int]:
    """How many runs a pattern of years asks for in each of the years: [1, 1, 0] from 2027 is 2027, 2028, 2030 …"""
    if not pattern:
        return {}
    return {year: pattern[(year - first_year) % len(pattern)] for year in years if year >= first_year}
