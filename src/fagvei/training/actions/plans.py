"""The leader assigns a plan, deletes an untouched one, archives a begun one (R9)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.curriculum.models import GoalRevision, GoalSet
from fagvei.organisations.models import Specialty
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import institution_of
from fagvei.training.actions.refusals import (
    NoInstitution,
    Part1IsDone,
    PlanArchived,
    PlanBegun,
    PlanExists,
    PlanNotBegun,
    PlanTakesPart1,
    ReasonMissing,
)
from fagvei.training.actions.standing import leading_capacity
from fagvei.training.models import EducationPlan, GoalPlan, Part1Confirmation, PlanGoal
from fagvei.training.models.goals import of_part_1
from fagvei.training.queries.begun import begun_plans
from fagvei.training.queries.rollover import kept_sets
from fagvei.training.rules.rollover import is_kept_out


@transaction.atomic
def assign_plan(*, doctor: User, specialty: Specialty | None, by: User) -> EducationPlan:
    """Give the doctor the three sets of goals. Sets and goals the doctor has already are used as they are.

    Without a specialty it is the plan of part 1: the goals of part 1 and the common goals that belong to it. What is done in
    it is carried on by the first plan in a specialty, which puts it away.
    """
    capacity = leading_capacity(by, doctor)
    User.objects.select_for_update().get(pk=doctor.pk)  # two leaders at once: the second sees the first one's plan
    institution = institution_of(doctor)
    if institution is None:
        raise NoInstitution
    current = EducationPlan.objects.current().filter(doctor=doctor)
    if specialty is None:
        _check_part_1(doctor, current)
    elif current.filter(specialty=specialty).exists():
        raise PlanExists
    plan = EducationPlan.objects.create(doctor=doctor, specialty=specialty, institution=institution, assigned_by=by)
    plan.goal_plans.set([_goal_plan(doctor, goal_set) for goal_set in sets_of(specialty)])
    added = _add_goals(plan)
    _record("plan_assigned", plan, by, capacity, added, details={"goals": len(added)})
    for before in current.of_part_1().exclude(pk=plan.pk).select_for_update(of=("self",)):
        _put_away(before, _("Målene er tatt med i planen i %(name)s.") % {"name": plan}, by, capacity)
    notify(
        user=doctor, kind="plan_assigned", text=_("Du har fått en utdanningsplan."), path=reverse("training:my_plan")
    )
    return plan


@transaction.atomic
def add_missing_goals(*, plan: EducationPlan, by: User) -> list[PlanGoal]:
    """Take in goals that have come into the sets after the plan was assigned. Nothing is removed, nor added to a set kept as it was."""
    capacity = leading_capacity(by, plan.doctor)
    plan = EducationPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.is_archived:
        raise PlanArchived
    kept = [choice.goal_plan.goal_set for choice in kept_sets(plan.doctor)]
    in_plans = PlanGoal.objects.filter(doctor=plan.doctor).in_current_plan()
    held = set(in_plans.values_list("goal__goal_set_id", flat=True))
    asked = [goal_set for goal_set in sets_of(plan.specialty) if not is_kept_out(goal_set, kept, held)]
    plan.goal_plans.add(*[_goal_plan(plan.doctor, goal_set) for goal_set in asked])
    added = _add_goals(plan, kept=[goal_set.pk for goal_set in kept])
    _record("plan_goals_added", plan, by, capacity, added, details={"goals": len(added)})
    return added


@transaction.atomic
def delete_untouched_plan(*, plan: EducationPlan, by: User) -> None:
    """Take back a plan nobody has used. Sets that another plan of the doctor uses stay."""
    capacity = leading_capacity(by, plan.doctor)
    plan = EducationPlan.objects.select_for_update().select_related("doctor", "institution").get(pk=plan.pk)
    goals = PlanGoal.objects.filter(goal_plan__in=_own_goal_plans(plan)).select_for_update().order_by("pk")
    if plan.is_archived or plan.public_id in begun_plans(plan.doctor):
        raise PlanBegun
    erased = [plan.fact_id, *(goal.fact_id for goal in goals)]
    _record("plan_deleted", plan, by, capacity, details={"erased": erased, "goals": len(erased) - 1}, seals=False)
    own = list(_own_goal_plans(plan))
    PlanGoal.objects.filter(goal_plan__in=own).delete()
    plan.delete()
    GoalPlan.objects.filter(pk__in=[goal_plan.pk for goal_plan in own]).delete()


@transaction.atomic
def archive_plan(*, plan: EducationPlan, reason: str, by: User) -> EducationPlan:
    """Close a begun plan. What was done in it stays, and a new plan takes it up again."""
    capacity = leading_capacity(by, plan.doctor)
    plan = EducationPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.is_archived:
        raise PlanArchived
    if plan.public_id not in begun_plans(plan.doctor):
        raise PlanNotBegun
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor planen arkiveres."))
    _put_away(plan, reason, by, capacity)
    notify(
        user=plan.doctor,
        kind="plan_archived",
        text=_("En utdanningsplan er arkivert."),
        path=reverse("training:my_plan"),
    )
    return plan


def _check_part_1(doctor: User, current: QuerySet[EducationPlan]) -> None:
    if current.exists():
        raise PlanTakesPart1
    if Part1Confirmation.objects.filter(doctor=doctor).standing().exists():
        raise Part1IsDone


def _put_away(plan: EducationPlan, reason: str, by: User, capacity: str) -> None:
    plan.archived_by, plan.archived_at, plan.archive_reason = by, clock.now(), reason
    plan.save(update_fields=["archived_by", "archived_at", "archive_reason"])
    _record("plan_archived", plan, by, capacity)


def sets_of(specialty: Specialty | None) -> list[GoalSet]:
    """Part 1, the common goals, and the specialty's own set or sets."""
    return list(GoalSet.objects.asked_of([specialty] if specialty else []).order_by("position", "code"))


