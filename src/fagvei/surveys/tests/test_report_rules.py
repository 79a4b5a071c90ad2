"""The statistics of a report, held against published tables at their edges."""

import datetime as dt
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fagvei.surveys.rules.choice import Scored, choose
from fagvei.surveys.rules.comparison import BestQuarter, best_quarter
from fagvei.surveys.rules.measures import STRATEGIES
from fagvei.surveys.rules.national import Hardness, UnitShare, hardness
from fagvei.surveys.rules.record_review import ReviewCounts, difference
from fagvei.surveys.rules.remeasure import proposed_on
from fagvei.surveys.rules.response import band, has_too_many, is_representative, response_percent
from fagvei.surveys.rules.run_chart import Between, crossings_limit, longest_run_limit, sides, signs
from fagvei.surveys.rules.shares import (
    Interval,
    Reached,
    fewest_to_reach,
    interval,
    percent,
    presentation,
    surely_at_most,
    wilson,
)
from fagvei.surveys.tests.attack import told_of


# Newcombe 1998, table I: method 3, the score interval without continuity correction.
@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_published_one(part, whole, low, high):
    assert [round(limit, 4) for limit in wilson(part, whole)] == [low, high]


def test_none_and_all_are_limits_themselves_and_the_interval_is_rounded_outwards():
    assert interval(0, 20) == Interval(0, 17)
    assert interval(20, 20) == Interval(83, 100)
    assert interval(10, 20) == Interval(29, 71)


@settings(max_examples=50)
@given(st.integers(1, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_share_lies_inside_its_interval_and_the_interval_inside_the_scale(share):
    part, whole = share
    found = interval(part, whole)
    assert 0 <= found.low <= percent(part, whole) <= found.high <= 100


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
@pytest.mark.parametrize("rule", [percent, wilson, interval])
def test_what_is_no_share_is_a_programmers_mistake(rule, part, whole):
    with pytest.raises(ValueError, match="is no share"):
        rule(part, whole)


def test_halves_are_rounded_up():
    assert [percent(1, 8), percent(1, 200), percent(199, 200), percent(1, 3)] == [13, 1, 100, 33]


@pytest.mark.parametrize(("answered", "shown"), [(5, "dots"), (19, "dots"), (20, "interval"), (400, "interval")])
def test_few_answers_are_dots(answered, shown):
    assert presentation(answered) == shown


# --- Response ---


@pytest.mark.parametrize(
    ("sheets", "staff", "representative"),
    [(5, 10, True), (4, 10, False), (10, 21, False), (11, 21, True), (10, 10, True), (11, 10, False), (5, 0, False)],
)
def test_half_of_the_staff_makes_a_wave_representative(sheets, staff, representative):
    assert is_representative(sheets, staff) is representative


def test_a_rate_that_rounds_up_to_fifty_is_not_half():
    assert response_percent(99, 199) == 50
    assert not is_representative(99, 199)
    assert band(99, 199) == "færre enn 50 prosent"


def test_the_band_says_no_more_than_it_must():
    assert [str(band(sheets, 20)) for sheets in (9, 10, 12, 13, 15, 16, 20)] == [
        "færre enn 50 prosent",
        "50–64 prosent",
        "50–64 prosent",
        "65–79 prosent",
        "65–79 prosent",
        "minst 80 prosent",
        "minst 80 prosent",
    ]
    assert (band(9, 0), response_percent(9, 0)) == ("", None)


def test_more_sheets_than_staff_are_no_rate_and_not_representative():
    assert [has_too_many(sheets, 20) for sheets in (20, 21)] == [False, True]
    assert (band(21, 20), response_percent(25, 20), is_representative(21, 20)) == ("", 100, False)


# --- What is said first ---


def scored(key: str, share: int, *, target: int = 80, aside: int | None = None, position: int = 0) -> Scored:
    """`share` of a hundred people."""
    return Scored(key, Reached(share, share, 100), target, position, sheets=100 + (aside or 0), aside=aside)


def span(key: str, low: int, high: int, *, target: int = 80) -> Scored:
    return Scored(key, Reached(low, high, 100), target, position=0)


def keys(items) -> str:
    return "".join(item.key for item in items)


def test_strengths_are_furthest_above_the_target_and_gaps_furthest_below():
    choice = choose(
        [scored(key, share) for key, share in zip("abcdefgh", (10, 95, 70, 80, 100, 50, 90, 79), strict=True)]
    )
    assert (keys(choice.strengths), keys(choice.gaps)) == ("ebg", "afc")
    assert (choice.question.kind, choice.question.about.key) == ("gap", "a")


def test_it_is_the_target_that_counts_and_not_the_mean():
    """The lowest of all is a strength when it is where the unit wanted to be."""
    choice = choose([scored("a", 40, target=30), scored("b", 85, target=100)])
    assert (keys(choice.strengths), keys(choice.gaps)) == ("a", "b")


def test_what_is_at_its_target_is_no_gap():
    choice = choose([scored("a", 80)])
    assert (keys(choice.strengths), keys(choice.gaps), choice.question.kind) == ("a", "", "strength")


def test_ties_keep_the_order_of_the_survey():
    choice = choose([scored(key, 50, position=position) for position, key in ((3, "c"), (1, "a"), (2, "b"), (4, "d"))])
    assert keys(choice.gaps) == "abc"


@pytest.mark.parametrize(("aside", "kind"), [(33, "unknown"), (32, "gap"), (None, "gap")])
def test_from_a_quarter_on_not_knowing_is_the_question(aside, kind):
    """33 of 133 are 25 per cent, 32 of 132 are 24."""
    choice = choose([scored("a", 10), scored("b", 90, aside=aside)])
    assert (choice.question.kind, choice.question.about.key) == (kind, "b" if kind == "unknown" else "a")


def test_a_span_is_held_against_the_target_by_its_nearest_end():
    at_most, at_least, either = span("a", 0, 30), span("b", 85, 100), span("c", 67, 100)
    choice = choose([either, at_most, at_least])
    assert (keys(choice.strengths), keys(choice.gaps)) == ("b", "a")
    assert [each.may_be_reached for each in (at_most, at_least, either)] == [False, False, True]
    assert (at_most.gap, at_least.surplus, either.gap, either.surplus) == (50, 5, -20, -13)


def test_what_is_not_sure_is_no_gap_and_gives_no_question_of_how_it_was_done():
    choice = choose([span("c", 67, 100)])
    assert (keys(choice.strengths), choice.gaps, choice.question) == ("c", [], None)


def test_what_may_have_reached_the_target_is_a_strength_only_where_nothing_surely_has():
    perhaps = [span("c", 67, 100), span("d", 75, 100)]
    assert keys(choose(perhaps).strengths) == "dc"
    assert keys(choose([*perhaps, scored("a", 90)]).strengths) == "a"


def test_what_may_be_half_or_less_or_is_surely_not_all_is_no_strength():
    assert choose([span("a", 50, 100), span("b", 60, 90), span("c", 0, 100)]).strengths == []


def test_so_many_can_be_shown_to_reach_so_much():
    assert [surely_at_most(sheets) for sheets in (9, 10, 12, 19, 20, 40)] == [None, 60, 67, 79, 80, 90]
    assert [fewest_to_reach(target) for target in (50, 80, 90)] == [10, 20, 39]
    for sheets in (10, 12, 19, 20, 30):
        told = (told_of(upper, sheets - upper, 0).reached for upper in range(sheets + 1))
        assert max(percent(each.low, sheets) for each in told) == surely_at_most(sheets)


def test_a_span_has_no_dots_and_no_interval():
    assert [Reached(8, 12, 12).presentation, Reached(6, 6, 12).presentation, Reached(9, 9, 24).presentation] == [
        "span",
        "dots",
        "interval",
    ]
    assert (Reached(8, 12, 12).low_percent, Reached(8, 12, 12).high_percent, Reached(0, 4, 12).middle) == (
        67,
        100,
        50 / 3,
    )


def test_with_nothing_to_show_there_is_no_question():
    assert choose([]).question is None


# --- Comparison ---


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([90, 80, 70], None),
        ([90, 80, 70, 60], BestQuarter(90, 4)),
        ([10, 20, 30, 40, 50, 60, 70], BestQuarter(70, 7)),
        ([10, 20, 30, 40, 50, 60, 70, 80], BestQuarter(70, 8)),
    ],
)
def test_the_best_quarter_needs_four_units(shares, expected):
    assert best_quarter(shares) == expected


