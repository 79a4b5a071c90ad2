"""Warnings judge numbers, and counts tell nothing about fewer than five."""

import itertools

import pytest

from fagvei.training.rules.counts import FEWEST, shown, shown_alone, shown_of
from fagvei.training.rules.warnings import WARNING_RULES, points_behind, points_behind_own_plan


@pytest.mark.parametrize(
    ("approved", "whole", "months", "points"),
    [(0, 100, 0, 0), (0, 100, 30, 50), (50, 100, 30, 0), (100, 100, 60, 0), (10, 100, 600, 90), (60, 100, 30, -10)],
)
def test_behind_is_the_time_gone_less_the_goals_approved(approved, whole, months, points):
    assert points_behind(approved=approved, whole=whole, months=months, is_of_part_1=False) == points


@pytest.mark.parametrize(("approved", "months", "points"), [(0, 12, 66), (66, 12, 0), (0, 18, 100), (101, 30, -1)])
def test_part_1_is_measured_by_its_eighteen_months(approved, months, points):
    assert points_behind(approved=approved, whole=100, months=months, is_of_part_1=True) == points


def test_nobody_is_behind_in_a_plan_without_goals():
    assert points_behind(approved=0, whole=0, months=60, is_of_part_1=False) == 0
    assert points_behind_own_plan(missed=0, whole=0) == 0


def test_behind_own_plan_is_the_share_of_goals_missed_in_halfyears_that_are_over():
    assert [points_behind_own_plan(missed=missed, whole=5) for missed in (0, 1, 2, 5)] == [0, 20, 40, 100]


def test_every_warning_has_a_sentence_a_source_and_a_unit_for_its_number():
    for rule in WARNING_RULES.values():
        assert str(rule.sentence).endswith(".")
        assert str(rule.source)
        assert (rule.threshold is None) == (str(rule.unit) == "")


def test_a_warning_holds_from_the_threshold_on():
    rule = WARNING_RULES["undecided"]

    assert [rule.is_reached(days, 14) for days in (13, 14, 15)] == [False, True, True]


@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ([10, 6, 0], [10, 6, 0]),
        ([10, 2, 6], [10, None, None]),
        ([10, 4, 3], [10, None, None]),
        ([20, 1, 1, 7], [20, None, None, None]),
        ([9, 1, 0], [None, None, 0]),
        ([2, 2], [None, None]),
    ],
)
def test_what_is_few_is_withheld_with_enough_others(counts, left):
    assert shown(counts) == left


def test_nothing_withheld_can_be_found_by_subtraction():
    """All small tables: what the shown parts leave of the whole is of two parts and five persons at least."""
    for counts in itertools.product(range(8), repeat=3):
        left = shown(counts)
        hidden = [count for count, seen in zip(counts, left, strict=True) if seen is None]
        assert all(seen is None or seen == 0 or seen >= FEWEST for seen in left)
        if hidden and sum(counts) >= FEWEST:
            assert len(hidden) >= 2
            assert sum(hidden) >= FEWEST


def test_a_part_is_withheld_when_the_rest_is_few():
    assert [shown_of(count, 12) for count in (0, 4, 5, 7, 8, 12)] == [0, None, 5, 7, None, 12]
    assert [shown_alone(count) for count in (0, 4, 5)] == [None, None, 5]
