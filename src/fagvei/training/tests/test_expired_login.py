"""A POST that comes too late leads to login and back to the page of the form, and says what happened."""

import pytest
from django.test import Client
from django.urls import reverse

from fagvei.people.login_required import takes_get
from fagvei.training.models import PlanActivity
from fagvei.training.tests.factories import make_activity, make_record

HERE = "http://testserver"
LOG = "/aktiviteter/ny/"


@pytest.fixture
def record(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_record(cast)


def too_late(path, came_from, **fields):
    """Pressed after the session has ended."""
    client = Client()
    headers = {"Referer": came_from} if came_from else {}
    return client, client.post(path, fields, headers=headers)


@pytest.mark.parametrize(
    ("came_from", "back_to"),
    [
        (f"{HERE}{LOG}", LOG),
        (f"{HERE}{LOG}?mal=1", f"{LOG}%3Fmal%3D1"),
        ("", "/"),
        ("https://elsewhere.example/aktiviteter/ny/", "/"),
        (f"{HERE}/finnes-ikke/", "/"),
    ],
)
def test_one_comes_back_to_the_page_of_the_form(db, came_from, back_to):
    _client, answer = too_late(LOG, came_from)
    assert answer.url == f"/logg-inn/?next={back_to}"


def test_never_to_an_address_that_takes_no_get(record):
    """A refused signature is shown at the address it was posted to."""
    activity = make_activity(record, sent=True)
    address = reverse("training:sign_activity", args=[activity.public_id])

    _client, answer = too_late(address, f"{HERE}{address}")

    assert answer.url == f"/logg-inn/?next={activity.get_absolute_url()}"


def test_the_login_page_says_that_nothing_was_saved(record):
    client, answer = too_late(LOG, f"{HERE}{LOG}", title="Samtale")

    page = client.get(answer.url).content.decode()

    assert "Du var logget ut, så det du sendte, er ikke lagret." in page
    assert 'name="next" value="/aktiviteter/ny/"' in page
    assert not PlanActivity.objects.exists()


def test_what_was_typed_stands_on_a_page_that_stays(record):
    written = "Anna spurte før hun ga råd. <b>Bra</b>"
    activity = make_activity(record, sent=True)
    address = reverse("training:return_activity", args=[activity.public_id])

    _client, answer = too_late(
        address, f"{HERE}{activity.get_absolute_url()}", comment=written, password="hemmelig ord", seen="x"
    )

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Anna spurte før hun ga råd. &lt;b&gt;Bra&lt;/b&gt;</textarea>" in page
    assert "hemmelig" not in page
    assert f'href="/logg-inn/?next={activity.get_absolute_url()}"' in page
    assert "no-store" in answer["Cache-Control"]
    activity.refresh_from_db()
    assert activity.state == "sent"


def test_where_the_browser_keeps_a_draft_login_comes_at_once(db):
    _client, answer = too_late(LOG, f"{HERE}{LOG}", reflection="Spurte før jeg ga råd.", draft="1")
    assert answer.url == f"/logg-inn/?next={LOG}"


def test_choices_and_days_are_nothing_to_keep(db):
    _client, answer = too_late(LOG, f"{HERE}{LOG}", done_on="2026-11-25", supervisor="4f0e")
    assert answer.status_code == 302


def test_a_get_comes_back_to_itself(db):
    assert Client().get("/min-side/").url == "/logg-inn/?next=/min-side/"


def test_which_addresses_take_a_get():
    assert takes_get("/min-utdanning/")
    assert takes_get(LOG)
    assert not takes_get("/aktiviteter/00000000-0000-0000-0000-000000000001/signer/")
    assert not takes_get("/finnes-ikke/")
