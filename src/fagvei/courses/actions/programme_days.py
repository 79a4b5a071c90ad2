"""The programme lies on the days of its run, and goes along when they move."""

import datetime as dt

from fagvei.common import clock
from fagvei.courses.models import CourseRun


def move_programme(run: CourseRun, *, by: dt.timedelta) -> None:
    """The same hours so many days later; what is on none of the new days falls out. The move is the event that tells it."""
    for session in run.sessions.select_for_update():
        session.starts_at, session.ends_at = _days_later(session.starts_at, by), _days_later(session.ends_at, by)
        if is_on_days_of(run, session.starts_at):
            session.save(update_fields=["starts_at", "ends_at"])
        else:
            session.delete()


def _days_later(at: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """Nine o'clock stays nine o'clock over a change of summer time."""
    local = at.astimezone(clock.OSLO)
    return dt.datetime.combine(local.date() + by, local.time(), tzinfo=clock.OSLO)


def is_on_days_of(run: CourseRun, at: dt.datetime) -> bool:
    return bool(run.starts_on <= at.astimezone(clock.OSLO).date() <= run.ends_on)
