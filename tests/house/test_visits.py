"""A walk through the house takes longer than a session that nobody uses: whoever walks must still be logged in at its end."""

import datetime as dt
import time
from types import SimpleNamespace

import pytest
from visits import Visitors

from fagvei.common import clock

pytestmark = pytest.mark.django_db

LONGER_THAN_IDLE = dt.timedelta(minutes=16)


def test_a_visitor_stays_logged_in_however_long_the_walk(cast, monkeypatch):
    visitors = Visitors(SimpleNamespace(people={"anna": cast.anna}))
    client = visitors.client_of("anna")
    assert client.get("/min-side/").status_code == 200
    later = time.time() + LONGER_THAN_IDLE.total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)

    with clock.at(clock.now() + LONGER_THAN_IDLE):
        renewed = visitors.client_of("anna")
        assert renewed.get("/min-side/").status_code == 200


def test_whoever_is_not_renewed_is_logged_out(cast):
    client = Visitors(SimpleNamespace(people={"anna": cast.anna})).client_of("anna")
    client.get("/min-side/")

    with clock.at(clock.now() + LONGER_THAN_IDLE):
        assert client.get("/min-side/").status_code == 302
