"""A host takes its run out of a round that another RegUt leads: with a reason, until the seats are released."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.allocation import collect_again
from fagvei.courses.actions.applications import Kind, State, move_application, record_application
from fagvei.courses.actions.joint import leave_by
from fagvei.courses.actions.joint_refusals import LeadDoesNotLeave, RunHasLeft, TooLateToLeave
from fagvei.courses.actions.manual_changes import change_by_hand, locked_round_run
from fagvei.courses.actions.runs import locked_run
from fagvei.courses.actions.seat_refusals import ChangeReasonMissing
from fagvei.courses.actions.standing import host_capacity
from fagvei.courses.models import ApplicationRound, CourseApplication, ManualChange, RoundRun
from fagvei.courses.queries.joint import officers_of
from fagvei.people.actions import notify
from fagvei.people.models import User


@transaction.atomic
def leave_round(*, round_run: RoundRun, reason: str, by: User) -> ManualChange:
    """Wishes for the run fall out, the others stand. After the deadline nothing is drawn anew, and a preview is made again."""
    found, row = locked_round_run(round_run)
    acting_as = host_capacity(by, row.run)
    _check(found, row, reason)
    row.run = locked_run(row.run)
    row.left_at = clock.now()
    row.save(update_fields=["left_at"])
    change = change_by_hand(found, row, ManualChange.Kind.RUN_LEFT, reason, by, acting_as)
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
    for application in found.applications.filter(state__in=CourseApplication.BEFORE_DEADLINE).select_related("doctor"):
        _let_wish_fall(found, application, row.key)
    for officer in officers_of(found.host_centre_id):
        notify(
            user=officer,
            kind="round_left",
            text=_("En RegUt har tatt en kjøring ut av en felles søknadsrunde."),
            path=found.get_absolute_url(),
        )
    return change


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


def _let_wish_fall(found: ApplicationRound, row: CourseApplication, key: str) -> None:
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
    notify(
        user=row.doctor,
        kind="course_run_left",
        text=_("En kjøring du har søkt på, er tatt ut av søknadsrunden. Begrunnelsen står på søknaden."),
        path=reverse("courses:application", args=[row.public_id]),
    )
