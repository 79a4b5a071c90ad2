"""Nobody is recovered from what is told of generated wards; and the attack finds the leaks that are planted."""

import random
from collections.abc import Callable, Iterable

import pytest

from fagvei.common import disclosure
from fagvei.common.disclosure import Earlier, Span
from fagvei.surveys.tests.attack import (
    leaks,
    make_ward,
    narrowed_by_waves,
    pinned,
    recovered_by_turnover,
    sizes_near,
    told_after,
    told_of,
)

SEED = 20261126
FEW_WARDS, MANY_WARDS = 120, 5_000


def attacked(wards: int, **rules) -> list[str]:
    draw = random.Random(SEED)
    return [leak for _ward in range(wards) for leak in leaks(make_ward(draw, **rules))]


def test_adding_and_subtracting_recovers_nobody():
    assert attacked(FEW_WARDS) == []


def test_adding_and_subtracting_recovers_nobody_in_five_thousand_wards():
    assert attacked(MANY_WARDS) == []


def without_remainder(parts, k):
    return parts[0] >= k


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"k": 1}, "people answered within"),
        ({"splits": without_remainder}, "people answered within"),
        ({"keeps_difference": False}, "who came or left had answered"),
    ],
)
def test_a_planted_leak_is_found(rules, words):
    assert any(words in leak for leak in attacked(FEW_WARDS, **rules))


@pytest.mark.parametrize("sheets", [9, 10, 11, 12, 16])
def test_no_small_group_is_the_same_in_everything_that_would_be_told_alike(sheets):
    assert pinned(sheets) == []


def test_a_small_group_that_is_told_is_found():
    assert pinned(12, lambda *parts: told_of(*parts, k=2)) != []


@pytest.mark.parametrize(("came", "left"), [(1, 0), (0, 1), (1, 1), (2, 1)])
@pytest.mark.parametrize("sheets", [10, 12])
def test_who_came_and_left_between_waves_is_not_recovered(sheets, came, left):
    assert recovered_by_turnover(sheets, came, left) == []


def test_without_the_rule_of_difference_who_came_is_recovered():
    assert recovered_by_turnover(12, 1, 0, keeps_difference=False) != []


def after_one_wave(sheets: int) -> list[str]:
    """Each number of the first wave, and each size of the second that may be the same people."""
    return [
        leak for told in told_after(sheets) for later in sizes_near(sheets) for leak in narrowed_by_waves(later, [told])
    ]


def after_two_waves(sheets: int, sizes: Callable[[int], Iterable[int]]) -> list[str]:
    """As `after_one_wave`, and all that the second told anew before a third."""
    return [
        leak
        for first in told_after(sheets)
        for second_size in sizes(sheets)
        for second in told_after(second_size, [first])
        for later in sizes(second_size)
        for leak in narrowed_by_waves(later, [first, second])
    ]


@pytest.mark.parametrize("sheets", [10, 12, 13, 16, 22, 30])
def test_what_is_no_number_leaves_five_numbers_or_more_after_a_wave_of_about_as_many(sheets):
    assert after_one_wave(sheets) == []


@pytest.mark.parametrize("sheets", [12, 16, 22])
def test_what_is_no_number_leaves_five_numbers_or_more_after_two_waves(sheets):
    assert after_two_waves(sheets, lambda size: [size]) == []


def test_what_is_no_number_leaves_five_numbers_or_more_whatever_follows_from_what_was_told():
    """Also from spans that are put together from several waves (`nested`)."""
    draw = random.Random(SEED)
    for _history in range(1_000):
        sheets = draw.randint(10, 40)
        lows = [draw.randint(0, sheets) for _wave in range(draw.randint(1, 4))]
        told = [
            Earlier(draw.randint(sheets - 4, sheets + 4), Span(low, min(sheets, low + draw.choice([0, 0, 4, 8]))))
            for low in lows
        ]
        assert narrowed_by_waves(sheets, told) == []


@pytest.mark.long
@pytest.mark.parametrize("sheets", range(10, 41))
def test_what_is_no_number_leaves_five_numbers_or_more_after_two_waves_of_any_size_about_as_many(sheets):
    assert after_two_waves(sheets, sizes_near) == []


def test_what_is_left_of_a_side_beside_an_earlier_span_is_found(monkeypatch):
    """The rule as it was: after 5 of 12, «fewer than five» was told of nobody but 0, and «at least 8» of 10, 11 and 12."""

    def without_sides(upper, base, before, k):
        merged = []
        for span in sorted((disclosure._around(each.reached, base, k) for each in before), key=lambda s: s.low):
            if merged and span.low <= merged[-1].high:
                span = Span(merged[-1].low, max(merged.pop().high, span.high))
            merged.append(span)
        return next((span for span in merged if span.low <= upper <= span.high), None)

    monkeypatch.setattr(disclosure, "_as_before", without_sides)
    found = narrowed_by_waves(12, [Earlier(12, Span(5, 5))])
    assert [leak.split(": ")[1] for leak in found] == [
        "Span(low=0, high=4) is one of [0]",
        "Span(low=8, high=12) is one of [10, 11, 12]",
    ]
    assert after_one_wave(16)


def test_telling_the_narrowest_of_overlapping_spans_is_found(monkeypatch):
    def narrowest(upper, base, before, k):
        spans = sorted((disclosure._around(each.reached, base, k) for each in before), key=lambda s: s.high - s.low)
        return next((span for span in spans if span.low <= upper <= span.high), None)

    monkeypatch.setattr(disclosure, "_as_before", narrowest)
    # 10, 20 and 15 of 30: of what is told as the last span only 15 is left.
    assert narrowed_by_waves(30, [Earlier(30, Span(number, number)) for number in (10, 20, 15)]) != []


def test_a_number_too_near_an_earlier_one_is_found(monkeypatch):
    monkeypatch.setattr(disclosure, "_as_before", lambda *_what: None)
    assert any("Span(low=9, high=9)" in leak for leak in narrowed_by_waves(30, [Earlier(30, Span(10, 10))]))
