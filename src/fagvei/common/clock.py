"""The one clock of actions, doors and models.

On PostgreSQL the time is the database's, so that two servers cannot disagree about a deadline; the difference
to this server's clock is measured again every few seconds. On SQLite it is the server's. Tests move it with `at`.
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
    return dt.datetime.now(dt.UTC) + _database_offset()


def today() -> dt.date:
    """The present date in Norway."""
    return now().astimezone(OSLO).date()


def _database_offset() -> dt.timedelta:
    if connection.vendor != "postgresql":
        return dt.timedelta(0)
    measured_at, offset = getattr(connection, "_fagvei_clock", (None, dt.timedelta(0)))
    if measured_at is None or time.monotonic() - measured_at > REMEASURE_AFTER_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(DATABASE_CLOCK_SQL)
            offset = cursor.fetchone()[0] - dt.datetime.now(dt.UTC)
        connection._fagvei_clock = (time.monotonic(), offset)  # type: ignore[attr-defined]
    return offset


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
