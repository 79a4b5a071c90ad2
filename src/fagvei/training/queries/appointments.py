"""Talks and lessons as appointments in one's own calendar. A calendar is often read by others: no names and nothing written."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from fagvei.training.models import MentoringEvent, MentoringSession, TeachingSession
from fagvei.training.rules.calendar_file import Appointment


def mentoring_appointment(session: MentoringSession) -> Appointment:
    """Without end, for none is agreed on."""
    moved = session.events.filter(kind=MentoringEvent.Kind.MOVED).count()
    return Appointment(
        uid=_uid(session.public_id),
        title=_("Veiledning"),
        starts_at=session.starts_at,
        changed_at=session.since,
        url=settings.FAGVEI_BASE_URL + session.get_absolute_url(),
        place=session.place,
        sequence=moved,
        is_cancelled=session.state == MentoringSession.State.CANCELLED,
    )


def teaching_appointment(session: TeachingSession) -> Appointment:
    """The theme is in the department's own calendar already; the code for attendance never leaves the room."""
    return Appointment(
        uid=_uid(session.public_id),
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=session.cancelled_at or session.created_at,
        url=settings.FAGVEI_BASE_URL + session.get_absolute_url(),
        place=session.place,
        is_cancelled=session.cancelled_at is not None,
    )


def _uid(public_id: object) -> str:
    return f"{public_id}@{urlsplit(settings.FAGVEI_BASE_URL).hostname}"
