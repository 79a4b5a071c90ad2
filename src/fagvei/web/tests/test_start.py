"""The front door sends each person to where the work is."""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from fagvei.people import actions as people
from fagvei.people.roles import ROLES
from fagvei.people.tests.cast import SINCE
from fagvei.web import navigation


def test_a_visitor_meets_three_doors_that_open(client, db):
    response = client.get("/")

    doors = response.context["doors"]
    assert [str(door.title) for door in doors] == [
        "Jeg skal bli spesialist",
        "Jeg veileder eller leder",
        "Jeg leter etter et kurs",
    ]
    for door in doors:
        assert resolve(urlsplit(door.path).path)


@pytest.mark.parametrize(("who", "path"), [("bo", "/oppgaver/"), ("eva", "/oppgaver/"), ("siri", "/oppgaver/")])
def test_who_is_logged_in_lands_at_the_inbox(client, cast, who, path):
    client.force_login(getattr(cast, who))

    assert client.get("/")["Location"] == path


def test_the_doctor_lands_at_her_plan_when_the_room_is_there(client, anna, monkeypatch):
    client.force_login(anna)

    monkeypatch.setattr(navigation, "is_there", lambda path: True)
    assert client.get("/")["Location"] == "/min-utdanning/"

    monkeypatch.setattr(navigation, "is_there", lambda path: False)
    assert client.get("/")["Location"] == "/oppgaver/"


def test_every_role_has_a_menu_of_at_most_six_entries_that_exist(monkeypatch):
    assert set(navigation.BY_ROLE) == set(ROLES)
    for role in (None, *ROLES):
        for entry in navigation.menu_for(role, here="/"):
            assert resolve(entry.path)
    monkeypatch.setattr(navigation, "is_there", lambda path: True)
    for role in (None, *ROLES):
        assert 1 <= len(navigation.menu_for(role, here="/")) <= 6


def test_the_menu_marks_where_one_is(monkeypatch):
    monkeypatch.setattr(navigation, "is_there", lambda path: True)

    here = [entry.path for entry in navigation.menu_for(None, here="/laeringsmal/RUS-032/") if entry.is_here]

    assert here == ["/laeringsmal/"]


def test_two_roles_are_switched_and_never_mixed(client, bo, kystbyen, monkeypatch):
    other = people.assign_role(user=bo, role="doctor", institution=kystbyen, starts_at=SINCE, by=None)
    monkeypatch.setattr(navigation, "is_there", lambda path: True)
    client.force_login(bo)
    first = client.get("/oppgaver/").context["shell"]
    assert first.other_roles == [role for role in first.roles if role != first.role]
    assert len(first.roles) == 2

    wanted = next(role for role in first.roles if role != first.role)
    client.post("/min-side/bytt-rolle/", {"role": str(wanted.public_id)})

    second = client.get("/oppgaver/").context["shell"]
    assert second.role == wanted
    assert other in (first.role, second.role)
    assert [entry.path for entry in first.menu] != [entry.path for entry in second.menu]


def test_an_ended_role_is_not_active_any_more(client, bo):
    client.force_login(bo)
    role = client.get("/oppgaver/").context["shell"].role
    client.post("/min-side/bytt-rolle/", {"role": str(role.public_id)})

    people.end_role(assignment=role, by=None)

    shell = client.get("/oppgaver/").context["shell"]
    assert shell.role is None
    assert shell.role_line == ""
