"""The leader, the deputy or a delegate decides: approve, return, annul an approval (R3, R4)."""

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.curriculum.models import GoalRevision
from fagvei.people.models import User
from fagvei.people.queries import institution_of, leader_of
from fagvei.training.actions.completing import locked, record, tell
from fagvei.training.actions.moves import move_goal
from fagvei.training.actions.refusals import (
    AdvisedAgainst,
    AlreadyDecided,
    CommentMissing,
    CompulsoryUnmet,
    GoalNotSent,
    LeaderMissing,
    OfficialTextMissing,
    OpinionNotSeen,
    OpinionsMissing,
    ReasonMissing,
    RequirementsUnmet,
)
from fagvei.training.actions.standing import check_plan_is_current, deciding
from fagvei.training.models import GoalEvent, PlanGoal, SignOff, SignOffWithdrawal
from fagvei.training.queries.deciding import (
    OpinionsForDecision,
    opinions_for_decision,
    revision_to_approve,
    unmet_requirements,
)

Kind, State = GoalEvent.Kind, PlanGoal.State


@transaction.atomic
def sign_off_goal(*, plan_goal: PlanGoal, by: User, reason: str = "", seen: int | None = None) -> SignOff:
    """Approve that the competence is reached. Two leaders at once: the lock lets one through, the other reads that it is done.

    `seen` is how many opinions stood on the page: one that came since, perhaps against, is read first.
    """
    row = locked(plan_goal)
    capacity = deciding(by, row.doctor)
    _check_sent(row)
    check_plan_is_current([row])
    opinions = opinions_for_decision(row)
    if opinions.basis is None:
        raise OpinionsMissing
    if seen is not None and len(opinions.opinions) != seen:
        raise OpinionNotSeen
    revision = revision_to_approve(row)
    check_text(revision, row.doctor)
    _check_reason(row, opinions, reason)
    leader = leader_of(row.doctor)
    if leader is None:
        raise LeaderMissing
    sign_off = SignOff.objects.create(
        plan_goal=row,
        doctor=row.doctor,
        by=by,
        acting_as=capacity,
        responsible_leader=leader,
        revision=revision,
        mentor_opinion=opinions.basis.mentor.key,
        supervisor_opinion=opinions.basis.supervisor.key,
        reason=reason,
    )
    row.revision = revision
    event = move_goal(row, Kind.APPROVED, to=State.APPROVED, by=by, acting_as=capacity, comment=reason)
    record("goal_signed_off", row, by, capacity, [event, sign_off])
    tell(row.doctor, "goal_approved", _("Et læringsmål er godkjent."), row)
    return sign_off


@transaction.atomic
def return_goal(*, plan_goal: PlanGoal, comment: str, by: User) -> PlanGoal:
    row = locked(plan_goal)
    capacity = deciding(by, row.doctor)
    _check_sent(row)
    if not comment.strip():
        raise CommentMissing
    event = move_goal(
        row, Kind.RETURNED, to=State.BEGUN, by=by, acting_as=capacity, comment=comment, waiting_on=row.doctor
    )
    record("goal_returned", row, by, capacity, [event])
    tell(row.doctor, "goal_returned", _("Et læringsmål er returnert til deg."), row)
    return row


@transaction.atomic
def annul_sign_off(*, sign_off: SignOff, reason: str, by: User) -> SignOffWithdrawal:
    """A wrong approval is taken back by a new row; both stay visible, and the goal is open again."""
    row = locked(sign_off.plan_goal)
    capacity = deciding(by, row.doctor)
    if SignOffWithdrawal.objects.filter(sign_off=sign_off).exists():
        raise AlreadyDecided(_("Godkjenningen er allerede annullert."))
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor godkjenningen annulleres."))
    withdrawal = SignOffWithdrawal.objects.create(sign_off=sign_off, by=by, reason=reason)
    event = move_goal(
        row, Kind.ANNULLED, to=State.BEGUN, by=by, acting_as=capacity, comment=reason, waiting_on=row.doctor
    )
    record("sign_off_annulled", row, by, capacity, [event, withdrawal])
    tell(row.doctor, "sign_off_annulled", _("En godkjenning er annullert."), row)
    return withdrawal


def _check_sent(row: PlanGoal) -> None:
    if row.state == State.APPROVED:
        raise AlreadyDecided
    if row.state != State.SENT:
        raise GoalNotSent


def check_text(revision: GoalRevision, doctor: User) -> None:
    """Without its official text nobody knows what is approved. Fictional doctors at fictional institutions may practise."""
    institution = institution_of(doctor)
    is_demo = doctor.is_demo and institution is not None and institution.is_demo
    if not revision.has_official_text and not is_demo:
        raise OfficialTextMissing


def _check_reason(row: PlanGoal, opinions: OpinionsForDecision, reason: str) -> None:
    unmet = unmet_requirements(row)
    if any(not requirement.recommended for requirement in unmet):
        raise CompulsoryUnmet
    if reason.strip():
        return
    if opinions.is_against:
        raise AdvisedAgainst
    if unmet:
        raise RequirementsUnmet
