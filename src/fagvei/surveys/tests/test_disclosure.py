"""What may be told of a closed wave, rule by rule, at the edges."""

import random

import pytest

from fagvei.common.disclosure import (
    Earlier,
    Span,
    Tally,
    coarse,
    disclose,
    may_split,
    tally,
    told_groups,
    told_hindrances,
    told_sheets,
)
from fagvei.surveys.tests.attack import told_of


@pytest.mark.parametrize(
    ("upper", "lower", "reached"),
    [
        (5, 7, Span(5, 5)),
        (7, 5, Span(7, 7)),
        (4, 8, Span(0, 4)),
        (0, 12, Span(0, 4)),
        (8, 4, Span(8, 12)),
        (12, 0, Span(8, 12)),
    ],
)
def test_a_number_is_told_when_both_sides_have_five_and_a_side_otherwise(upper, lower, reached):
    assert told_of(upper, lower, 0).reached == reached


@pytest.mark.parametrize("upper", [0, 4, 5, 9])
def test_fewer_than_ten_cannot_be_split(upper):
    told = told_of(upper, 9 - upper, 0)
    assert (told.is_hidden, told.suppressed, told.sheets) == (True, True, 9)
    assert told.reached == Span(0, 0)


def test_how_many_handed_in_is_told_from_five_on():
    assert [told_sheets(number) for number in (0, 4, 5, 6)] == [0, 0, 5, 6]


def test_those_who_do_not_know_leave_the_whole_only_when_they_are_five():
    few, many = told_of(6, 6, 4), told_of(6, 6, 5)
    assert (few.answered, few.is_answered_exact) == (16, False)
    assert (many.answered, many.is_answered_exact) == (12, True)


def test_steps_are_told_when_every_one_of_the_seven_has_five():
    told = disclose(1, Tally((5, 6, 7, 8, 9), 5, 6))
    assert (told.suppressed, told.by_value, told.unknown, told.not_applicable) == (False, (5, 6, 7, 8, 9), 5, 6)
    for spoiled in ((4, 6, 7, 8, 9), (0, 6, 7, 8, 9)):
        told = disclose(1, Tally(spoiled, 5, 6))
        assert (told.suppressed, told.by_value, told.unknown) == (True, (0, 0, 0, 0, 0), 0)


@pytest.mark.parametrize(
    ("sheets", "later", "told"),
    [
        (22, 12, Span(7, 15)),  # a change of one
        (23, 15, Span(7, 15)),  # a change of four, one more person
        (22, 7, Span(7, 15)),
        (22, 6, Span(6, 6)),  # a change of five is told
        (22, 4, Span(0, 4)),
        (23, 20, Span(19, 23)),
        (27, 12, Span(12, 12)),  # five more people: other people
    ],
)
def test_a_change_of_fewer_than_five_between_the_same_people_is_not_told(sheets, later, told):
    before = [Earlier(22, Span(11, 11))]
    assert told_of(later, sheets - later, 0, before).reached == told


@pytest.mark.parametrize(
    ("upper", "told"),
    [(0, Span(0, 10)), (4, Span(0, 10)), (10, Span(0, 10)), (11, Span(11, 11)), (17, Span(17, 17)), (18, Span(18, 22))],
)
def test_a_side_that_an_earlier_span_reaches_into_is_told_with_it(upper, told):
    """6 of 22: what is near it is 2 to 10, and «fewer than 5» would be left for 0 and 1 alone."""
    count = told_of(upper, 22 - upper, 0, [Earlier(22, Span(6, 6))])
    assert (count.reached, count.is_as_before) == (told, told.high == 10)


@pytest.mark.parametrize("first", [Span(5, 5), Span(6, 6), Span(0, 4)])
def test_of_twelve_again_nothing_can_be_told(first):
    counts = [told_of(upper, 12 - upper, 0, [Earlier(12, first)]) for upper in range(13)]
    assert {(each.reached, each.is_as_before) for each in counts} == {(Span(0, 12), True)}


def test_hindrances_are_told_from_five_on_and_never_when_the_rest_are_fewer():
    def hindered(**counts):
        return told_hindrances(Tally((12, 0, 0, 0, 0), 0, 0, counts))

    assert hindered(time=5) == {"time": 5}
    assert hindered(time=4) == {}
    assert hindered(time=8) == {}
    assert hindered(time=6, routine=6) == {"time": 6, "routine": 6}
    assert hindered(time=7, routine=3) == {"time": 7}
    assert hindered(time=6, routine=5, habit=1) == {"time": 6}


def test_groups_left_out_are_five_together_or_nobody():
    assert told_groups({"nurse": 8, "doctor": 5, "other": 3}) == {"nurse": 8}
    assert told_groups({"nurse": 8, "doctor": 5}) == {"nurse": 8, "doctor": 5}
    assert told_groups({"nurse": 8, "doctor": 3, "other": 2}) == {"nurse": 8}
    assert told_groups({"nurse": 8, "doctor": 3}) == {}


def test_told_groups_and_what_is_left_out_are_never_few():
    draw = random.Random(20261126)
    for _time in range(500):
        counts = {group: draw.randint(0, 12) for group in "abcdefg"[: draw.randint(0, 7)]}
        told = told_groups(counts)
        rest = sum(counts.values()) - sum(told.values())
        assert all(count >= 5 for count in told.values())
        assert rest == 0 or rest >= 5 or not told


def test_a_wave_that_is_open_is_counted_in_fives():
    assert [coarse(number) for number in (0, 4, 5, 12)] == [Span(0, 4), Span(0, 4), Span(5, 9), Span(10, 14)]


def test_a_split_has_two_parts_or_more():
    assert not may_split((12,))
    assert may_split((5, 5))
    assert not may_split((10, 4))


def test_answers_are_tallied_and_do_not_know_is_no_step():
    found = tally([(0, "time"), (4, ""), ("unknown", ""), ("not_applicable", ""), (4, "time")])
    assert (found.by_value, found.unknown, found.not_applicable) == ((1, 0, 0, 0, 2), 1, 1)
    assert (found.with_step, found.upper, dict(found.hindrances)) == (3, 2, {"time": 2})
