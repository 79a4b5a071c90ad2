"""The circle looked up once says the same as the nested questions the doors ask."""

import datetime as dt
import random

import pytest

from fagvei.common import clock
from fagvei.people import queries
from fagvei.people.models import Delegation, Relation, RoleAssignment, User
from fagvei.people.reading import LookedUpOnce

DAY = dt.timedelta(days=1)


@pytest.fixture
def everybody(cast):
    """Nine people at two institutions in 150 relations and delegations, past, present and future, drawn by a seed."""
    draw = random.Random(20261125)
    people, places, now = list(User.objects.order_by("pk")), [cast.fjellheim, cast.kystbyen], clock.now()
    for _time in range(100):
        doctor, person = draw.sample(people, 2)
        Relation.objects.create(
            doctor=doctor,
            person=person,
            kind=draw.choice(Relation.Kind.values),
            institution=draw.choice(places),
            **_dates(draw, now),
        )
    for _time in range(50):
        leader, person, doctor = draw.sample(people, 3)
        kind = draw.choice(Delegation.Kind.values)
        one = doctor if kind == Delegation.Kind.DELEGATE and draw.random() < 0.5 else None
        Delegation.objects.create(
            leader=leader, person=person, doctor=one, kind=kind, institution=draw.choice(places), **_dates(draw, now)
        )
    for person in people:
        for place in draw.sample(places, draw.choice((1, 2, 2))):
            until = now + draw.choice((3, 90)) * DAY
            RoleAssignment.objects.create(
                user=person, role="supervisor", institution=place, starts_at=now - 50 * DAY, ends_at=until
            )
    return people


def _dates(draw, now):
    starts_at = now + draw.randint(-40, 20) * DAY
    return {"starts_at": starts_at, "ends_at": starts_at + draw.randint(10, 60) * DAY}


def test_the_circle_and_the_questions_of_the_doors_agree_for_everybody_at_any_time(everybody):
    found = 0
    for user in everybody:
        for days in (-20, 0, 0.5, 30):
            at = clock.now() + days * DAY
            circle = queries.circle_of(user, at)
            near = {
                kind: set(queries.doctor_ids_related_to(user, [kind], at).values_list("doctor_id", flat=True))
                for kind in Relation.Kind.values
            }
            decided = set(queries.led_by(user, at).values_list("doctor_id", flat=True)) - {user.pk}
            led = set(queries.led_or_deputised_by(user, at).values_list("doctor_id", flat=True))
            assert (circle.supervises, circle.mentors) == (near["supervisor"], near["mentor"])
            assert circle.related == set().union(*near.values())
            assert (circle.decides, circle.leads) == (decided, led)
            found += len(circle.decides - near["leader"]) + len(circle.decides - circle.leads)
    assert found > 20, "deputies and delegates are in the drawing"


def test_nobody_is_in_the_own_circle_of_decisions(cast):
    now = clock.now()
    Delegation.objects.create(
        leader=cast.bo,
        person=cast.anna,
        kind=Delegation.Kind.DEPUTY,
        institution=cast.fjellheim,
        starts_at=now - DAY,
        ends_at=now + DAY,
    )

    circle = queries.circle_of(cast.anna)

    assert (circle.leads, circle.decides) == (frozenset(), frozenset())


# --- What a page looks up once ---


def test_inside_one_answer_roles_and_circle_are_asked_for_once(cast, django_assert_num_queries):
    with queries.looked_up_once(), django_assert_num_queries(3):
        for _time in range(3):
            assert queries.role_keys_of(cast.bo) == {"leader"}
            assert cast.anna.pk in queries.circle_of(cast.bo).leads


def test_outside_a_role_that_has_ended_is_gone_at_once(cast):
    with queries.looked_up_once():
        assert queries.role_keys_of(cast.bo) == {"leader"}
        cast.bo.role_assignments.update(ends_at=clock.now())
    assert queries.role_keys_of(cast.bo) == set()


def test_whoever_is_closed_out_has_no_roles(cast):
    cast.bo.is_active = False
    assert queries.roles_of(cast.bo) == []


@pytest.mark.parametrize(("method", "asked"), [("get", 1), ("head", 1), ("post", 2)])
def test_only_a_request_that_reads_remembers(cast, rf, method, asked, django_assert_num_queries):
    def view(request):
        return [queries.role_keys_of(cast.bo) for _time in range(2)]

    with django_assert_num_queries(asked):
        LookedUpOnce(view)(getattr(rf, method)("/"))


def test_who_somebody_is_to_a_doctor_is_asked_at_the_door_and_known_behind_it(cast):
    asked = []

    def ask():
        asked.append(len(asked))
        return frozenset({"leader"})

    with queries.looked_up_once():
        for doctor in (cast.anna, cast.anna, cast.cecilie):
            assert queries.standing_once(cast.bo, doctor, ask) == {"leader"}
    assert asked == [0, 1]
    queries.standing_once(cast.bo, cast.anna, ask)
    assert asked == [0, 1, 2]
