"""A session: invited, prepared, held, minuted, closed by the mentor; or moved or called off with a reason."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.training.actions.mentoring_refusals import (
    BadTime,
    NoMembers,
    NoMinutesYet,
    SessionBegun,
    SessionFinished,
    SessionNotBegun,
    TextMissing,
)
from fagvei.training.actions.mentoring_sealing import keep_text
from fagvei.training.actions.mentoring_series import doctors_in, locked_series, standing_in
from fagvei.training.actions.moves import begin_session, move_session_state
from fagvei.training.models import MentoringEvent, MentoringSeries, MentoringSession, MentoringText

Kind, State = MentoringEvent.Kind, MentoringSession.State
FARTHEST = dt.timedelta(days=366)


@transaction.atomic
def invite_to_mentoring(
    *, series: MentoringSeries, starts_at: dt.datetime, by: User, place: str = ""
) -> MentoringSession:
    """A time back is for a talk that was held without an appointment."""
    series = locked_series(series)
    acting_as = standing_in(series, by, only_mentor=series.is_group)
    _check_time(starts_at)
    doctors = doctors_in(series)
    if not doctors:
        raise NoMembers
    session = MentoringSession.objects.create(series=series, starts_at=starts_at, place=place, invited_by=by)
    session.doctors.set(doctors)
    event = begin_session(session, by=by, acting_as=acting_as)
    record_session("mentoring_invited", session, by, acting_as, [event, series])
    tell_session(session, by, "mentoring_invited", _("Du er invitert til veiledning."))
    return session


@transaction.atomic
def move_mentoring(
    *, session: MentoringSession, starts_at: dt.datetime, reason: str, by: User, place: str = ""
) -> MentoringSession:
    session, acting_as = _changeable(session, by, reason)
    _check_time(starts_at)
    session.starts_at, session.place = starts_at, place
    text = _keep_reason(session, reason, by)
    event = move_session_state(session, Kind.MOVED, to=session.state, by=by, acting_as=acting_as)
    record_session("mentoring_moved", session, by, acting_as, [event, text])
    tell_session(session, by, "mentoring_moved", _("En veiledningssamtale er flyttet."))
    return session


@transaction.atomic
def cancel_mentoring(*, session: MentoringSession, reason: str, by: User) -> MentoringSession:
    session, acting_as = _changeable(session, by, reason)
    text = _keep_reason(session, reason, by)
    event = move_session_state(session, Kind.CANCELLED, to=State.CANCELLED, by=by, acting_as=acting_as)
    record_session("mentoring_cancelled", session, by, acting_as, [event, text])
    tell_session(session, by, "mentoring_cancelled", _("En veiledningssamtale er avlyst."))
    return session


@transaction.atomic
def hold_mentoring(*, session: MentoringSession, by: User) -> MentoringSession:
    """It took place. The minutes wait for the doctor; of a group, for the mentor."""
    session = locked_session(session)
    acting_as = standing_in(session.series, by, only_mentor=session.series.is_group)
    if session.state not in MentoringSession.BEFORE:
        raise SessionBegun
    event = mark_held(session, by, acting_as)
    record_session("mentoring_held", session, by, acting_as, [event])
    tell_session(session, by, "mentoring_held", _("En veiledningssamtale er registrert som gjennomført."))
    return session


@transaction.atomic
def close_mentoring(*, session: MentoringSession, by: User) -> MentoringSession:
    """Only the mentor closes (R10), and there must be minutes to close on."""
    session = locked_session(session)
    acting_as = standing_in(session.series, by, only_mentor=True)
    if session.state in MentoringSession.FINISHED:
        raise SessionFinished
    if session.state != State.MINUTED:
        raise NoMinutesYet
    event = move_session_state(session, Kind.CLOSED, to=State.CLOSED, by=by, acting_as=acting_as)
    record_session("mentoring_closed", session, by, acting_as, [event])
    tell_session(session, by, "mentoring_closed", _("En veiledningssamtale er ferdigstilt."))
    return session


def mark_held(session: MentoringSession, by: User, acting_as: str) -> MentoringEvent:
    if not session.has_begun:
        raise SessionNotBegun
    writer = session.series.doctor or session.series.mentor
    return move_session_state(session, Kind.HELD, to=State.HELD, by=by, acting_as=acting_as, waiting_on=writer)


def locked_session(session: MentoringSession) -> MentoringSession:
    rows = MentoringSession.objects.select_related("series__doctor", "series__mentor", "series__institution")
    return rows.prefetch_related("doctors").select_for_update(of=("self",)).get(pk=session.pk)


def tell_session(session: MentoringSession, by: User, kind: str, text: str) -> None:
    for user in {session.series.mentor, *session.doctors.all()} - {by}:
        notify(user=user, kind=kind, text=text, path=session.get_absolute_url())


def record_session(name: str, session: MentoringSession, by: User, acting_as: str, facts: Iterable[Any]) -> None:
    """One event for each doctor it is about; never a word of what was said."""
    facts = [session, *facts]
    for doctor in session.doctors.all():
        own = [fact for fact in facts if getattr(fact, "doctor_id", None) in (None, doctor.pk)]
        audit.record(
            name,
            target=session,
            by=by,
            acting_as=acting_as,
            subject=doctor,
            controller=session.series.institution,
            facts=own,
        )


def _changeable(session: MentoringSession, by: User, reason: str) -> tuple[MentoringSession, str]:
    session = locked_session(session)
    acting_as = standing_in(session.series, by, only_mentor=session.series.is_group)
    if session.state not in MentoringSession.BEFORE:
        raise SessionBegun
    if not reason.strip():
        raise TextMissing(_("Skriv hvorfor. Bare de som er med i samtalen, leser det."))
    return session, acting_as


def _keep_reason(session: MentoringSession, reason: str, by: User) -> MentoringText:
    return keep_text(session, MentoringText.Kind.REASON, reason, by=by, doctor=session.series.doctor)


def _check_time(starts_at: dt.datetime) -> None:
    if abs(starts_at - clock.now()) > FARTHEST:
        raise BadTime
