"""Nobody is recovered from what is told of generated wards; and the attack finds the leaks that are planted."""

import random

import pytest

from fagvei.common import disclosure
from fagvei.surveys.tests.attack import leaks, make_ward, narrowed_by_waves, pinned, recovered_by_turnover, told_of

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


def narrowed(sheets: int) -> list[str]:
    """Two waves with every number, and some of three."""
    draw = random.Random(SEED)
    two = [(first, second) for first in range(sheets + 1) for second in range(sheets + 1)]
    three = [tuple(draw.randint(0, sheets) for _wave in range(3)) for _history in range(300)]
    return [leak for waves in (*two, *three) for leak in narrowed_by_waves(sheets, waves)]


@pytest.mark.parametrize("sheets", [12, 22, 30])
def test_a_span_as_before_leaves_five_numbers_or_more_whatever_was_told_before(sheets):
    assert narrowed(sheets) == []


def test_telling_the_narrowest_of_overlapping_spans_is_found(monkeypatch):
    def narrowest(upper, base, before, k):
        spans = sorted((disclosure._around(each.reached, base, k) for each in before), key=lambda s: s.high - s.low)
        return next((span for span in spans if span.low <= upper <= span.high), None)

    monkeypatch.setattr(disclosure, "_as_before", narrowest)
    # 10 and 15 of 30, then one more than the first span holds: told as the second, and only five fewer than its top are left.
    assert narrowed_by_waves(30, (10, 20, 15)) != []