def test_the_country_is_shown_from_five_units():
    units = [UnitShare(Reached(5, 5, 10), target) for target in (40, 50, 51, 60, 90)]
    assert hardness(units[:4]) is None
    assert hardness(units) == Hardness(units=5, below=3, reached=Reached(25, 25, 50))


def test_a_unit_that_may_have_reached_its_target_is_not_counted_as_below():
    units = [UnitShare(Reached(8, 12, 12), 80), *[UnitShare(Reached(0, 4, 12), 80)] * 4]
    assert hardness(units) == Hardness(units=5, below=4, reached=Reached(8, 28, 60))


# --- Run charts ---

# Anhøj's table of limits: useful points, longest run, crossings.
LIMITS = [
    (10, 6, 2), (11, 6, 2), (12, 7, 3), (13, 7, 3), (14, 7, 4), (16, 7, 4), (17, 7, 5), (18, 7, 5), (19, 7, 6),
    (20, 7, 6), (21, 7, 6), (22, 7, 7), (23, 8, 7), (24, 8, 8), (45, 8, 17), (46, 9, 17), (90, 9, 37), (91, 10, 37),
]  # fmt: skip


@pytest.mark.parametrize(("useful", "run", "crossings"), LIMITS)
def test_the_limits_are_those_of_the_table(useful, run, crossings):
    assert (longest_run_limit(useful), crossings_limit(useful)) == (run, crossings)


@pytest.mark.parametrize("useful", range(10, 60))
def test_the_limit_of_crossings_is_the_quantile(useful):
    """Counted another way: the probability of that many or fewer reaches 5 per cent, of one fewer it does not."""

    def at_most(crossings: int) -> float:
        return sum(math.comb(useful - 1, each) for each in range(crossings + 1)) / 2 ** (useful - 1)

    limit = crossings_limit(useful)
    assert at_most(limit) >= 0.05 > at_most(limit - 1)


