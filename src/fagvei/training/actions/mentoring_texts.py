"""What is written around a session: preparation, minutes, a personal note, agreed actions; and sharing with a new mentor."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import mentor_of
from fagvei.training.actions.mentoring_refusals import (
    ActionDone,
    MinutesChanged,
    NothingToShare,
    NothingToTakeBack,
    NotInMentoring,
    NotOwnerOfAction,
    OnlyGroups,
    SessionBegun,
    SessionFinished,
    TextMissing,
    WrongOwner,
)
from fagvei.training.actions.mentoring_sealing import keep_text
from fagvei.training.actions.mentoring_series import DOCTOR, MENTOR, standing_in
from fagvei.training.actions.mentoring_sessions import locked_session, mark_held, record_session, tell_session
from fagvei.training.actions.moves import move_session_state
from fagvei.training.models import (
    MentoringAction,
    MentoringEvent,
    MentoringSession,
    MentoringShare,
    MentoringShareWithdrawal,
    MentoringText,
)

EventKind, State, Kind = MentoringEvent.Kind, MentoringSession.State, MentoringText.Kind


@transaction.atomic
def prepare_mentoring(*, session: MentoringSession, text: str, by: User) -> MentoringText:
    """Both may, each in words of their own; the newest version counts. In a group, the mentor's is for all of it."""
    session = locked_session(session)
    acting_as = standing_in(session.series, by)
    _check_takes_part(session, by, acting_as)
    if session.state not in MentoringSession.BEFORE:
        raise SessionBegun
    _check_text(text)
    doctor = by if acting_as == DOCTOR else session.series.doctor
    kept = keep_text(session, Kind.PREPARATION, text, by=by, doctor=doctor)
    event = move_session_state(session, EventKind.PREPARED, to=State.PREPARED, by=by, acting_as=acting_as)
    record_session("mentoring_prepared", session, by, acting_as, [event, kept])
    return kept


@transaction.atomic
def write_minutes(*, session: MentoringSession, text: str, by: User, seen: str = "") -> MentoringText:
    """Either of the two, until the mentor closes; of a group, the mentor. `seen` is the version one wrote further on."""
    session = locked_session(session)
    acting_as = standing_in(session.series, by, only_mentor=session.series.is_group)
    if session.state in MentoringSession.FINISHED:
        raise SessionFinished
    _check_text(text)
    newest = session.texts.filter(kind=Kind.MINUTES).order_by("-at", "-pk").first()
    if newest is not None and str(newest.public_id) != seen:
        raise MinutesChanged
    events = [mark_held(session, by, acting_as)] if session.state in MentoringSession.BEFORE else []
    kept = keep_text(session, Kind.MINUTES, text, by=by, doctor=session.series.doctor)
    mentor = session.series.mentor
    events.append(
        move_session_state(session, EventKind.MINUTED, to=State.MINUTED, by=by, acting_as=acting_as, waiting_on=mentor)
    )
    record_session("mentoring_minuted", session, by, acting_as, [*events, kept])
    tell_session(session, by, "mentoring_minuted", _("Et referat fra veiledning er skrevet."))
    return kept


@transaction.atomic
def write_note(*, session: MentoringSession, doctor: User, text: str, by: User) -> MentoringText:
    """Beside the minutes of a group: for one doctor and the mentor alone."""
    session = locked_session(session)
    acting_as = standing_in(session.series, by)
    if not session.series.is_group:
        raise OnlyGroups
    if doctor not in session.doctors.all() or (acting_as == DOCTOR and doctor.pk != by.pk):
        raise NotInMentoring
    if session.state == State.CANCELLED:
        raise SessionFinished
    _check_text(text)
    kept = keep_text(session, Kind.NOTE, text, by=by, doctor=doctor)
    _record_own("mentoring_note_written", session, doctor, by, acting_as, [kept])
    other = doctor if acting_as == MENTOR else session.series.mentor
    notify(
        user=other,
        kind="mentoring_note_written",
        text=_("Et notat fra veiledning er skrevet."),
        path=session.get_absolute_url(),
    )
    return kept


