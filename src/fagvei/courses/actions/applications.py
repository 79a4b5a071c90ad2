"""From wish to what counts: applied, consented to by the leader, changed, withdrawn. All until the deadline, by the one clock."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.models import content_digest
from fagvei.common.prepared import prepared
from fagvei.courses.actions.cases import Cases, say
from fagvei.courses.actions.rounds import kept_round, locked_round
from fagvei.courses.actions.seat_refusals import (
    AlreadyApplied,
    CommentNeeded,
    ConsentLeaderMissing,
    DoctorsOnly,
    NotApplicant,
    NotAwaitingConsent,
    NotConsenting,
    NotWithdrawable,
    RoundNotOpen,
    WishesChanged,
    WishesMissing,
)
from fagvei.courses.models import ApplicationEvent, ApplicationRound, CourseApplication, RoundRun
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import deciding_capacity, has_role, leader_of

State, Kind = CourseApplication.State, ApplicationEvent.Kind
LEADS = frozenset({"leader", "deputy"})


@transaction.atomic
def apply_for_seat(
    *, round: ApplicationRound, wishes: list[str], by: User, cases: Cases | None = None
) -> CourseApplication:
    """`wishes` are keys of runs in the round, the most wanted first. The leader is asked; until then it does not count.

    `cases`: what the doctor says about criteria that people judge.
    """
    found = kept_round(round)
    at = _check_open(found)
    if not has_role(by, "doctor"):
        raise DoctorsOnly
    _check_wishes(found, wishes)
    _one_form_at_a_time(doctor=by.pk)
    row = _locked_of.first(round=found.pk, doctor=by.pk) or CourseApplication()
    if row.pk and row.state not in CourseApplication.APPLIES_AGAIN:
        raise AlreadyApplied
    row.round, row.doctor = found, by
    row.wishes = wishes
    row.consent_by = row.consent_at = None
    leader = _leader_to_ask(by)
    event = move_application(
        row, Kind.APPLIED, to=State.AWAITING, by=by, acting_as="doctor", at=at, waiting_on=leader, received=True
    )
    record_application("course_applied", row, by, "doctor", [event, *say(row, cases or {}, at)])
    _ask(leader)
    return row


@transaction.atomic
def change_wishes(
    *, application: CourseApplication, wishes: list[str], by: User, cases: Cases | None = None
) -> CourseApplication:
    """Another order, or fewer, keeps the consent; a run that is new is asked about again."""
    found, row = _kept_application(application)
    _check_own(row, by)
    at = _check_open(found)
    if row.state not in CourseApplication.BEFORE_DEADLINE:
        raise NotWithdrawable
    _check_wishes(found, wishes)
    is_covered = row.state == State.SENT and set(wishes) <= set(row.wishes)
    row.wishes = wishes
    if is_covered:
        event = move_application(row, Kind.CHANGED, to=State.SENT, by=by, acting_as="doctor", at=at, received=True)
    else:
        leader = _leader_to_ask(by)
        row.consent_by = row.consent_at = None
        event = move_application(
            row, Kind.CHANGED, to=State.AWAITING, by=by, acting_as="doctor", at=at, waiting_on=leader, received=True
        )
        _ask(leader)
    record_application("course_wishes_changed", row, by, "doctor", [event, *say(row, cases or {}, at)])
    return row


@transaction.atomic
def withdraw_application(*, application: CourseApplication, by: User) -> CourseApplication:
    found, row = _kept_application(application)
    _check_own(row, by)
    at = _check_open(found)
    if row.state not in CourseApplication.BEFORE_DEADLINE:
        raise NotWithdrawable
    event = move_application(row, Kind.WITHDRAWN, to=State.WITHDRAWN, by=by, acting_as="doctor", at=at)
    record_application("course_application_withdrawn", row, by, "doctor", [event])
    return row


@transaction.atomic
def consent_to_application(*, application: CourseApplication, by: User, shown: str = "") -> CourseApplication:
    """`shown` is the print of the wishes that the leader has read; other wishes are not consented to."""
    found, row = _kept_application(application)
    capacity = _consenting_capacity(row, by)
    at = _check_open(found)
    if row.state != State.AWAITING:
        raise NotAwaitingConsent
    if shown and shown != row.wishes_shown:
        raise WishesChanged
    row.consent_by, row.consent_at = by, at
    event = move_application(row, Kind.CONSENTED, to=State.SENT, by=by, acting_as=capacity, at=at)
    record_application("course_consented", row, by, capacity, [event])
    _tell(row, "course_consented", _("Lederen din har samtykket. Kurssøknaden teller med."))
    return row


@transaction.atomic
def refuse_consent(*, application: CourseApplication, comment: str, by: User) -> CourseApplication:
    found, row = _kept_application(application)
    capacity = _consenting_capacity(row, by)
    at = _check_open(found)
    if row.state != State.AWAITING:
        raise NotAwaitingConsent
    if not comment.strip():
        raise CommentNeeded
    event = move_application(row, Kind.REFUSED, to=State.REFUSED, by=by, acting_as=capacity, at=at, comment=comment)
    record_application("course_consent_refused", row, by, capacity, [event])
    _tell(row, "course_consent_refused", _("Lederen din samtykker ikke til en kurssøknad."))
    return row


# --- What all verbs on an application share ---


def locked_application(application: CourseApplication) -> tuple[ApplicationRound, CourseApplication]:
    found = locked_round(application.round)
    (row,) = _locked(pk=application.pk)
    row.round = found
    return found, row


def _kept_application(application: CourseApplication) -> tuple[ApplicationRound, CourseApplication]:
    """Until the deadline: the row of the application is locked, and the round stands still without being anybody's."""
    found = kept_round(application.round)
    (row,) = _locked(pk=application.pk)
    row.round = found
    return found, row


