"""An appointment as a calendar file (iCalendar, RFC 5545). Plain values in, bytes out."""

import datetime as dt
from dataclasses import dataclass

from icalendar import Calendar, Event


@dataclass(frozen=True)
class Appointment:
    """`uid` stays the same when it is moved, and `sequence` grows, so that the calendar moves it too. No end: none is known."""

    uid: str
    title: str
    starts_at: dt.datetime
    changed_at: dt.datetime
    url: str
    ends_at: dt.datetime | None = None
    place: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar_file(appointment: Appointment) -> bytes:
    """Published, not an invitation to answer: whoever fetches it has agreed in the system."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Fagvei//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event.add("uid", appointment.uid)
    event.add("dtstamp", appointment.changed_at.astimezone(dt.UTC))
    event.add("dtstart", appointment.starts_at.astimezone(dt.UTC))
    if appointment.ends_at is not None:
        event.add("dtend", appointment.ends_at.astimezone(dt.UTC))
    event.add("summary", appointment.title)
    if appointment.place:
        event.add("location", appointment.place)
    event.add("url", appointment.url)
    event.add("sequence", appointment.sequence)
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
