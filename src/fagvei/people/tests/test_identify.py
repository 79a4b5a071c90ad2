"""Somebody without an account shows who it is: the demo's register, and nothing outside the demo."""

import datetime as dt
import uuid

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from fagvei.common import clock
from fagvei.people.demo_register import DEMO_REGISTER, REGISTER
from fagvei.people.identity import PERSON_KEY, forget_person, identifiers, mark_person, person_of

RAGNHILD = ("9800001", "Ragnhild Foss")


@pytest.fixture
def request_of(rf):
    def make(session):
        request = rf.get("/")
        request.session = session
        return request

    return make


def post(client, number, name, neste="/svar/x/"):
    fields = {"hpr_number": number, "name": name, "idempotency_key": str(uuid.uuid4())}
    return client.post(f"{reverse('people:identify_demo')}?neste={neste}", fields)


def test_number_and_name_that_fit_together_identify(client, cast):
    response = post(client, *RAGNHILD)

    assert (response.status_code, response["Location"]) == (302, "/svar/x/")
    assert client.session[PERSON_KEY]["name"] == "Ragnhild Foss"


@pytest.mark.parametrize(("number", "name"), [("9800001", "Amund Lie"), ("1", "Ragnhild Foss")])
def test_what_does_not_fit_identifies_nobody(client, cast, number, name):
    response = post(client, number, name)

    assert response.status_code == 200
    assert "hører ikke sammen" in response.content.decode()
    assert PERSON_KEY not in client.session


def test_a_person_of_the_demo_is_known_by_the_register_too(cast):
    cast.siri.hpr_number = "9700001"
    cast.siri.save()

    assert DEMO_REGISTER.find("9700001", "siri dahl").name == "Siri Dahl"


@pytest.mark.parametrize("neste", ["//example.org/", "https://example.org/", "/\\example.org", "svar/x/", ""])
def test_one_comes_back_to_a_page_of_ours_only(client, cast, neste):
    assert post(client, *RAGNHILD, neste=neste)["Location"] == "/"


def test_wrong_guesses_are_counted_and_then_shut_out(client, cast, settings):
    settings.FAGVEI_MISSES_ALLOWED = 2
    for _number in range(2):
        post(client, "1", "Feil")

    response = post(client, *RAGNHILD)

    assert response.status_code == 429
    assert PERSON_KEY not in client.session


def test_the_register_is_off_outside_the_demo(client, cast, settings, request_of):
    session = SessionStore()
    mark_person(session, DEMO_REGISTER.find(*RAGNHILD))
    assert person_of(request_of(session)).hpr_number == "9800001"

    settings.FAGVEI_DEMO = False

    assert identifiers() == []
    assert person_of(request_of(session)) is None
    assert post(client, *RAGNHILD).status_code == 404


def test_the_session_knows_for_five_minutes_and_until_it_is_told_to_forget(cast, request_of):
    session = SessionStore()
    mark_person(session, DEMO_REGISTER.find(*RAGNHILD))
    with clock.at(clock.now() + dt.timedelta(minutes=5, seconds=1)):
        assert person_of(request_of(session)) is None
    assert person_of(request_of(session)).name == REGISTER["9800001"]

    forget_person(session)

    assert person_of(request_of(session)) is None