@prepared
def _one_form_at_a_time(doctor: int) -> QuerySet:
    """The first application has no row that could be locked, so the doctor's own is: another form of hers waits."""
    return User.objects.select_for_update(no_key=True).filter(pk=doctor).values_list("pk", flat=True)


@prepared
def _locked(pk: int) -> QuerySet[CourseApplication]:
    rows = CourseApplication.objects.select_for_update(of=("self",)).select_related("doctor")
    return rows.filter(pk=pk)


@prepared
def _locked_of(round: int, doctor: int) -> QuerySet[CourseApplication]:
    return CourseApplication.objects.select_for_update().filter(round_id=round, doctor_id=doctor)


def move_application(
    row: CourseApplication,
    kind: ApplicationEvent.Kind,
    *,
    to: str,
    by: User | None,
    acting_as: str,
    at: dt.datetime | None = None,
    comment: str = "",
    waiting_on: User | None = None,
    received: bool = False,
) -> ApplicationEvent:
    """The only place that writes the state. `received` gives a new receipt: the hash of what was received, and when."""
    if row.pk and to != row.state and to not in CourseApplication.MOVES[row.state]:
        raise AssertionError(f"An application cannot go from {row.state} to {to}.")
    at = at or clock.now()
    if received:
        row.receipt = receipt_of(row, at)
    row.state, row.waiting_on, row.since = to, waiting_on, at
    row.save()
    return ApplicationEvent.objects.create(
        application=row,
        kind=kind,
        state_after=to,
        wishes=row.wishes,
        receipt=row.receipt if received else "",
        comment=comment,
        by=by,
        acting_as=acting_as,
        at=at,
    )


def receipt_of(row: CourseApplication, at: dt.datetime) -> str:
    return content_digest(
        {"round": row.round.public_id, "application": row.public_id, "wishes": row.wishes, "received_at": at}
    )


def record_application(name: str, row: CourseApplication, by: Any, acting_as: str, facts: list[Any]) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.doctor,
        controller=row.round.host_centre,
        details={"course": row.round.course.code},
        facts=[row, *facts],
    )


def _check_open(found: ApplicationRound) -> dt.datetime:
    """Asked after the lock is held: what was sent in time and had to wait past the deadline is too late for all alike.

    Returns the instant that was judged. What follows is stamped with it, and not with one that may lie after the deadline.
    """
    at = clock.now()
    if not found.is_open_at(at):
        raise RoundNotOpen
    return at


def _check_own(row: CourseApplication, by: User) -> None:
    if row.doctor_id != by.pk:
        raise NotApplicant


def _check_wishes(found: ApplicationRound, wishes: list[str]) -> None:
    keys = {str(key) for key in _keys(round=found.pk)}
    if not wishes or len(set(wishes)) != len(wishes) or not set(wishes) <= keys:
        raise WishesMissing


@prepared
def _keys(round: int) -> QuerySet:
    return RoundRun.objects.standing().filter(round_id=round).values_list("public_id", flat=True)


def _leader_to_ask(doctor: User) -> User:
    leader = leader_of(doctor)
    if leader is None:
        raise ConsentLeaderMissing
    return leader


def _consenting_capacity(row: CourseApplication, by: User) -> str:
    capacity = deciding_capacity(by, row.doctor)
    if capacity not in LEADS:
        raise NotConsenting
    return str(capacity)


def _ask(leader: User) -> None:
    notify(
        user=leader,
        kind="course_consent_asked",
        text=_("En kurssøknad venter på samtykket ditt."),
        path="/oppgaver/",
    )


def _tell(row: CourseApplication, kind: str, text: str) -> None:
    notify(user=row.doctor, kind=kind, text=text, path=reverse("courses:my_courses"))
