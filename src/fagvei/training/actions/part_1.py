"""The leader confirms that part 1 is done, or that internship before the new scheme counts as part 1 (R2)."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
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
from fagvei.training.queries.begun import begun_plans
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
    _refuse_what_is_left(doctor)
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
    if any(_rests_on_part_1(each) for each in Placement.objects.filter(doctor=doctor).standing()):
        raise Part1InUse
    withdrawal = Part1Withdrawal.objects.create(confirmation=confirmation, by=by, reason=reason)
    _record("part_1_annulled", confirmation, by, capacity, [confirmation, withdrawal])
    _tell(doctor, "part_1_annulled", _("Bekreftelsen av del 1 er annullert."))
    return withdrawal


def _rests_on_part_1(row: Placement) -> bool:
    may_count = rules.may_count(row.kind, row.starts_on, None)
    return not rules.may_begin(row.kind, row.starts_on, None) or (row.counts and not may_count)


def _refuse_what_is_left(doctor: User) -> None:
    """What is not approved of a part 1 whose plan was made here, loaded or not. One done elsewhere is seen in HPR alone."""
    plans = EducationPlan.objects.filter(doctor=doctor)
    if not plans.of_part_1().exists():
        return
    left = not_loaded = 0
    lacking = []
    for pk, total, approved, ended, expected in _sets_of_part_1(plans.current()):
        counted = Counted(total, approved, ended, expected=expected)
        if counted.whole > counted.approved:
            lacking.append(pk)
            left, not_loaded = left + counted.whole - counted.approved, not_loaded + counted.not_loaded
    if left:
        holders = list(plans.current().filter(goal_plans__in=lacking).distinct().order_by("assigned_at", "pk"))
        begun = begun_plans(doctor)
        raise Part1GoalsRemain.of(left, not_loaded, holders, may_delete=all(p.public_id not in begun for p in holders))


def _sets_of_part_1(plans: QuerySet[EducationPlan]) -> QuerySet:
    """The goal plans of part 1 and of the common goals, with the goals of part 1 in them counted."""
    own, of_set = Q(plan_goals__goal__in=of_part_1()), (GoalSet.Kind.PART_1, GoalSet.Kind.COMMON)
    sets = GoalPlan.objects.filter(pk__in=plans.order_by().values("goal_plans"), goal_set__kind__in=of_set)
    return sets.annotate(
        total=Count("plan_goals", filter=own),
        approved=Count("plan_goals", filter=own & Q(plan_goals__state=PlanGoal.State.APPROVED)),
        ended=Count("plan_goals", filter=own & no_longer_asked_for("plan_goals__")),
        expected=expected_goals("goal_set__", is_of_part_1=Q(doctor=F("doctor"))),
    ).values_list("pk", "total", "approved", "ended", "expected")


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
