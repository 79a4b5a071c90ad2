"""The time that counts: known answers, and what must hold for any service (R1, R1b, R2)."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagvei.training.rules import time
from fagvei.training.rules.time import Away, Period, account, line_of, months_between

ON = dt.date(2026, 11, 25)


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def period(starts="2024-03-01", ends="2025-02-28", percent=100, part="part_3", **fields) -> Period:
    absences = tuple(Away(kind, d(first), d(last), *more) for kind, first, last, *more in fields.pop("away", ()))
    return Period("p", part, percent, d(starts), d(ends) if ends else None, absences=absences, **fields)


@pytest.mark.parametrize(
    ("starts", "ends", "months"),
    [
        ("2024-03-01", "2025-02-28", 12),
        ("2023-02-15", "2024-02-14", 12),
        ("2024-02-29", "2025-02-27", 12),
        ("2024-01-31", "2024-02-28", 1),
        ("2024-09-01", "2025-08-31", 12),
        ("2024-03-01", "2024-03-01", Fraction(1, 31)),
        ("2024-04-01", "2024-04-15", Fraction(1, 2)),
    ],
)
def test_days_become_months(starts, ends, months):
    assert months_between(d(starts), d(ends)) == months


def test_part_time_counts_in_proportion():
    assert line_of(period(percent=80), ON).counted == Fraction(96, 10)


def test_a_period_counts_until_the_day_asked_about():
    assert line_of(period("2026-03-01", None), d("2026-05-31")).counted == 3
    assert line_of(period("2026-03-01", "2027-02-28"), d("2026-05-31")).counted == 3
    not_begun = line_of(period("2027-03-01", None), ON)
    assert (not_begun.counted, not_begun.why_not) == (0, "not_begun")


@pytest.mark.parametrize(
    ("away", "counted"),
    [
        ([], 12),
        ([("sick_leave", "2024-04-01", "2024-04-30")], 12),  # one month of twelve is within ten percent
        ([("sick_leave", "2024-04-01", "2024-06-30")], 12 - (3 - Fraction(12, 10))),
        ([("leave", "2024-04-01", "2024-05-31"), ("other", "2024-06-01", "2024-06-30")], 12 - (3 - Fraction(12, 10))),
        ([("sick_leave", "2024-04-01", "2024-07-31", 50)], 12 - (2 - Fraction(12, 10))),
        ([("course", "2024-04-01", "2024-08-31")], 12),
        ([("holiday", "2024-04-01", "2024-08-31")], 12),
    ],
)
def test_absence_above_a_tenth_is_subtracted_and_courses_and_holiday_are_not(away, counted):
    assert line_of(period(away=away), ON).counted == counted


def test_holiday_is_absence_in_part_1_alone():
    away = [("holiday", "2024-04-01", "2024-05-31")]
    assert line_of(period(part="part_1_hospital", away=away), ON).counted == 12 - (2 - Fraction(12, 10))
    assert line_of(period(part="part_3", away=away), ON).counted == 12


def test_only_confirmed_periods_that_count_do():
    waiting, left_out = line_of(period(is_confirmed=False), ON), line_of(period(counts=False), ON)
    assert (waiting.counted, waiting.why_not, waiting.length) == (0, "not_confirmed", 12)
    assert (left_out.counted, left_out.why_not) == (0, "does_not_count")


def test_six_and_a_half_years_with_part_1_is_enough():
    served = [
        period("2020-03-01", "2021-02-28", part="part_1_hospital"),
        period("2021-03-01", "2021-08-31", part="part_1_municipality"),
        period("2021-09-01", "2026-08-31"),
    ]
    enough = account(served, ON)
    assert (enough.total, enough.remaining, enough.is_enough) == (78, 0, True)
    assert time.part_1_time_is_enough(enough)

    early = account(served, d("2026-05-31"))
    assert (early.total, early.remaining, early.is_enough) == (75, 3, False)
    assert not time.part_1_time_is_enough(account(served[1:], ON))


@pytest.mark.parametrize(
    ("part", "starts", "completed", "may"),
    [
        ("part_3", "2024-03-01", None, False),
        ("part_2", "2024-03-01", None, False),
        ("part_3", "2024-03-01", "2024-03-01", True),
        ("part_3", "2024-03-01", "2024-03-02", False),
        ("part_1_hospital", "2024-03-01", None, True),
        ("other", "2024-03-01", None, True),
    ],
)
def test_part_3_begins_after_part_1(part, starts, completed, may):
    assert time.may_begin(part, d(starts), completed and d(completed)) is may


def test_every_rule_of_time_names_paragraph_and_version():
    assert all(rule.paragraph.startswith("§") and str(rule.version) and "[S" in rule.source for rule in time.TIME_RULES)
    assert (time.TOTAL_TIME.months, time.ABSENCE_LIMIT.share) == (78, Fraction(1, 10))
    assert time.PART_1_HOSPITAL.months + time.PART_1_MUNICIPALITY.months == 18


# --- What holds for any service ---

DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2030, 12, 31))
SPANS = st.tuples(DAYS, st.integers(0, 4_000)).map(lambda pair: (pair[0], pair[0] + dt.timedelta(days=pair[1])))
PARTS = st.sampled_from(["part_1_hospital", "part_1_municipality", "part_2", "part_3", "other"])
KINDS = st.sampled_from(["holiday", "course", "sick_leave", "leave", "other"])


@st.composite
def periods(draw):
    first, last = draw(SPANS)
    absences = []
    for _number in range(draw(st.integers(0, 3))):
        start = draw(st.dates(first, last))
        absences.append(Away(draw(KINDS), start, draw(st.dates(start, last)), draw(st.integers(1, 100))))
    share, is_confirmed, counts = draw(st.integers(1, 100)), draw(st.booleans()), draw(st.booleans())
    return Period("p", draw(PARTS), share, first, last, is_confirmed, counts, tuple(absences))


@given(periods(), DAYS)
def test_a_period_never_counts_more_than_it_lasts(served, on):
    line = line_of(served, on)
    assert 0 <= line.counted <= line.length
    assert line.deducted == max(0, line.away - line.length / 10)


@given(periods(), DAYS)
def test_without_absence_it_counts_no_less(served, on):
    present = Period(
        "p", served.part, served.percent, served.starts_on, served.ends_on, served.is_confirmed, served.counts
    )
    assert line_of(present, on).counted >= line_of(served, on).counted


@given(SPANS, st.data())
def test_the_parts_add_up_to_the_whole(span, data):
    first, last = span
    cut = data.draw(st.dates(first, last))
    whole = account([period(str(first), str(last))], last)
    parts = [period(str(first), str(cut))]
    if cut < last:
        parts.append(period(str(cut + dt.timedelta(days=1)), str(last)))
    assert account(parts, last).total == whole.total


@given(DAYS.filter(lambda day: day.day <= 28), st.integers(1, 100))
def test_whole_months_are_whole_from_any_day(first, months):
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    assert months_between(first, dt.date(year, month + 1, first.day) - dt.timedelta(days=1)) == months


@given(SPANS, st.integers(1, 400))
def test_more_days_are_more_months(span, more):
    first, last = span
    assert months_between(first, last + dt.timedelta(days=more)) > months_between(first, last)


@given(st.lists(st.tuples(SPANS, st.integers(1, 100)), max_size=5))
def test_the_highest_percent_is_that_of_the_worst_day(held):
    shares = [(first, last, percent) for (first, last), percent in held]
    days = {day for first, last, _percent in shares for day in (first, last)}
    worst = max((sum(p for a, b, p in shares if a <= day <= b) for day in days), default=0)
    assert time.most_percent(shares) == worst


@given(SPANS, SPANS)
def test_overlap_is_the_same_both_ways_and_within_is_overlap(one, other):
    assert time.overlap(one, other) == time.overlap(other, one)
    assert not time.is_within(one, other) or time.overlap(one, other)
    assert time.overlap(one, (other[0], None)) == (one[1] >= other[0])
