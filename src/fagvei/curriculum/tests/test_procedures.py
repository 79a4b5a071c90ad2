"""Where a procedure is learned and who answers for it: said by RegUt, with a source; what nobody has said is shown as that."""

import random
import re
import uuid

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.common.patients import HoldsNationalId
from fagvei.common.tests.test_text import national_id
from fagvei.curriculum import actions
from fagvei.curriculum.models import ProcedurePlace
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people

LIST = "/prosedyrer/"


@pytest.fixture
def procedure(cast):
    return actions.save_activity(code="punksjon", kind="procedure", name="Punksjon", min_repetitions=20, by=None)


@pytest.fixture
def elsewhere(cast):
    """A RegUt in another region, and its officer."""
    region = organisations.save_region(code="helse-nord", name="Helse Nord", by=None)
    centre = organisations.save_centre(code="helse-nord", name="RegUt Helse Nord", region=region, by=None)
    eli = people.add_user(username="eli", full_name="Eli Myrvold", by=None)
    people.assign_role(user=eli, role="centre_officer", centre=centre, by=None)
    return eli, centre


def set_place(activity, by, **changes):
    fields = {"place": "Nabosykehuset", "source": "Avtale", "centre": changes.pop("centre")}
    return actions.set_procedure_place(activity=activity, by=by, **fields | changes)


def shown(client):
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(LIST).content.decode()).split())


def test_what_nobody_has_said_is_not_known(client, cast, procedure):
    text = shown(client)
    assert "Punksjon 20 ikke oppgitt ikke oppgitt" in text


def test_an_officer_says_it_with_a_source_and_the_newest_holds(client, cast, procedure):
    set_place(procedure, cast.eva, centre=cast.centre)
    set_place(procedure, cast.eva, centre=cast.centre, place="Et annet sted", source="Ny avtale")

    assert "Et annet sted RegUt Helse Sør-Øst Kilde: Ny avtale" in shown(client)
    assert ProcedurePlace.objects.count() == 2
    event = AuditEvent.objects.filter(name="procedure_place_set").latest("pk")
    assert (event.actor_name, event.details["code"]) == ("Eva Strand", "punksjon")


def test_the_responsible_centre_keeps_it_right_and_may_hand_it_over(cast, procedure, elsewhere):
    eli, centre = elsewhere
    set_place(procedure, cast.eva, centre=cast.centre)
    with pytest.raises(actions.NotOfResponsibleCentre):
        set_place(procedure, eli, centre=centre)
    set_place(procedure, cast.eva, centre=centre)
    set_place(procedure, eli, centre=centre, place="Nord")
    with pytest.raises(actions.NotOfResponsibleCentre):
        set_place(procedure, cast.eva, centre=cast.centre)
    assert ProcedurePlace.objects.newest().get().place == "Nord"


def test_it_is_refused_without_source_with_a_national_id_and_for_others(cast, procedure):
    with pytest.raises(actions.SourceMissing):
        set_place(procedure, cast.eva, centre=cast.centre, source=" ")
    with pytest.raises(HoldsNationalId):
        set_place(procedure, cast.eva, centre=cast.centre, place=national_id(random.Random(2)))
    for person in (cast.anna, cast.bo, cast.hilde):
        with pytest.raises(actions.NotOfResponsibleCentre):
            set_place(procedure, person, centre=cast.centre)
    assert not ProcedurePlace.objects.exists()


def test_the_page_saves_and_shows_what_was_said_before(client, cast, procedure):
    client.force_login(cast.eva)
    address = "/prosedyrer/punksjon/sted/"
    assert "Oppgi sted og ansvar" in shown(client)
    data = {"idempotency_key": str(uuid.uuid4()), "place": "Her", "centre": cast.centre.code, "source": "Avtale"}

    assert client.post(address, data).url == LIST
    assert client.post(address, data).url == LIST

    assert ProcedurePlace.objects.get().place == "Her"
    assert "Oppgitt før" in client.get(address).content.decode()
    assert client.post(address, data | {"idempotency_key": str(uuid.uuid4()), "source": ""}).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("eva", 200), ("anna", 403), ("hilde", 403), (None, 302)])
def test_who_may_say_it(client, cast, procedure, who, status):
    if who:
        client.force_login(getattr(cast, who))
    assert client.get("/prosedyrer/punksjon/sted/").status_code == status
    assert client.get("/prosedyrer/finnes-ikke/sted/").status_code == (404 if who else 302)


def test_one_procedure_and_three_are_listed_alike(client, cast, procedure, django_assert_max_num_queries):
    set_place(procedure, cast.eva, centre=cast.centre)
    with django_assert_max_num_queries(4):
        client.get(LIST)
    for number in range(2):
        more = actions.save_activity(code=f"p{number}", kind="procedure", name=f"P{number}", by=None)
        set_place(more, cast.eva, centre=cast.centre)
    with django_assert_max_num_queries(4):
        client.get(LIST)
