"""Nobody is recovered from an institution and its wards together; and the attack finds what the older rule let through."""

import pytest

from fagvei.common import nested
from fagvei.common.disclosure import Earlier, Row, Span, disclose, tally
from fagvei.common.nested import Told, alike, is_on_another_level
from fagvei.surveys.tests.attack_nested import attacked, two_at_a_time

SEED = 20261127
FEW, MANY = 250, 5_000


def test_institution_and_wards_together_recover_nobody():
    assert attacked(FEW, SEED) == []


@pytest.mark.long
def test_institution_and_wards_together_recover_nobody_in_five_thousand():
    assert attacked(MANY, SEED) == []


def test_two_at_a_time_is_found_to_leak():
    found = attacked(FEW, SEED, hold=two_at_a_time)
    assert any(leak.count("all") == 1 for leak in found)


def test_without_what_changed_since_it_is_found_to_leak(monkeypatch):
    monkeypatch.setattr(nested, "_changes", lambda waves: [])
    found = attacked(FEW, SEED)
    assert found
    assert all(leak.count("all") == 2 for leak in found)


def told(ward, upper, lower, earlier=()):
    return Told(ward, disclose(1, tally([(4, "")] * upper + [(0, "")] * lower), earlier))


WARDS = [told(1, 6, 6), told(2, 5, 6)]


def test_the_whole_less_its_wards_is_two_people():
    """12 and 11 of 25: each difference is safe, and the two that are left are not."""
    assert Earlier(23, Span(11, 11)) in alike(WARDS, None)
    whole = told(None, 13, 12, alike(WARDS, None)).count
    assert whole.is_as_before
    assert whole.reached == Span(7, 15)


def test_a_ward_is_held_against_the_whole_less_the_others():
    before = [told(None, 13, 12), WARDS[0]]
    assert Earlier(13, Span(7, 7)) in alike(before, 2)
    assert told(2, 5, 6, alike(before, 2)).count.is_as_before


def test_a_ward_alone_is_held_against_nothing_of_the_others():
    assert alike([WARDS[0]], 2) == []


def test_waves_of_an_institution_without_wards_each_stand_alone():
    before = [told(None, 2, 28), told(None, 28, 2)]
    assert alike(before, None) == [Earlier(30, Span(0, 4)), Earlier(30, Span(26, 30))]
    assert told(None, 15, 15, alike(before, None)).count.reached == Span(15, 15)


def test_what_is_told_as_before_or_not_at_all_is_added_to_nothing():
    hidden = told(1, 2, 2)
    assert hidden.count.is_hidden
    assert alike([hidden, WARDS[1]], None) == [Earlier(11, Span(5, 5))]


def test_many_wards_and_waves_are_added_up_in_time_that_does_not_explode():
    rows = [told(ward, 10 + turn, 10) for ward in range(1, 41) for turn in range(3)]
    assert len(alike(rows, None)) < 3_000


@pytest.mark.parametrize(("ward", "other"), [(None, 1), (1, None)])
def test_a_table_by_profession_is_told_on_one_level(ward, other):
    row = told(other, 12, 12)
    assert not is_on_another_level([row], ward)
    with_rows = Told(other, row.count.with_rows({"nurse": nested_row()}))
    assert is_on_another_level([with_rows], ward)
    assert not is_on_another_level([with_rows], other)


def nested_row() -> Row:
    return Row(12, 24)
