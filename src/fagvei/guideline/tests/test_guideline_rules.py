"""Rules without a database: review dates at their edges, coverage, checks that are old."""

import datetime as dt

import pytest

from fagvei.guideline.rules.coverage import Coverage, counts_as_read
from fagvei.guideline.rules.review import is_past, is_stale, review_due_on

UPDATED = dt.date(2016, 5, 13)


def test_a_text_is_due_five_years_after_it_was_updated():
    assert review_due_on(UPDATED) == dt.date(2021, 5, 13)


def test_its_own_date_comes_first_and_nothing_is_guessed_without_a_date():
    assert review_due_on(UPDATED, dt.date(2030, 1, 1)) == dt.date(2030, 1, 1)
    assert review_due_on(None) is None


def test_a_leap_day_falls_on_the_last_of_february():
    assert review_due_on(dt.date(2016, 2, 29)) == dt.date(2021, 2, 28)


@pytest.mark.parametrize(("days", "past"), [(-1, False), (0, False), (1, True)])
def test_the_due_date_itself_is_still_in_time(days, past):
    due = dt.date(2021, 5, 13)
    assert is_past(due, due + dt.timedelta(days=days)) is past


def test_without_a_due_date_nothing_is_past():
    assert not is_past(None, dt.date(2099, 1, 1))


@pytest.mark.parametrize(("day", "stale"), [(dt.date(2027, 11, 22), False), (dt.date(2027, 11, 23), True)])
def test_a_check_is_old_after_a_year(day, stale):
    assert is_stale(dt.date(2026, 11, 22), day) is stale


@pytest.mark.parametrize(
    ("kind", "graded", "first_hand", "counts"),
    [
        ("recommendation", True, True, True),
        ("recommendation", False, True, False),
        ("recommendation", True, False, False),
        ("explanation", True, True, False),
    ],
)
def test_only_graded_recommendations_read_first_hand_count(kind, graded, first_hand, counts):
    assert counts_as_read(kind, graded, first_hand) is counts


def test_coverage_is_rounded_down_and_unknown_without_a_total():
    assert Coverage(18, 92).percent == 19
    assert Coverage(91, 92).percent == 98
    assert Coverage(18, None).percent is None
