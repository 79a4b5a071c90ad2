"""Sessions on shared hospital computers (T-14), closed accounts (T-05), caches (T-15)."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.urls import get_resolver

from fagvei.common import clock
from fagvei.people import actions

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def start():
    return clock.now()


def is_in(client):
    return client.get("/min-side/").status_code == 200


def test_fifteen_idle_minutes_end_the_session(client, anna, log_in, start):
    with clock.at(start):
        log_in(anna)
        assert is_in(client)
    with clock.at(start + 15 * MINUTE):
        assert is_in(client)
    with clock.at(start + 30 * MINUTE + dt.timedelta(seconds=1)):
        answer = client.get("/min-side/")
        assert answer.url == "/logg-inn/?next=/min-side/"
        assert "maskinen har stått urørt" in client.get(answer.url).content.decode()
    with clock.at(start + 30 * MINUTE + dt.timedelta(seconds=2)):
        assert not is_in(client)


def test_an_expired_session_holds_nothing_of_the_person(client, anna, log_in, start):
    with clock.at(start):
        log_in(anna)
        is_in(client)
    with clock.at(start + 16 * MINUTE):
        is_in(client)

    assert [session.get_decoded() for session in Session.objects.all()] == [{}]


def test_ten_hours_end_the_session_however_busy(client, anna, log_in, start):
    step = 14 * MINUTE
    now = start
    while now <= start + dt.timedelta(hours=10):
        with clock.at(now):
            if now == start:
                log_in(anna)
            assert is_in(client)
        now += step
    with clock.at(start + dt.timedelta(hours=10, seconds=1)):
        assert not is_in(client)


def test_a_post_after_expiry_changes_nothing(client, anna, log_in, start):
    actions.notify(user=anna, kind="x", text="Noe")
    with clock.at(start):
        log_in(anna)
        is_in(client)
    with clock.at(start + 16 * MINUTE):
        assert client.post("/varsler/lest/").url == "/logg-inn/?next=/"

    assert anna.notifications.get().read_at is None


def test_a_closed_account_is_out_at_the_next_request(client, siri, trond, log_in):
    log_in(siri)
    assert is_in(client)

    actions.deactivate_user(user=siri, by=trond)

    assert not is_in(client)


def test_the_name_is_on_every_page(client, anna, log_in):
    log_in(anna)

    for address in ("/min-side/", "/roller/", "/innsyn/", "/relasjoner/", "/konto/2fa/"):
        assert "<b>Anna Berg</b>" in client.get(address).content.decode()


def addresses_without_arguments(patterns=None, prefix=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses_without_arguments(pattern.url_patterns, route)
        elif "<" not in route and "(" not in route:
            yield "/" + route


@pytest.mark.parametrize("who", ["nobody", "anna", "trond"])
def test_no_answer_may_be_kept_by_a_cache(client, cast, log_in, who):
    """T-15: all that is not a static file, also refusals and what is not there."""
    if who != "nobody":
        log_in(getattr(cast, who))
    addresses = [*addresses_without_arguments(), "/finnes-ikke/"]
    assert len(addresses) > 20

    for address in addresses:
        answer = client.get(address)
        directives = {part.strip() for part in answer["Cache-Control"].split(",")}
        assert {"private", "no-store"} <= directives, address
        assert "Cookie" in answer["Vary"], address
