"""The one clock of actions, doors and models.

On PostgreSQL the time is the database's, so that two servers cannot disagree about a deadline: it is asked every few
seconds, and what has passed since is counted by a stopwatch that nobody sets. This server's own clock may be wrong, or
be put right in between, and decides nothing. On SQLite it is the server's. Tests move it with `at`.
"""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.db import connection

OSLO = ZoneInfo("Europe/Oslo")
REMEASURE_AFTER_SECONDS = 5.0
DATABASE_CLOCK_SQL = "SELECT clock_timestamp()"

_moved_to: dt.datetime | None = None


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    if _moved_to is not None:
        return _moved_to
    return _database_time() if connection.vendor == "postgresql" else dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The present date in Norway."""
    return now().astimezone(OSLO).date()


def start_of(day: dt.date) -> dt.datetime:
    """Midnight in Norway, also on the nights when the clock is set; in UTC."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=OSLO).astimezone(dt.UTC)


def _database_time() -> dt.datetime:
    asked_at: float | None
    told: dt.datetime | None
    asked_at, told = getattr(connection, "_fagvei_clock", (None, None))
    if asked_at is None or told is None or time.monotonic() - asked_at > REMEASURE_AFTER_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(DATABASE_CLOCK_SQL)
            answer: dt.datetime = cursor.fetchone()[0]
        asked_at, told = time.monotonic(), answer.astimezone(dt.UTC)
        connection._fagvei_clock = (asked_at, told)  # type: ignore[attr-defined]
    return told + dt.timedelta(seconds=time.monotonic() - asked_at)


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Hold the clock still at `moment`. For tests and for building demo data in the past."""
    global _moved_to
    if moment.tzinfo is None:
        raise ValueError("The clock needs an aware instant.")
    before, _moved_to = _moved_to, moment.astimezone(dt.UTC)
    try:
        yield
    finally:
        _moved_to = before
