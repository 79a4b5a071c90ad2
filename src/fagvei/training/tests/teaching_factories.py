"""Internal teaching that can exist: built by the room's own actions.

make_organiser(cast)                  Jorunn, education lead at Fjellheim
make_lesson(cast, hours_ago=1)        an hour long, begun an hour ago; ahead with a negative number
"""

import datetime as dt

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.people.models import User
from fagvei.training import actions
from fagvei.training.models import TeachingSession

HOUR = dt.timedelta(hours=1)


def make_organiser(cast, username: str = "jorunn", full_name: str = "Jorunn Bakke", role: str = "education_lead"):
    found = User.objects.filter(username=username).first()
    if found is not None:
        return found
    user = people.add_user(
        username=username, full_name=full_name, password="demo", email=f"{username}@example.org", by=None
    )
    people.assign_role(
        user=user, role=role, institution=cast.fjellheim, starts_at=clock.now() - dt.timedelta(days=300), by=None
    )
    return user


def make_lesson(cast, *, hours_ago: float = 0.5, hours: float = 1, by=None, **fields) -> TeachingSession:
    starts_at = clock.now() - HOUR * hours_ago
    return actions.plan_teaching(
        institution=cast.fjellheim,
        title=fields.pop("title", "Søvn og rus"),
        starts_at=starts_at,
        ends_at=starts_at + HOUR * hours,
        by=by or make_organiser(cast),
        **fields,
    )


def make_teaching_history(cast) -> None:
    """Every kind of fact of teaching at least once, for Anna."""
    organiser = make_organiser(cast)
    attendance = actions.check_in(code=make_lesson(cast).code, by=cast.anna)
    actions.annul_attendance(attendance=attendance, reason="Feil rom.", by=organiser)
    actions.mark_attendance(session=make_lesson(cast), doctor=cast.anna, reason="Uten telefon.", by=organiser)


def calendar(*events: str) -> bytes:
    body = "\r\n".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//\r\n{body}\r\nEND:VCALENDAR\r\n".encode()


def event(uid: str, begins: str, ends: str, summary: str = "Fagmøte", *more: str) -> str:
    return "\r\n".join(
        [
            f"UID:{uid}",
            f"DTSTART;TZID=Europe/Oslo:{begins}",
            f"DTEND;TZID=Europe/Oslo:{ends}",
            f"SUMMARY:{summary}",
            *more,
        ]
    )
