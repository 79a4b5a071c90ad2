"""T-03: leaders who decide for each other are found, however the circle is made."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.people import actions, queries


@pytest.fixture
def leaders(cast):
    """Five people who are leaders and doctors at once."""
    people = [actions.add_user(username=f"l{number}", full_name=f"Leder {number}", by=None) for number in range(5)]
    for person in people:
        for role in ("leader", "doctor"):
            actions.assign_role(user=person, role=role, institution=cast.fjellheim, by=None)
    return people


def lead(leader, doctor, fjellheim):
    actions.relate(doctor=doctor, person=leader, kind="leader", institution=fjellheim, by=None)


def test_ordinary_leading_is_no_circle(cast, leaders, fjellheim):
    lead(leaders[0], leaders[1], fjellheim)
    lead(leaders[1], leaders[2], fjellheim)

    assert queries.decision_circles() == []


@pytest.mark.parametrize("length", [2, 3, 4])
def test_a_planted_circle_is_found_once(cast, leaders, fjellheim, length):
    ring = leaders[:length]
    for number, leader in enumerate(ring):
        lead(leader, ring[(number + 1) % length], fjellheim)

    assert queries.decision_circles() == [tuple(ring)]
    assert queries.decision_circles(institution=fjellheim) == [tuple(ring)]
    assert queries.decision_circles(institution=cast.kystbyen) == []


def test_a_circle_of_five_is_longer_than_asked_for(leaders, fjellheim):
    for number, leader in enumerate(leaders):
        lead(leader, leaders[(number + 1) % 5], fjellheim)

    assert queries.decision_circles() == []


def test_a_circle_through_a_deputy_is_found_while_it_lasts(leaders, fjellheim):
    first, second, third, *_ = leaders
    lead(first, second, fjellheim)
    lead(third, first, fjellheim)
    ends_at = clock.now() + dt.timedelta(days=3)
    actions.delegate(leader=third, person=second, kind="deputy", institution=fjellheim, by=third, ends_at=ends_at)

    assert queries.decision_circles() == [(first, second)]
    assert queries.decision_circles(at=ends_at) == []
