"""What is asked of one doctor beyond the minimum, and what is accepted instead (R7, R11)."""

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.curriculum.models import LearningActivity, Requirement
from fagvei.people.models import User
from fagvei.people.queries import deciding_capacity, mentor_of
from fagvei.training import rules
from fagvei.training.actions.completing import locked, record, tell
from fagvei.training.actions.refusals import (
    AlreadyDecided,
    BadRepetitions,
    BelowMinimum,
    EvidenceMissing,
    EvidenceUnfit,
    ForeignActivity,
    NotCounting,
    NotMentorOrDecider,
    OwnCase,
    ReasonMissing,
    WrongRequirement,
)
from fagvei.training.actions.standing import deciding
from fagvei.training.models import Assessment, EquivalentActivity, Opinion, PersonalRequirement, PlanActivity, PlanGoal
from fagvei.training.queries.deciding import national_minimum, personal_repetitions

MOST_REPETITIONS = 10_000


Evidence = PlanActivity | Opinion | Assessment


@transaction.atomic
def raise_repetitions(
    *,
    plan_goal: PlanGoal,
    activity: LearningActivity,
    repetitions: int,
    reason: str,
    by: User,
    evidence: Evidence | None = None,
) -> PersonalRequirement:
    """Ask more of one doctor than the national minimum, or go back towards it; never below. A raise cites its evidence."""
    row = locked(plan_goal)
    acting_as = _requiring_capacity(by, row.doctor)
    if row.state == PlanGoal.State.APPROVED:
        raise AlreadyDecided
    if repetitions > MOST_REPETITIONS:
        raise BadRepetitions
    minimum = national_minimum(row, activity)
    present = personal_repetitions(row).get(activity.pk, minimum)
    fault = rules.may_be_set(
        repetitions=repetitions,
        minimum=minimum,
        present=present,
        has_reason=bool(reason.strip()),
        cites=evidence is not None,
    )
    if fault == "below_minimum":
        raise BelowMinimum(
            _("Antallet kan ikke være lavere enn det nasjonale minstetallet, som er %(minimum)s.")
            % {"minimum": minimum}
        )
    if fault == "reason_missing":
        raise ReasonMissing(_("Skriv hvorfor antallet endres for denne legen."))
    if fault:
        raise EvidenceMissing
    requirement = PersonalRequirement.objects.create(
        plan_goal=row, activity=activity, repetitions=repetitions, reason=reason, by=by, **_cited(evidence, row)
    )
    record(
        "repetitions_set", row, by, acting_as, [requirement], details={"repetitions": repetitions, "minimum": minimum}
    )
    tell(row.doctor, "repetitions_set", _("Kravet til antall er endret for et av målene dine."), row)
    return requirement


@transaction.atomic
def accept_equivalent(
    *, plan_goal: PlanGoal, requirement: Requirement, plan_activity: PlanActivity, reason: str, by: User
) -> EquivalentActivity:
    """Another activity shows the competence as well as the recommended one."""
    row = locked(plan_goal)
    capacity = deciding(by, row.doctor)
    if row.state == PlanGoal.State.APPROVED:
        raise AlreadyDecided
    if requirement.goal_id != row.goal_id:
        raise WrongRequirement
    plan_activity = PlanActivity.objects.select_for_update().get(pk=plan_activity.pk)
    if plan_activity.doctor_id != row.doctor_id:
        raise ForeignActivity
    if plan_activity.state not in PlanActivity.COUNTING:
        raise NotCounting
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor aktiviteten er like god som den anbefalte."))
    equivalent = EquivalentActivity.objects.create(
        plan_goal=row,
        doctor=row.doctor,
        requirement=requirement,
        plan_activity=plan_activity,
        reason=reason,
        by=by,
        acting_as=capacity,
    )
    record("equivalent_accepted", row, by, capacity, [equivalent])
    tell(row.doctor, "equivalent_accepted", _("En tilsvarende aktivitet er godtatt."), row)
    return equivalent


def _cited(evidence: Evidence | None, plan_goal: PlanGoal) -> dict[str, Evidence]:
    """The column that names the evidence, when it is this doctor's and others may see it."""
    if isinstance(evidence, Opinion):
        if evidence.plan_goal.doctor_id != plan_goal.doctor_id:
            raise EvidenceUnfit
        return {"cited_opinion": evidence}
    if isinstance(evidence, Assessment):
        evidence = Assessment.objects.select_for_update().get(pk=evidence.pk)
        if evidence.doctor_id != plan_goal.doctor_id or evidence.state != Assessment.State.SIGNED:
            raise EvidenceUnfit
        return {"cited_assessment": evidence}
    if isinstance(evidence, PlanActivity):
        evidence = PlanActivity.objects.select_for_update().get(pk=evidence.pk)
        is_seen = evidence.state in PlanActivity.COUNTING or evidence.state == PlanActivity.State.SENT
        if evidence.doctor_id != plan_goal.doctor_id or not is_seen:
            raise EvidenceUnfit
        return {"cited_activity": evidence}
    return {}


def _requiring_capacity(by: User, doctor: User) -> str:
    if rules.is_own_case(by.pk, doctor.pk):
        raise OwnCase
    capacity = deciding_capacity(by, doctor) or ("mentor" if by == mentor_of(doctor) else None)
    if capacity is None:
        raise NotMentorOrDecider
    return capacity
