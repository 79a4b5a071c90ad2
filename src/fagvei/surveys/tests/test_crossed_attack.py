"""Nobody is recovered from cross-tables and everything else that is told together; and the attack finds planted leaks."""

import random

import pytest

from fagvei.common.crossed import told_rows
from fagvei.common.disclosure import Row
from fagvei.surveys.tests.attack import told_of
from fagvei.surveys.tests.attack_crossed import leaks, make_ward

SEED = 20261126
FEW_WARDS, MANY_WARDS = 60, 3_000


def attacked(wards: int, **rules) -> list[str]:
    draw = random.Random(SEED)
    return [leak for _ward in range(wards) for leak in leaks(make_ward(draw, **rules))]


def test_tables_are_told_and_recover_nobody():
    draw = random.Random(SEED)
    wards = [make_ward(draw) for _ward in range(FEW_WARDS)]
    assert sum(bool(wave.told.rows) for ward in wards for wave in ward) > 10
    assert [leak for ward in wards for leak in leaks(ward)] == []


@pytest.mark.long
def test_three_thousand_hospitals_recover_nobody():
    assert attacked(MANY_WARDS) == []


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"k": 5}, "people in"),
        ({"keeps_remainder": False}, "people in"),
        ({"keeps_difference": False}, "who came or left had answered"),
    ],
)
def test_a_planted_leak_is_found(rules, words):
    assert any(words in leak for leak in attacked(FEW_WARDS, **rules))


# --- The rules at their edges ---


def told(groups: dict[str, tuple[int, int]], earlier=(), sizes=None):
    """{group: (upper, people)} of everybody who answered."""
    rows = {group: Row(*row) for group, row in groups.items()}
    upper, people = (sum(each) for each in zip(*groups.values(), strict=True))
    count = told_of(upper, people - upper, 0, [each for count in earlier for each in count.as_earlier])
    sizes = {group: row.people for group, row in rows.items() if group} if sizes is None else sizes
    return count.with_rows(told_rows(rows, count, sizes, earlier))


def test_a_row_needs_ten_above_and_ten_below_and_so_does_the_rest():
    assert set(told({"nurse": (10, 20), "doctor": (10, 20)}).rows) == {"nurse", "doctor"}
    assert set(told({"nurse": (9, 20), "doctor": (10, 20)}).rows) == set()
    assert set(told({"nurse": (10, 20), "doctor": (10, 20), "": (3, 6)}).rows) == {"nurse"}
    assert set(told({"nurse": (10, 20), "doctor": (10, 20), "": (10, 20)}).rows) == {"nurse", "doctor"}


def test_a_group_whose_size_is_not_told_has_no_row():
    assert set(told({"nurse": (15, 30), "doctor": (10, 20)}, sizes={"nurse": 30}).rows) == {"nurse"}


def test_the_same_people_are_told_of_once_unless_ten_changed_their_answer():
    first = told({"nurse": (12, 30), "doctor": (20, 40)})
    assert set(first.rows) == {"nurse", "doctor"}
    assert told({"nurse": (16, 31), "doctor": (24, 40)}, [first]).rows == {}
    assert told({"nurse": (20, 30), "doctor": (30, 40)}, [first]).rows == {}
    assert set(told({"nurse": (20, 40), "doctor": (30, 50)}, [first]).rows) == {"nurse", "doctor"}


def test_where_everybody_else_is_the_same_the_row_is_not_told_either():
    first = told({"nurse": (15, 30), "doctor": (20, 40)})
    assert told({"nurse": (15, 45), "doctor": (21, 41)}, [first]).rows == {}