@pytest.mark.parametrize("limit", [longest_run_limit, crossings_limit])
def test_below_ten_points_there_are_no_limits(limit):
    with pytest.raises(ValueError, match="too few"):
        limit(9)


def exactly(*values: float) -> list[Between]:
    return [Between(each, each) for each in values]


@pytest.mark.parametrize("values", [[], [1], list(range(9)), [5] * 40, [*range(9), 4, 4, 4]])
def test_nothing_is_claimed_before_ten_points_off_the_median(values):
    assert signs(exactly(*values)) is None


def test_a_shift_is_a_signal_and_noise_is_not():
    shift = signs(exactly(40, 42, 41, 43, 40, 70, 72, 71, 73, 70))
    assert (shift.longest_run, shift.crossings, shift.crossings_limit) == (5, 1, 2)
    assert shift.is_signal
    noise = signs(exactly(40, 70, 42, 71, 73, 41, 70, 43, 40, 72))
    assert not noise.is_signal


def test_a_run_at_the_limit_is_no_signal_and_one_longer_is():
    at_limit = signs(exactly(*[1] * 7, 9, 1, 9, 1, *[9] * 5, 1, *[9] * 3))
    assert (at_limit.longest_run, at_limit.longest_run_limit, at_limit.run_is_long) == (7, 7, False)
    longer = signs(exactly(*[1] * 8, 9, 1, *[9] * 5, 1, *[9] * 4))
    assert (longer.longest_run, longer.longest_run_limit, longer.run_is_long) == (8, 7, True)


def test_points_on_the_median_are_dropped_and_do_not_break_a_run():
    found = signs(exactly(1, 2, 3, 5, 4, 1, 9, 8, 9, 9, 7))
    assert (found.median, found.useful, found.longest_run, found.crossings) == ((5, 5), 10, 5, 1)


def test_a_span_beyond_all_that_the_median_can_be_has_a_side():
    low, high = Between(0, 25), Between(80, 100)
    found = signs([low] * 5 + [high] * 5)
    assert (found.useful, found.longest_run, found.crossings, found.is_signal) == (10, 5, 1, True)
    assert found.median == (40, 62.5)


def test_nothing_is_claimed_where_one_wave_may_lie_on_either_side():
    points = [Between(0, 25)] * 5 + [Between(0, 100)] + [Between(80, 100)] * 6
    assert sides(points) == [-1] * 5 + [None] + [None] * 6
    points = [Between(0, 25)] * 6 + [Between(20, 90)] + [Between(80, 100)] * 7
    assert sides(points) == [-1] * 6 + [None] * 8
    assert signs(points) is None


def test_what_is_claimed_of_spans_is_true_of_whatever_numbers_they_hold():
    draw = random.Random(20261128)
    claims = 0
    for _series in range(2_000):
        values = [draw.choice([draw.randint(0, 30), draw.randint(70, 100)]) for _wave in range(draw.randint(10, 16))]
        points = [
            Between(draw.randint(max(0, value - 20), value), draw.randint(value, min(100, value + 20)))
            for value in values
        ]
        if (found := signs(points)) is not None:
            claims += 1
            behind = signs(exactly(*values))
            assert behind is not None
            assert (behind.useful, behind.longest_run, behind.crossings) == (
                found.useful,
                found.longest_run,
                found.crossings,
            )
            assert found.median.low <= behind.median.low <= found.median.high
    assert claims > 50


# --- Records ---


def test_what_is_not_documented_counts_against_and_is_shown_apart():
    counts = ReviewCounts(met=4, not_met=1, deviation_reasoned=1, not_applicable=1, not_documented=3)
    assert (counts.total, counts.judged, counts.met_percent, counts.met_percent_of_documented) == (10, 8, 50, 80)


def test_below_five_records_there_is_no_percent():
    counts = ReviewCounts(met=3, not_met=1, deviation_reasoned=3, not_applicable=3, not_documented=0)
    assert (counts.met_percent, counts.met_percent_of_documented) == (None, None)
    assert [difference(83, 50), difference(None, 50), difference(83, None)] == [33, None, None]


# --- Again, and how ---


@pytest.mark.parametrize(
    ("closed_on", "has_gaps", "expected"),
    [
        (dt.date(2026, 11, 30), True, dt.date(2027, 2, 28)),
        (dt.date(2026, 11, 30), False, dt.date(2027, 11, 30)),
        (dt.date(2027, 1, 31), True, dt.date(2027, 4, 30)),
    ],
)
def test_a_new_measurement_is_proposed_sooner_where_something_is_short(closed_on, has_gaps, expected):
    assert proposed_on(closed_on, has_gaps=has_gaps) == expected


def test_each_strategy_has_its_name_in_the_source():
    assert all(strategy.original and str(strategy.words) for strategy in STRATEGIES)
    assert len({strategy.key for strategy in STRATEGIES}) == len(STRATEGIES) == 12
