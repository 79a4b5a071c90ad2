"""The leader marks as met on behalf of the doctor, with a reason; the doctor may object, and the leader answers."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.curriculum.models import LearningActivity
from fagvei.people.models import User
from fagvei.people.queries import leader_of
from fagvei.training.actions.activities import create_with_goals, locked, record, tell
from fagvei.training.actions.moves import begin_activity, move_activity
from fagvei.training.actions.refusals import LeaderMissing, NoObjection, NotOnBehalf, ObjectionWaits, ReasonMissing
from fagvei.training.actions.standing import check_own_record, home_institution, leading_capacity
from fagvei.training.models import ActivityEvent, PlanActivity, PlanGoal

Kind, State = ActivityEvent.Kind, PlanActivity.State


@transaction.atomic
def mark_met_on_behalf(
    *,
    doctor: User,
    goals: Iterable[PlanGoal],
    kind: str,
    title: str,
    done_on: dt.date,
    reason: str,
    by: User,
    activity: LearningActivity | None = None,
    repetitions: int = 1,
) -> PlanActivity:
    """For what the leader knows was done, as earlier service. Marked as such for ever, and the doctor is told."""
    capacity = leading_capacity(by, doctor)
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor du markerer dette på vegne av legen."))
    row = PlanActivity(
        doctor=doctor,
        institution=home_institution(doctor),
        activity=activity,
        kind=kind,
        title=title,
        done_on=done_on,
        repetitions=repetitions,
        state=State.FULFILLED,
        on_behalf_by=by,
    )
    begun = create_with_goals(row, goals, by=by, acting_as=capacity, begins=True)
    event = begin_activity(row, Kind.MARKED_ON_BEHALF, by=by, acting_as=capacity, comment=reason)
    record("activity_marked_on_behalf", row, by, capacity, [event, *begun])
    tell(doctor, "activity_marked_on_behalf", _("Lederen har markert en aktivitet på vegne av deg."), row)
    return row


@transaction.atomic
def object_to_activity(*, plan_activity: PlanActivity, reason: str, by: User) -> PlanActivity:
    """The doctor says that what was marked on behalf is wrong. The leader must answer."""
    row = locked(plan_activity)
    check_own_record(by, row.doctor_id)
    if row.on_behalf_by_id is None or row.state != State.FULFILLED:
        raise NotOnBehalf
    if row.has_open_objection:
        raise ObjectionWaits
    if not reason.strip():
        raise ReasonMissing(_("Skriv hva som er galt."))
    leader = leader_of(row.doctor)
    if leader is None:
        raise LeaderMissing
    event = move_activity(
        row, Kind.OBJECTED, to=State.FULFILLED, by=by, acting_as="doctor", comment=reason, waiting_on=leader
    )
    record("activity_objected", row, by, "doctor", [event])
    tell(leader, "objection_to_answer", _("En innsigelse venter på svar fra deg."), row)
    return row


@transaction.atomic
def answer_objection(*, plan_activity: PlanActivity, accept: bool, reason: str, by: User) -> PlanActivity:
    """Accepting annuls the activity; otherwise it stands, with the leader's reason beside the objection."""
    row = locked(plan_activity)
    capacity = leading_capacity(by, row.doctor)
    if not row.has_open_objection:
        raise NoObjection
    if not reason.strip():
        raise ReasonMissing(_("Skriv en begrunnelse for svaret."))
    event = move_activity(
        row,
        Kind.OBJECTION_ANSWERED,
        to=State.ANNULLED if accept else State.FULFILLED,
        by=by,
        acting_as=capacity,
        comment=reason,
    )
    record("objection_answered", row, by, capacity, [event], details={"accepted": accept})
    tell(row.doctor, "objection_answered", _("Innsigelsen din er besvart."), row)
    return row
