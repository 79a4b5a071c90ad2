"""One round for several hosts: one RegUt asks, each host answers for its own run until the round is made."""

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common.models import Fact
from fagvei.courses.actions.joint_refusals import (
    AlreadyAnswered,
    AlreadyAsked,
    NotToBeJoined,
    RefusalReasonMissing,
    RoundHasOpened,
)
from fagvei.courses.actions.runs import locked_run
from fagvei.courses.actions.standing import host_capacity
from fagvei.courses.models import CourseRun, JointInvitation, JointInvitationEvent, RoundRun
from fagvei.courses.queries.joint import NO, joinable_runs, officers_of
from fagvei.people.actions import notify
from fagvei.people.models import User

State = JointInvitation.State


@transaction.atomic
def ask_to_join(*, run: CourseRun, leading: CourseRun, by: User) -> JointInvitation:
    """The host of `leading`, a run of the same course with the same deadline, asks the host of `run`."""
    acting_as = host_capacity(by, leading)
    row = locked_run(run)
    if not joinable_runs(leading).filter(pk=row.pk).exists():
        raise NotToBeJoined
    asked = JointInvitation.objects.select_for_update().filter(run=row, lead_centre=leading.host_centre_id).first()
    if asked is not None and asked.state not in NO:
        raise AlreadyAsked
    asked = asked or JointInvitation.objects.create(run=row, lead_centre=leading.host_centre)
    asked.run = row
    event = _move(asked, State.ASKED, by=by)
    _record("joint_round_asked", asked, by, acting_as, event)
    _tell(asked, row.host_centre_id, "joint_round_asked", _("En RegUt spør om en felles søknadsrunde."))
    return asked


@transaction.atomic
def join_round(*, invitation: JointInvitation, by: User) -> JointInvitation:
    row, acting_as = _locked(invitation, by)
    if row.state == State.JOINED:
        raise AlreadyAnswered
    event = _move(row, State.JOINED, by=by)
    _record("joint_round_joined", row, by, acting_as, event)
    _tell(row, row.lead_centre_id, "joint_round_answered", _("En RegUt har svart om en felles søknadsrunde."))
    return row


@transaction.atomic
def refuse_joint_round(*, invitation: JointInvitation, reason: str, by: User) -> JointInvitation:
    """Also after a yes, until the round is made."""
    row, acting_as = _locked(invitation, by)
    if row.state in NO:
        raise AlreadyAnswered
    if not reason.strip():
        raise RefusalReasonMissing
    event = _move(row, State.REFUSED, by=by, reason=reason)
    _record("joint_round_refused", row, by, acting_as, event)
    _tell(row, row.lead_centre_id, "joint_round_answered", _("En RegUt har svart om en felles søknadsrunde."))
    return row


def _locked(invitation: JointInvitation, by: User) -> tuple[JointInvitation, str]:
    """The run first, as whoever makes the round locks it: an answer comes before the round, or too late."""
    run = locked_run(invitation.run)
    acting_as = host_capacity(by, run)
    rows = JointInvitation.objects.select_related("lead_centre").select_for_update(of=("self",))
    row = rows.get(pk=invitation.pk)
    row.run = run
    if RoundRun.objects.standing().filter(run=run).exists():
        raise RoundHasOpened
    return row, acting_as


def leave_by(run: CourseRun, lead_centre_id: int, *, reason: str, by: User) -> list[Fact]:
    """The yes of a run that leaves a round is over. The host may be asked again, or say yes again.

    In a national application a run is in without having answered: then leaving is the answer.
    """
    asked = JointInvitation.objects.select_for_update(of=("self",)).filter(run=run, lead_centre=lead_centre_id)
    row = asked.exclude(state__in=NO).first()
    if row is None:
        return []
    to = State.LEFT if row.state == State.JOINED else State.REFUSED
    return [row, _move(row, to, by=by, reason=reason)]


def _move(row: JointInvitation, to: str, *, by: User, reason: str = "") -> JointInvitationEvent:
    """The only place that writes the state."""
    if to != row.state and to not in JointInvitation.MOVES[row.state]:
        raise AssertionError(f"An invitation cannot go from {row.state} to {to}.")
    event = JointInvitationEvent.objects.create(invitation=row, state_after=to, reason=reason, by=by)
    row.state, row.since = to, event.at
    row.save()
    return event


def _record(name: str, row: JointInvitation, by: User, acting_as: str, event: JointInvitationEvent) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        controller=row.run.host_centre,
        details={"course": row.run.course.code},
        facts=[row, event],
    )


def _tell(row: JointInvitation, centre_id: int, kind: str, text: str) -> None:
    for officer in officers_of(centre_id):
        notify(user=officer, kind=kind, text=text, path=row.get_absolute_url())
