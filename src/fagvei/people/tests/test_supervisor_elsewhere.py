"""During service elsewhere a supervisor there can be named (R20), by name or HPR number; the home institution stays responsible."""

import uuid

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.people import actions, queries
from fagvei.people.models import Relation, SearchCount


@pytest.fixture
def sonja(cast):
    user = actions.add_user(username="sonja", full_name="Sonja Vold", hpr_number="9912345", by=None)
    actions.assign_role(user=user, role="supervisor", institution=cast.kystbyen, by=None)
    return user


@pytest.fixture
def page(cast):
    return reverse("people:supervisor_new", args=[cast.anna.public_id])


@pytest.mark.parametrize("text", ["Sonja", "9912345"])
def test_anna_finds_a_supervisor_where_she_stays(client, cast, sonja, page, text):
    client.force_login(cast.anna)
    search = {"search": "1", "text": text, "idempotency_key": str(uuid.uuid4())}

    assert "Sonja Vold" not in client.post(page, search).content.decode()
    found = client.post(page, search | {"where": str(cast.kystbyen.public_id)})
    assert "Sonja Vold" in found.content.decode()

    chosen = {"person": str(sonja.public_id), "where": str(cast.kystbyen.public_id), "starts_on": f"{clock.today()}"}
    assert client.post(page, chosen | {"idempotency_key": str(uuid.uuid4())}).status_code == 302

    relation = Relation.objects.get(person=sonja)
    assert (relation.kind, relation.institution) == ("supervisor", cast.kystbyen)
    assert sonja in queries.supervisors_of(cast.anna)
    assert queries.institution_of(cast.anna) == cast.fjellheim


@pytest.mark.parametrize("where", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_place_that_is_not_there_means_at_home(client, cast, sonja, page, where):
    client.force_login(cast.anna)
    fields = {"person": str(sonja.public_id), "where": where, "starts_on": f"{clock.today()}"}

    client.post(page, fields | {"idempotency_key": str(uuid.uuid4())})

    assert not Relation.objects.filter(person=sonja).exists()


def test_a_number_is_found_by_the_whole_of_it_and_counted(cast, sonja):
    assert actions.search_people(text="9912345", by=cast.anna) == [sonja]
    assert actions.search_people(text="99123", by=cast.anna) == []
    with pytest.raises(actions.SearchTooShort):
        actions.search_people(text="99", by=cast.anna)
    assert SearchCount.objects.get(user=cast.anna).searches == 2
