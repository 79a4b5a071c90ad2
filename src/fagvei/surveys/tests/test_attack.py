"""Nobody is recovered from what is told of generated wards; and the attack finds the leaks that are planted."""

import random

import pytest

from fagvei.surveys.tests.attack import leaks, make_ward, pinned, recovered_by_turnover, told_of

SEED = 20261126
FEW_WARDS, MANY_WARDS = 120, 5_000


def attacked(wards: int, **rules) -> list[str]:
    draw = random.Random(SEED)
    return [leak for _ward in range(wards) for leak in leaks(make_ward(draw, **rules))]


def test_adding_and_subtracting_recovers_nobody():
    assert attacked(FEW_WARDS) == []


@pytest.mark.long
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
