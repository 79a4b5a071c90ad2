"""The leader confirms that part 1 is done, or that internship before the new scheme counts as part 1 (R2)."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.curriculum.models import GoalSet
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import institution_of
from fagvei.training import rules
from fagvei.training.actions.refusals import ReasonMissing
from fagvei.training.actions.service import lock_service_of
from fagvei.training.actions.service_refusals import (
    AlreadyAnnulled,
    Part1AlreadyConfirmed,
    Part1BasisMissing,
    Part1GoalsRemain,
    Part1InFuture,
    Part1InUse,
)
from fagvei.training.actions.standing import leading_capacity
from fagvei.training.models import EducationPlan, GoalPlan, Part1Confirmation, Part1Withdrawal, Placement, PlanGoal
from fagvei.training.models.goals import no_longer_asked_for, of_part_1
from fagvei.training.queries.plan_rows import expected_goals
from fagvei.training.rules.progress import Counted


@transaction.atomic
def confirm_part_1(*, doctor: User, basis: str, completed_on: dt.date, seen: str, by: User) -> Part1Confirmation:
    """Done once and carried on. `seen` says what the leader looked at."""
    lock_service_of(doctor)
    capacity = leading_capacity(by, doctor)
    if Part1Confirmation.objects.filter(doctor=doctor).standing().exists():
        raise Part1AlreadyConfirmed
    if completed_on > clock.today():
        raise Part1InFuture
    if not seen.strip():
        raise Part1BasisMissing
    if left := _left_of_part_1(doctor):
        raise Part1GoalsRemain.of(left)
    confirmation = Part1Confirmation.objects.create(
        doctor=doctor,
        basis=Part1Confirmation.Basis(basis),
        completed_on=completed_on,
        seen=seen,
        by=by,
        acting_as=capacity,
    )
    _record("part_1_confirmed", confirmation, by, capacity, [confirmation])
    _tell(doctor, "part_1_confirmed", _("Del 1 er bekreftet."))
    return confirmation


@transaction.atomic
def annul_part_1(*, confirmation: Part1Confirmation, reason: str, by: User) -> Part1Withdrawal:
    """A wrong confirmation is taken back by a new row, when no service rests on it."""
    doctor = confirmation.doctor
    lock_service_of(doctor)
    capacity = leading_capacity(by, doctor)
    if Part1Withdrawal.objects.filter(confirmation=confirmation).exists():
        raise AlreadyAnnulled
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor bekreftelsen annulleres."))
    rests = Q(kind__in=Placement.OF_A_SPECIALTY) | Q(
        kind=Placement.Kind.OTHER, counts=True, starts_on__gte=rules.NEW_SCHEME_FROM
    )
    if Placement.objects.filter(rests, doctor=doctor).standing().exists():
        raise Part1InUse
    withdrawal = Part1Withdrawal.objects.create(confirmation=confirmation, by=by, reason=reason)
    _record("part_1_annulled", confirmation, by, capacity, [confirmation, withdrawal])
    _tell(doctor, "part_1_annulled", _("Bekreftelsen av del 1 er annullert."))
    return withdrawal


def _left_of_part_1(doctor: User) -> int:
    """What is not approved of a part 1 whose plan was made here, loaded or not. One done elsewhere is seen in HPR alone."""
    if not EducationPlan.objects.filter(doctor=doctor, specialty__isnull=True).exists():
        return 0
    sets = GoalPlan.objects.filter(doctor=doctor, goal_set__kind__in=(GoalSet.Kind.PART_1, GoalSet.Kind.COMMON))
    current = sets.filter(Exists(EducationPlan.objects.current().filter(goal_plans=OuterRef("pk"))))
    goals = PlanGoal.objects.filter(doctor=doctor, goal__in=of_part_1())
    left = 0
    for each in current.annotate(expected=expected_goals("goal_set__", is_of_part_1=Q(doctor=doctor))):
        own = goals.filter(goal_plan=each)
        approved, ended = own.filter(state=PlanGoal.State.APPROVED).count(), own.filter(no_longer_asked_for()).count()
        left += Counted(own.count(), approved, ended, expected=each.expected).whole - approved
    return left


def _record(name: str, confirmation: Part1Confirmation, by: User, capacity: str, facts: list) -> None:
    audit.record(
        name,
        target=confirmation,
        by=by,
        acting_as=capacity,
        subject=confirmation.doctor,
        controller=institution_of(confirmation.doctor) or "",
        facts=facts,
    )


def _tell(doctor: User, kind: str, text: str) -> None:
    notify(user=doctor, kind=kind, text=text, path=reverse("training:my_service"))
