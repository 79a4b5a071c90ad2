"""A run leaves its round: its host takes it out of one that another RegUt leads, or cancels it. With a reason, and all are told."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.allocation import collect_again, end_round
from fagvei.courses.actions.applications import (
    Kind,
    State,
    locked_application,
    move_application,
    record_application,
)
from fagvei.courses.actions.joint import leave_by
from fagvei.courses.actions.joint_refusals import LeadDoesNotLeave, RunHasLeft, TooLateToLeave
from fagvei.courses.actions.manual_changes import change_by_hand, locked_round_run
from fagvei.courses.actions.offers import let_go, settle_application
from fagvei.courses.actions.runs import cancel_run_alone, locked_run
from fagvei.courses.actions.seat_refusals import AlreadyInRound, ChangeReasonMissing
from fagvei.courses.actions.standing import HOST, check_not_own, host_capacity
from fagvei.courses.models import ApplicationRound, CourseApplication, CourseRun, ManualChange, RoundRun, SeatOffer
from fagvei.courses.queries.joint import officers_of
from fagvei.people.actions import notify
from fagvei.people.models import User

WORDS = {
    ManualChange.Kind.RUN_LEFT: gettext_lazy(
        "En kjøring du har søkt på, er tatt ut av søknadsrunden. Begrunnelsen står på søknaden."
    ),
    ManualChange.Kind.CANCELLED: gettext_lazy("Et kurs du har søkt på, er avlyst. Begrunnelsen står på søknaden."),
}


@transaction.atomic
def leave_round(*, round_run: RoundRun, reason: str, by: User) -> ManualChange:
    """Wishes for the run fall out, the others stand. After the deadline nothing is drawn anew, and a preview is made again."""
    found, row = locked_round_run(round_run)
    acting_as = host_capacity(by, row.run)
    check_not_own(by, round=found)
    _check(found, row, reason)
    row.run = locked_run(row.run)
    change = _go(found, row, ManualChange.Kind.RUN_LEFT, reason, by, acting_as)
    for officer in officers_of(found.host_centre_id):
        notify(
            user=officer,
            kind="round_left",
            text=_("En RegUt har tatt en kjøring ut av en felles søknadsrunde."),
            path=found.get_absolute_url(),
        )
    return change


@transaction.atomic
def cancel_run(*, run: CourseRun, reason: str, by: User) -> CourseRun:
    """The round goes on without the run. Whoever has taken a seat keeps what was decided; whoever applied or waits is told.

    The round is locked first, as by everything that happens in one.
    """
    standing = RoundRun.objects.standing().select_related("round").filter(run=run).first()
    found, row = locked_round_run(standing) if standing is not None else (None, None)
    cancelled = cancel_run_alone(run=run, reason=reason, by=by)
    if found is None or row is None:
        if RoundRun.objects.standing().filter(run=cancelled).exists():
            raise AlreadyInRound  # one was opened in the same moment: cancelled once more, the round is locked as well
        return cancelled
    row.run = cancelled
    if found.is_released:
        change_by_hand(found, row, ManualChange.Kind.CANCELLED, reason, by, HOST)
        _end_offers(found, row, reason, by)
        _end_waiting(found, row)
        return cancelled
    _go(found, row, ManualChange.Kind.CANCELLED, reason, by, HOST)
    if not found.round_runs.standing().exists():
        end_round(found, by, HOST)
    return cancelled


def _go(
    found: ApplicationRound, row: RoundRun, kind: ManualChange.Kind, reason: str, by: User, acting_as: str
) -> ManualChange:
    """Out of a round that is not released."""
    row.left_at = clock.now()
    row.save(update_fields=["left_at"])
    change = change_by_hand(found, row, kind, reason, by, acting_as)
    ended = leave_by(row.run, found.host_centre_id, reason=reason, by=by)
    previewed = collect_again(found)
    audit.record(
        "round_left",
        target=row,
        by=by,
        acting_as=acting_as,
        controller=row.run.host_centre,
        details={"course": row.run.course.code},
        facts=[row, change, *ended, *previewed],
    )
    text = WORDS[kind]
    for application in found.applications.filter(state__in=CourseApplication.BEFORE_DEADLINE).select_related("doctor"):
        _let_wish_fall(found, application, row.key, str(text))
    return change


def _end_offers(found: ApplicationRound, row: RoundRun, reason: str, by: User) -> None:
    """Nobody is asked to answer for a course that is not held. They have been told as people with a seat."""
    offers = row.offers.filter(state=SeatOffer.State.OFFERED).select_related("round_run__run__host_centre", "doctor")
    for offer in offers.order_by("pk"):
        _found, application = locked_application(offer.application)
        let_go(offer, SeatOffer.State.CANCELLED, by=by, acting_as=HOST, reason=reason)
        settle_application(application, by, HOST)


def _end_waiting(found: ApplicationRound, row: RoundRun) -> None:
    waiting = list(row.waiting.filter(is_waiting=True).select_related("application__doctor").order_by("place"))
    row.waiting.filter(is_waiting=True).update(is_waiting=False)
    for entry in waiting:
        entry.application.round = found
        settle_application(entry.application, None, "system")
        _tell(entry.application, "run_cancelled", _("Et kurs du venter på plass på, er avlyst."))


def what_stops(found: ApplicationRound, row: RoundRun) -> Any:
    """The refusal that the page tells in the place of the button."""
    if row.left_at is not None:
        return RunHasLeft
    if found.is_released:
        return TooLateToLeave
    return LeadDoesNotLeave if row.run.host_centre_id == found.host_centre_id else None


def _check(found: ApplicationRound, row: RoundRun, reason: str) -> None:
    if (refusal := what_stops(found, row)) is not None:
        raise refusal
    if not reason.strip():
        raise ChangeReasonMissing


def _let_wish_fall(found: ApplicationRound, row: CourseApplication, key: str, text: str) -> None:
    """The receipt stays: it is of what the doctor sent. With no wish left the application ends; until the deadline one may
    apply again, and the consent, which was for the old wishes, is gone."""
    if key not in row.wishes:
        return
    row.round, row.wishes = found, [wish for wish in row.wishes if wish != key]
    if not row.wishes and not found.is_over:
        row.consent_by = row.consent_at = None
    event = move_application(
        row,
        Kind.RUN_LEFT,
        to=row.state if row.wishes else State.ENDED,
        by=None,
        acting_as="system",
        waiting_on=row.waiting_on if row.wishes else None,
    )
    record_application("course_wish_fell_out", row, None, "system", [event])
    _tell(row, "course_run_left", text)


def _tell(row: CourseApplication, kind: str, text: str) -> None:
    notify(user=row.doctor, kind=kind, text=text, path=reverse("courses:application", args=[row.public_id]))
