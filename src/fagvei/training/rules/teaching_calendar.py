"""The department's calendar (.ics) as lessons. The file is hostile until it is read: size, numbers and repetitions are limited."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from icalendar import Calendar

from fagvei.common import clock, text
from fagvei.common.refusal import Refusal
from fagvei.training import rules

LARGEST = 1024 * 1024
MOST_LESSONS = 500
BACK, AHEAD = dt.timedelta(days=31), dt.timedelta(days=400)
# A repetition is followed this far from its beginning, and only in shapes that always come to an end.
OLDEST, MOST_STEPS = dt.timedelta(days=3 * 366), 1_200
REPEATS = re.compile(
    r"FREQ=(DAILY|WEEKLY|MONTHLY)(;(INTERVAL=[1-9]\d?|COUNT=\d{1,4}|UNTIL=\d{8}(T\d{6}Z?)?|WKST=\w\w"
    r"|BYDAY=(\+?[1-4]|-1)?\w\w(,(\+?[1-4]|-1)?\w\w){0,6}))*"
)


class CalendarRefused(Refusal):
    code = "calendar_refused"


@dataclass(frozen=True)
class Lesson:
    uid: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    is_cancelled: bool


def lessons_of(content: bytes, now: dt.datetime) -> tuple[list[Lesson], int]:
    """Lessons from a month back to a year ahead, and how many events were left out (whole days, odd repetitions, too long)."""
    if len(content) > LARGEST:
        raise CalendarRefused(_("Kalenderen er større enn 1 MB. Eksporter en kortere periode."))
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [part for calendar in calendars for part in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError, RecursionError, UnicodeDecodeError) as error:
        raise CalendarRefused(_("Filen kan ikke leses som en kalender (.ics).")) from error
    if len(events) > MOST_LESSONS:
        raise CalendarRefused(_("Kalenderen har flere enn 500 hendelser. Eksporter en kortere periode."))
    moved = {_moved_from(event) for event in events} - {None}
    lessons, left_out = [], 0
    for event in events:
        found = list(_lessons(event, now, moved))
        left_out += not found
        lessons += found
        if len(lessons) > MOST_LESSONS:
            raise CalendarRefused(_("Kalenderen gir flere enn 500 timer. Eksporter en kortere periode."))
    if not events:
        raise CalendarRefused(_("Kalenderen er tom."))
    return lessons, left_out


def _lessons(event: Any, now: dt.datetime, moved: set[Any]) -> Iterator[Lesson]:
    try:
        start, end = _instant(event.get("DTSTART")), _end(event)
        uid = text.tidy(str(event.get("UID", "")))[:200]
        title = text.tidy(str(event.get("SUMMARY", "")))[: text.MAX_SHORT]
    except (ValueError, TypeError, AttributeError, OverflowError):
        return
    if start is None or end is None or not start < end <= start + rules.LONGEST or not uid or not title:
        return
    if not all(map(text.is_storable, (uid, title))) or text.holds_national_id(title):
        return
    place = text.tidy(str(event.get("LOCATION", "")))[: text.MAX_SHORT]
    place = place if text.is_storable(place) and not text.holds_national_id(place) else ""
    is_cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    for begin in _starts(event, start, now):
        key = _key(uid, event, begin)
        if event.get("RECURRENCE-ID") is None and key in moved:
            continue
        yield Lesson(key, title, begin, begin + (end - start), place, is_cancelled)


def _starts(event: Any, start: dt.datetime, now: dt.datetime) -> list[dt.datetime]:
    first, last = now - BACK, now + AHEAD
    repeats = event.get("RRULE")
    if repeats is None:
        return [start] if first <= start <= last else []
    words = repeats.to_ical().decode() if not isinstance(repeats, list) else ""
    if not REPEATS.fullmatch(words) or start < now - OLDEST:
        return []
    # In local time without a zone: a lesson at 08:00 is at 08:00 in summer and winter.
    local = start.astimezone(clock.OSLO).replace(tzinfo=None)
    words = re.sub(r"UNTIL=(\d{8}(T\d{6})?)Z?", r"UNTIL=\1", words)
    try:
        rule = rrulestr(words, dtstart=local)
    except (ValueError, TypeError):
        return []
    left_out = {moment.astimezone(clock.OSLO).replace(tzinfo=None) for moment in _exceptions(event)}
    steps = itertools.takewhile(
        lambda moment: moment.replace(tzinfo=clock.OSLO) <= last, itertools.islice(rule, MOST_STEPS)
    )
    found = [moment.replace(tzinfo=clock.OSLO) for moment in steps if moment not in left_out]
    return [moment for moment in found if first <= moment]


def _exceptions(event: Any) -> Iterator[dt.datetime]:
    found = event.get("EXDATE")
    for group in found if isinstance(found, list) else [found] if found is not None else []:
        for each in getattr(group, "dts", ()):
            if (moment := _instant(each)) is not None:
                yield moment


def _moved_from(event: Any) -> str | None:
    if event.get("RECURRENCE-ID") is None:
        return None
    moment = _instant(event.get("RECURRENCE-ID"))
    return None if moment is None else _key(text.tidy(str(event.get("UID", "")))[:200], event, moment)


def _key(uid: str, event: Any, begin: dt.datetime) -> str:
    """Of a repeated lesson, which one; moved, it keeps the name of the time it was moved from."""
    named = _instant(event.get("RECURRENCE-ID")) or begin
    is_repeated = event.get("RRULE") is not None or event.get("RECURRENCE-ID") is not None
    return f"{uid}#{named.astimezone(dt.UTC):%Y%m%dT%H%M}" if is_repeated else uid


def _end(event: Any) -> dt.datetime | None:
    if event.get("DTEND") is not None:
        return _instant(event.get("DTEND"))
    start, duration = _instant(event.get("DTSTART")), event.get("DURATION")
    return start + duration.dt if start is not None and duration is not None else None


def _instant(value: Any) -> dt.datetime | None:
    """A whole day has no hours and is no lesson. A time without a zone is Norwegian."""
    moment = getattr(value, "dt", None)
    if not isinstance(moment, dt.datetime):
        return None
    return moment.replace(tzinfo=clock.OSLO) if moment.tzinfo is None else moment.astimezone(dt.UTC)