def _own_goal_plans(plan: EducationPlan) -> list[GoalPlan]:
    """Those that no other plan has, nor had before it was archived."""
    shared = EducationPlan.objects.filter(doctor_id=plan.doctor_id).exclude(pk=plan.pk).values("goal_plans")
    return list(plan.goal_plans.exclude(pk__in=shared.exclude(goal_plans=None)))


def _goal_plan(doctor: User, goal_set: GoalSet) -> GoalPlan:
    goal_plan, _created = GoalPlan.objects.get_or_create(doctor=doctor, goal_set=goal_set)
    return goal_plan


def _add_goals(plan: EducationPlan, kept: Iterable[int] = ()) -> list[PlanGoal]:
    """One row per goal the doctor lacks, with the revision in force. Common goals come once: their own set holds them."""
    goal_plans = {goal_plan.goal_set_id: goal_plan for goal_plan in plan.goal_plans.exclude(goal_set__in=kept)}
    asked = set(of_part_1().values_list("pk", flat=True)) if plan.is_of_part_1 else None
    present = set(PlanGoal.objects.filter(doctor_id=plan.doctor_id).values_list("goal_id", flat=True))
    now = clock.now()
    rows = [
        PlanGoal(
            goal_plan=goal_plans[revision.goal.goal_set_id],
            doctor_id=plan.doctor_id,
            goal_id=revision.goal_id,
            revision=revision,
            since=now,
        )
        for revision in revisions_to_plan(goal_plans)
        if revision.goal_id not in present and (asked is None or revision.goal_id in asked)
    ]
    PlanGoal.objects.bulk_create(rows)
    return list(PlanGoal.objects.filter(public_id__in=[row.public_id for row in rows]).order_by("pk")) if rows else []


def revisions_to_plan(goal_set_ids: Iterable[int]) -> list[GoalRevision]:
    """One per goal of the sets: the revision in force today, else the nearest one to come. A goal that has ended gives none."""
    today = clock.today()
    valid = GoalRevision.objects.filter(
        Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=today),
        goal__goal_set_id__in=list(goal_set_ids),
        replaced_on__isnull=True,
    )
    ordered = valid.select_related("goal").order_by("goal__code", "valid_from_on", F("number").desc())
    chosen: dict[int, GoalRevision] = {}
    for revision in ordered:
        present = chosen.get(revision.goal_id)
        if present is None or present.valid_from_on < revision.valid_from_on <= today:
            chosen[revision.goal_id] = revision
    return list(chosen.values())


def _record(
    name: str,
    plan: EducationPlan,
    by: User,
    capacity: str,
    goals: Iterable[PlanGoal] = (),
    *,
    details: dict | None = None,
    seals: bool = True,
) -> None:
    audit.record(
        name,
        target=plan,
        by=by,
        acting_as=capacity,
        subject=plan.doctor,
        controller=plan.institution,
        details=details,
        facts=[plan, *goals] if seals else [],
    )
