"""Entries of a calendar as iCalendar (RFC 5545): whole days, or hours. Plain values in, bytes out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from icalendar import Calendar, Event

ONE_DAY = dt.timedelta(days=1)
ASK_AGAIN = dt.timedelta(hours=6)
COUNTED_FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`first` and `last` for whole days, `starts_at` for hours. `uid` stays the same when it is moved.

    `is_busy`: the whole days are taken, as by a course; on the day of a deadline one is as free as before.
    """

    uid: str
    title: str
    path: str
    changed_at: dt.datetime
    first: dt.date | None = None
    last: dt.date | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    place: str = ""
    is_busy: bool = False
    is_tentative: bool = False
    is_cancelled: bool = False

    @property
    def status(self) -> str:
        return "CANCELLED" if self.is_cancelled else "TENTATIVE" if self.is_tentative else "CONFIRMED"


def calendar_of(name: str, entries: Iterable[Entry], base: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Fagvei//Kurs//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, base))
    return bytes(calendar.to_ical())


def _event(entry: Entry, base: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(base).hostname}")
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("summary", entry.title)
    if entry.starts_at is not None:
        event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
        if entry.ends_at is not None:
            event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    elif entry.first is not None:
        event.add("dtstart", entry.first)
        event.add("dtend", (entry.last or entry.first) + ONE_DAY)
        event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    event.add("url", base + entry.path)
    event.add("status", entry.status)
    event.add("sequence", sequence_of(entry.changed_at))
    return event


def sequence_of(changed_at: dt.datetime) -> int:
    """Higher for each revision, as RFC 5545 asks: seconds, so that what is cancelled or moved beats what a program has kept."""
    return max(0, int((changed_at - COUNTED_FROM).total_seconds()))
