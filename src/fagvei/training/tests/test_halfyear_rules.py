"""Half-years and the spread over them, without a database."""

import datetime as dt

import pytest

from fagvei.training.rules import halfyear as rules
from fagvei.training.rules.halfyear import HalfYear, ToPlace


@pytest.mark.parametrize(
    ("day", "key", "name"),
    [("2026-01-01", "2026-1", "vår 2026"), ("2026-06-30", "2026-1", "vår 2026"), ("2026-07-01", "2026-2", "høst 2026")],
)
def test_a_day_is_in_spring_or_autumn(day, key, name):
    half = HalfYear.of(dt.date.fromisoformat(day))
    assert (half.key, str(half), HalfYear.parse(key)) == (key, name, half)


@pytest.mark.parametrize("key", ["", "2026", "2026-3", "26-1", "2026-1x", "٢٠٢٦-1", "1900-1", "-2026-1"])
def test_what_is_no_halfyear_is_none(key):
    assert HalfYear.parse(key) is None
    assert rules.name_of(key) == ""


def test_halfyears_follow_each_other():
    assert [half.key for half in rules.following(HalfYear(2026, 2), 3)] == ["2026-2", "2027-1", "2027-2"]
    assert HalfYear(2026, 2).last_day == dt.date(2026, 12, 31)


def test_what_remains_is_counted_from_the_plan_and_never_less_than_a_halfyear():
    today = dt.date(2026, 11, 25)
    assert rules.months_left(assigned_on=today, today=today) == 60
    assert rules.months_left(assigned_on=dt.date(2024, 11, 1), today=today) == 36
    assert rules.months_left(assigned_on=dt.date(2015, 1, 1), today=today) == 6
    assert rules.months_left(assigned_on=dt.date(2026, 9, 1), today=today, of=rules.MONTHS_OF_PART_1) == 16
    assert [half.key for half in rules.remaining_halfyears(today=today, months_left=13)] == [
        "2026-2",
        "2027-1",
        "2027-2",
    ]


def test_each_set_is_spread_evenly_in_its_own_order():
    halves = rules.following(HalfYear(2026, 2), 2)
    items = [ToPlace(f"{group}-{n}", group, (n,)) for group in ("fkm", "rus") for n in range(4)]
    placed = rules.spread(reversed(items), halves)
    assert [placed[f"{group}-{n}"].key for group in ("fkm", "rus") for n in range(4)] == [
        "2026-2", "2026-2", "2027-1", "2027-1",
    ] * 2  # fmt: skip


def test_part_1_comes_first_however_many_goals_it_has():
    halves = rules.following(HalfYear(2026, 2), 4)
    placed = rules.spread([ToPlace(n, "del-1", (n,), comes_first=True) for n in range(9)], halves)
    assert {half.key for half in placed.values()} == {"2026-2"}


def test_the_spread_reaches_every_halfyear_when_there_is_enough():
    halves = rules.following(HalfYear(2026, 2), 7)
    placed = rules.spread([ToPlace(n, "rus", (n,)) for n in range(71)], halves)
    numbers = [list(placed.values()).count(half) for half in halves]
    assert min(numbers) == 10
    assert max(numbers) == 11


def test_the_first_time_needs_no_reason_but_what_is_agreed_does():
    assert not rules.needs_reason(was_placed=False, is_agreed=False)
    assert rules.needs_reason(was_placed=True, is_agreed=False)
    assert rules.needs_reason(was_placed=False, is_agreed=True)


def test_the_inbox_asks_in_the_last_two_months():
    spring = HalfYear(2027, 1)
    assert not rules.asks_for_agreement(spring, dt.date(2026, 10, 31))
    assert rules.asks_for_agreement(spring, dt.date(2026, 11, 1))
