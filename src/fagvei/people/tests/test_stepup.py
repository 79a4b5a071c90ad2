"""Who it is, once more, when the last time is over five minutes ago."""

import datetime as dt
import importlib

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from fagvei.common import clock
from fagvei.people.stepup import IdentifyAgain, recently_identified

SECOND = dt.timedelta(seconds=1)
JUST_IN_TIME, JUST_TOO_LATE = dt.timedelta(seconds=299), dt.timedelta(seconds=301)


@recently_identified
def decide(request):
    return HttpResponse("decided" if request.method == "POST" else "the page")


urlpatterns = [path("avgjor/", decide), *importlib.import_module(settings.ROOT_URLCONF).urlpatterns]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def start():
    return clock.now()


@pytest.mark.parametrize(
    ("later", "get", "post"), [(JUST_IN_TIME, 200, 200), (JUST_TOO_LATE, 302, 403)], ids=["4:59", "5:01"]
)
def test_five_minutes_after_login(client, bo, log_in, start, later, get, post):
    with clock.at(start):
        log_in(bo)
    with clock.at(start + later):
        assert client.get("/avgjor/?a=1").status_code == get
        assert client.post("/avgjor/").status_code == post


def test_get_asks_and_comes_back(client, bo, log_in, start):
    with clock.at(start):
        log_in(bo)
    with clock.at(start + JUST_TOO_LATE):
        asked = client.get("/avgjor/?a=1")
        assert asked.url == "/konto/bekreft/?next=%2Favgjor%2F%3Fa%3D1"
        page = client.get(asked.url).content.decode()
        assert "Bekreft at det er deg" in page
        assert "Bo Lund" in page

        wrong = client.post("/konto/bekreft/", {"password": "feil", "next": "/avgjor/?a=1"})
        assert wrong.status_code == 200
        assert client.get("/avgjor/").status_code == 302

        right = client.post("/konto/bekreft/", {"password": "demo", "next": "/avgjor/?a=1"})
        assert right.url == "/avgjor/?a=1"
        assert client.post("/avgjor/").content == b"decided"
    with clock.at(start + JUST_TOO_LATE + JUST_TOO_LATE):
        assert client.post("/avgjor/").status_code == 403


def test_a_late_post_is_refused_with_a_sentence(client, bo, log_in, start):
    with clock.at(start):
        log_in(bo)
    with clock.at(start + JUST_TOO_LATE):
        answer = client.post("/avgjor/")

    assert str(IdentifyAgain.message) in answer.content.decode()
    assert "ingenting er endret" in answer.content.decode()


def test_the_demo_tells_its_password(client, bo, log_in, settings):
    settings.FAGVEI_DEMO = True
    log_in(bo)
    assert "passordet er «demo»" in client.get("/konto/bekreft/").content.decode()

    settings.FAGVEI_DEMO = False
    assert "passordet er «demo»" not in client.get("/konto/bekreft/").content.decode()


def test_the_one_click_login_of_the_demo_counts(client, bo, settings):
    settings.FAGVEI_DEMO = True
    client.post("/logg-inn/demo/", {"username": "bo"})

    assert client.post("/avgjor/").status_code == 200


def test_the_stamp_of_somebody_else_is_worth_nothing(client, anna, bo, log_in):
    log_in(bo)
    session = client.session
    session["identified"] = {"user": str(anna.public_id), "at": clock.now().isoformat()}
    session.save()

    assert client.post("/avgjor/").status_code == 403


def test_a_session_that_never_showed_who_it_is_is_asked(client, bo):
    client.force_login(bo)

    assert client.get("/avgjor/").status_code == 302
    assert client.post("/avgjor/").status_code == 403


def test_nobody_is_sent_to_log_in(client, db):
    assert client.get("/avgjor/").url == "/logg-inn/?next=/avgjor/"


def test_the_guard_names_itself_for_the_house_tests():
    assert decide.needs_recent_identification
    assert not hasattr(login_not_required(lambda request: None), "needs_recent_identification")
