import datetime as dt

import pytest
import time_machine
from django.db import connection

from fagvei.common import clock

MOMENT = dt.datetime(2027, 5, 3, 22, 30, tzinfo=dt.UTC)


def test_the_clock_can_be_held_and_goes_on_afterwards(db):
    with clock.at(MOMENT):
        assert clock.now() == MOMENT
        with clock.at(MOMENT + dt.timedelta(days=1)):
            assert clock.now() == MOMENT + dt.timedelta(days=1)
        assert clock.now() == MOMENT
    assert abs(clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=60)


def test_the_day_is_norways(db):
    with clock.at(MOMENT):
        assert clock.today() == dt.date(2027, 5, 4)
    with clock.at(dt.datetime(2027, 1, 1, 22, 30, tzinfo=dt.UTC)):
        assert clock.today() == dt.date(2027, 1, 1)


def test_a_moment_without_zone_is_a_mistake():
    with pytest.raises(ValueError), clock.at(dt.datetime(2027, 5, 3)):
        pass


@pytest.mark.parametrize("hour", [0, 1, 2])
def test_the_night_when_the_hour_comes_twice_is_told_apart(db, hour):
    with clock.at(dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC)):
        assert clock.now().astimezone(clock.OSLO).utcoffset() == dt.timedelta(hours=2 if hour == 0 else 1)


@pytest.mark.postgres_only
def test_on_postgresql_the_time_is_the_databases(db, monkeypatch):
    """A server whose clock is an hour slow still decides by the database's."""
    monkeypatch.setattr(clock, "DATABASE_CLOCK_SQL", "SELECT clock_timestamp() + interval '1 hour'")
    connection._fagvei_clock = (None, None)
    try:
        assert clock.now() - dt.datetime.now(dt.UTC) > dt.timedelta(minutes=59)
    finally:
        connection._fagvei_clock = (None, None)


@pytest.mark.postgres_only
def test_the_database_is_asked_once_in_five_seconds(db, django_assert_num_queries):
    connection._fagvei_clock = (None, None)
    with django_assert_num_queries(1):
        for _ in range(10):
            clock.now()


@pytest.mark.postgres_only
@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_servers_own_clock_may_be_wrong_or_set_in_between(db, minutes):
    before = clock.now()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)):
        assert abs(clock.now() - before) < dt.timedelta(seconds=30)
        connection._fagvei_clock = (None, None)
        assert abs(clock.now() - before) < dt.timedelta(seconds=30)