@transaction.atomic
def agree_action(
    *, session: MentoringSession, text: str, owner: User, by: User, due_on: dt.date | None = None
) -> MentoringAction:
    """What somebody will do until next time, or later."""
    session = locked_session(session)
    acting_as = standing_in(session.series, by, only_mentor=session.series.is_group)
    if session.state in MentoringSession.FINISHED:
        raise SessionFinished
    if owner not in {session.series.mentor, *session.doctors.all()}:
        raise WrongOwner
    _check_text(text)
    kept = keep_text(session, Kind.ACTION, text, by=by, doctor=session.series.doctor)
    action = MentoringAction.objects.create(
        series=session.series, session=session, text=kept, owner=owner, due_on=due_on, agreed_by=by
    )
    record_session("mentoring_action_agreed", session, by, acting_as, [kept, action])
    if owner != by:
        notify(
            user=owner,
            kind="mentoring_action_agreed",
            text=_("Du har et nytt tiltak fra veiledning."),
            path=session.get_absolute_url(),
        )
    return action


@transaction.atomic
def finish_action(*, action: MentoringAction, by: User) -> MentoringAction:
    """By the one who promised it, the doctor or the mentor; after the series has ended not by the mentor it ended for."""
    action = MentoringAction.objects.select_for_update().get(pk=action.pk)
    session = locked_session(action.session)
    is_mentor = session.series.mentor_id == by.pk and session.series.is_running()
    if not is_mentor and by.pk not in {action.owner_id, session.series.doctor_id}:
        raise NotOwnerOfAction
    if action.done_at is not None:
        raise ActionDone
    action.done_at, action.done_by = clock.now(), by
    action.save(update_fields=["done_at", "done_by"])
    acting_as = MENTOR if session.series.mentor_id == by.pk else DOCTOR
    record_session("mentoring_action_done", session, by, acting_as, [action])
    return action


@transaction.atomic
def share_minutes(*, session: MentoringSession, by: User) -> MentoringShare:
    """The doctor lets the mentor of today read what was written with an earlier one. Nobody else can."""
    session = locked_session(session)
    if session.series.doctor_id != by.pk:
        raise NotInMentoring(_("Bare legen selv kan dele referatet."))
    mentor = mentor_of(by)
    has_minutes = session.texts.filter(kind=Kind.MINUTES).exists()
    if mentor is None or mentor == session.series.mentor or not has_minutes:
        raise NothingToShare
    if session.shares.standing().filter(person=mentor).exists():
        raise NothingToShare
    share = MentoringShare.objects.create(session=session, person=mentor, by=by)
    _record_own("mentoring_minutes_shared", session, by, by, DOCTOR, [share])
    notify(
        user=mentor,
        kind="mentoring_minutes_shared",
        text=_("Et tidligere veiledningsreferat er delt med deg."),
        path=session.get_absolute_url(),
    )
    return share


@transaction.atomic
def take_back_sharing(*, session: MentoringSession, by: User) -> list[MentoringShareWithdrawal]:
    """The doctor who shared takes it back, from now on and for everybody it is shared with."""
    session = locked_session(session)
    if session.series.doctor_id != by.pk:
        raise NotInMentoring(_("Bare legen selv kan ta delingen tilbake."))
    standing = list(session.shares.standing().filter(by=by).select_related("person").order_by("pk"))
    if not standing:
        raise NothingToTakeBack
    taken = [MentoringShareWithdrawal.objects.create(share=share, by=by) for share in standing]
    _record_own("mentoring_sharing_taken_back", session, by, by, DOCTOR, taken)
    for share in standing:
        notify(
            user=share.person,
            kind="mentoring_sharing_taken_back",
            text=_("Et veiledningsreferat er ikke lenger delt med deg."),
            path=reverse("training:mentoring"),
        )
    return taken


def _record_own(name: str, session: MentoringSession, doctor: User, by: User, acting_as: str, facts: list) -> None:
    audit.record(
        name,
        target=session,
        by=by,
        acting_as=acting_as,
        subject=doctor,
        controller=session.series.institution,
        facts=facts,
    )


def _check_takes_part(session: MentoringSession, by: User, acting_as: str) -> None:
    if acting_as == DOCTOR and by not in session.doctors.all():
        raise NotInMentoring(_("Samtalen ble avtalt før du kom med i gruppen."))


def _check_text(text: str) -> None:
    if not text.strip():
        raise TextMissing
