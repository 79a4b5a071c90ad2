"""The forecast: a day when the pace is known, and a word for why there is none."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fagvei.training import rules
from fagvei.training.rules import Done

TODAY = dt.date(2026, 11, 25)


def days_ago(*pairs):
    return [Done(TODAY - dt.timedelta(days=days), times) for days, times in pairs]


def forecast(done, required=20):
    return rules.forecast(done, required=required, today=TODAY)


def test_the_pace_of_the_last_twelve_months_is_carried_on():
    # 12 in a year, and before that something that says the year was whole: one a month, so eight more months.
    done = days_ago(*((30 * month, 1) for month in range(12)), (400, 0))
    assert forecast(done) == rules.Forecast("on", TODAY + dt.timedelta(days=244))


def test_a_shorter_time_is_counted_from_the_first():
    # 6 in 60 days, 14 left: 140 days.
    assert forecast(days_ago((60, 2), (40, 2), (1, 2))) == rules.Forecast("on", TODAY + dt.timedelta(days=140))


def test_what_was_done_long_ago_counts_but_sets_no_pace():
    assert forecast(days_ago((900, 10), (800, 5), (20, 1))).kind == "too_few"
    assert forecast(days_ago((900, 15), (300, 1), (200, 1), (20, 1))).on == TODAY + dt.timedelta(days=244)


@pytest.mark.parametrize(
    ("done", "required", "kind"),
    [
        ([], 20, "too_few"),
        (days_ago((90, 5), (5, 5)), 20, "too_few"),
        (days_ago((30, 1), (20, 1), (10, 1)), 20, "too_few"),
        (days_ago((90, 20)), 20, "reached"),
        (days_ago((90, 1), (50, 1), (5, 1)), None, "no_target"),
        (days_ago((360, 1), (200, 1), (5, 1)), 9_999, "far"),
        (days_ago((-3, 20)), 20, "too_few"),
    ],
)
def test_without_a_day_there_is_a_reason(done, required, kind):
    assert forecast(done, required) == rules.Forecast(kind)


entries = some.lists(some.tuples(some.integers(0, 1_500), some.integers(1, 9)), max_size=12)


@given(entries, some.integers(1, 60), some.integers(1, 20))
def test_a_higher_number_is_never_reached_earlier(pairs, required, more):
    first, later = forecast(days_ago(*pairs), required), forecast(days_ago(*pairs), required + more)
    if later.kind == "on":
        assert first.kind == "reached" or (first.on is not None and first.on <= later.on)


@given(entries, some.integers(1, 60), some.integers(1, 9))
def test_one_more_today_never_moves_the_day_away(pairs, required, times):
    before, after = forecast(days_ago(*pairs), required), forecast(days_ago(*pairs, (0, times)), required)
    if before.kind in {"on", "reached"}:
        assert after.kind == "reached" or (after.on is not None and after.on <= before.on)


def test_the_rule_says_its_window_and_what_it_assumes():
    sentence = str(rules.PRESENT_PACE.sentence)
    assert "samme tempo" in sentence
    assert "tolv månedene" in sentence
    assert "minst tre registreringer" in sentence
    assert rules.PRESENT_PACE.source == "Fagveis eget valg, ikke et krav"
