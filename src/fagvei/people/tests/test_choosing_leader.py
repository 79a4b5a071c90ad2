"""Whom nobody leads waits for the administrator, who chooses: also before a position begins, and then from that day on."""

import datetime as dt
import uuid

import pytest

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.people import actions, queries
from fagvei.people.models import Relation, RoleAssignment

DAY = dt.timedelta(days=1)


def tasks(user):
    return [(task.title, task.due_on) for task in queries.tasks_for(user) if task.kind == "choose_leader"]


def page_of(doctor):
    return f"/relasjoner/lege/{doctor.public_id}/leder/"


def leader_of(doctor):
    return doctor.relations_as_doctor.get(kind="leader", ends_at__isnull=True)


@pytest.fixture
def coming(cast):
    """Anna leaves for Kystbyen in thirty days; Trond of Fjellheim is the administrator there for this once."""
    starts_at = (clock.now() + 30 * DAY).replace(hour=9, minute=0, second=0, microsecond=0)
    actions.end_relation(relation=leader_of(cast.anna), by=None, at=starts_at)
    actions.end_role(assignment=cast.anna.role_assignments.get(role="doctor"), by=None, at=starts_at)
    actions.assign_role(user=cast.anna, role="doctor", institution=cast.kystbyen, by=None, starts_at=starts_at)
    RoleAssignment.objects.filter(user=cast.trond).update(institution=cast.kystbyen)
    return starts_at


def choose(client, doctor, person, on):
    return client.post(
        page_of(doctor),
        {
            "idempotency_key": str(uuid.uuid4()),
            "person": str(person.public_id),
            "starts_on": on.isoformat(),
            "ends_on": "",
        },
    )


def test_a_doctor_whose_leader_left_waits_for_the_administrator_alone(cast):
    assert tasks(cast.trond) == []

    actions.end_relation(relation=leader_of(cast.anna), by=None)

    assert tasks(cast.trond) == [("Velg leder for Anna Berg", None)]
    assert tasks(cast.bo) == []
    assert tasks(cast.dag) == []


def test_a_leader_who_was_called_off_before_the_first_day_leads_nobody(cast):
    actions.end_relation(relation=leader_of(cast.anna), by=None)
    planned = actions.relate(
        doctor=cast.anna,
        person=cast.bo,
        kind="leader",
        institution=cast.fjellheim,
        by=None,
        starts_at=clock.now() + DAY,
    )
    assert tasks(cast.trond) == []

    actions.end_relation(relation=planned, by=None)

    assert len(tasks(cast.trond)) == 1


def test_who_comes_in_a_month_is_due_on_the_first_day_and_gets_a_leader_from_then_on(client, cast, coming):
    first = coming.astimezone(clock.OSLO).date()
    assert tasks(cast.trond) == [("Velg leder for Anna Berg", first)]
    client.force_login(cast.trond)
    page = client.post(
        page_of(cast.anna), {"search": "1", "text": "Dag", "idempotency_key": str(uuid.uuid4())}
    ).content.decode()
    assert f"Legen begynner {norwegian_date(first)} ved Kystbyen" in page
    assert f'value="{first.isoformat()}"' in page

    refused = choose(client, cast.anna, cast.dag, first - DAY)
    assert "Legen begynner senere enn dette." in refused.content.decode()
    assert choose(client, cast.anna, cast.dag, first).status_code == 302

    relation = Relation.objects.get(doctor=cast.anna, person=cast.dag)
    assert (relation.starts_at, relation.institution) == (coming, cast.kystbyen)
    assert queries.people_of(cast.anna, "leader") == [cast.bo]
    assert tasks(cast.trond) == []


def test_the_administrator_of_the_place_that_is_left_says_nothing_about_the_next(client, cast, coming):
    eldest = actions.add_user(username="tore", full_name="Tore Li", email="tore@example.org", by=None)
    actions.assign_role(user=eldest, role="hospital_admin", institution=cast.fjellheim, by=None)
    client.force_login(eldest)

    assert tasks(eldest) == []
    assert "Fjellheim" in client.get(page_of(cast.anna)).content.decode()
    client.force_login(cast.bo)
    refused = client.get(page_of(cast.anna))
    assert refused.status_code == 403
    assert "Bare administratoren ved virksomheten kan gjøre dette." in refused.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_tasks_ask_a_fixed_number_of_questions(cast, number, django_assert_num_queries):
    for place in range(number):
        doctor = actions.add_user(
            username=f"d{place}", full_name=f"Lege {place}", email=f"d{place}@example.org", by=None
        )
        actions.assign_role(user=doctor, role="doctor", institution=cast.fjellheim, by=None)

    with django_assert_num_queries(4):
        assert len(queries.tasks_for(cast.trond)) == number


def test_the_administrator_of_the_place_after_the_next_may_choose_as_well(client, cast, coming):
    """Anna begins at Fjellheim anew after her time at Kystbyen."""
    again = coming + 300 * DAY
    actions.assign_role(user=cast.anna, role="doctor", institution=cast.fjellheim, by=None, starts_at=again)
    tore = actions.add_user(username="tore", full_name="Tore Li", email="tore@example.org", by=None)
    actions.assign_role(user=tore, role="hospital_admin", institution=cast.fjellheim, by=None)

    assert tasks(tore) == [("Velg leder for Anna Berg", again.astimezone(clock.OSLO).date())]
    client.force_login(tore)
    assert "Fjellheim" in client.get(page_of(cast.anna)).content.decode()
