"""The doctor or the leader keeps an older revision or a whole set under a rule, or goes over to what is in force (R21)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.audit import actions as audit
from fagvei.common.refusal import Refusal
from fagvei.curriculum.models import GoalRevision
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.training.actions.completing import locked, record, tell
from fagvei.training.actions.refusals import AlreadyDecided, PlanArchived, ReasonMissing
from fagvei.training.actions.standing import check_plan_is_current, leading_capacity
from fagvei.training.models import EducationPlan, GoalPlan, PlanGoal, RevisionChoice, SetChoice
from fagvei.training.queries import rollover as queries

Kind = RevisionChoice.Kind


class NothingChanged(Refusal):
    code = "nothing_changed"
    message = gettext_lazy("Målet sier det samme som planen, så det er ingenting å velge.")


class NoRuleAllows(Refusal):
    code = "no_rule_allows"
    message = gettext_lazy(
        "Ingen overgangsregel lar legen beholde den tidligere revisjonen. Legen måles etter den som gjelder når det søkes."
    )


class SetKeptAlready(Refusal):
    code = "set_kept_already"
    message = gettext_lazy("Settet er allerede beholdt slik det var.")


class SetNotKept(Refusal):
    code = "set_not_kept"
    message = gettext_lazy("Settet er ikke beholdt, så legen måles allerede etter det som gjelder.")


class NoRuleAllowsSet(Refusal):
    code = "no_rule_allows_set"
    message = gettext_lazy(
        "Ingen overgangsregel lar legen beholde settet slik det var. Legen måles etter settet som gjelder når det søkes."
    )


@transaction.atomic
def keep_revision(*, plan_goal: PlanGoal, reason: str, by: User) -> RevisionChoice:
    row, capacity, _newer = _open(plan_goal, by)
    rule = queries.rule_for(row.goal_plan)
    if rule is None:
        raise NoRuleAllows
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor den tidligere revisjonen beholdes."))
    choice = RevisionChoice.objects.create(
        plan_goal=row, kind=Kind.KEPT, revision=row.revision, rule=rule, reason=reason, by=by, acting_as=capacity
    )
    return _recorded("revision_kept", choice, row, by, capacity)


@transaction.atomic
def convert_revision(*, plan_goal: PlanGoal, by: User, reason: str = "") -> RevisionChoice:
    """The plan says from now on what the regulation says. What was done towards the goal stays with it."""
    row, capacity, newer = _open(plan_goal, by)
    row.revision = newer
    row.save(update_fields=["revision"])
    choice = RevisionChoice.objects.create(
        plan_goal=row, kind=Kind.CONVERTED, revision=newer, reason=reason, by=by, acting_as=capacity
    )
    return _recorded("revision_converted", choice, row, by, capacity)


@transaction.atomic
def keep_set(*, goal_plan: GoalPlan, reason: str, by: User) -> SetChoice:
    """Measured by the set as the plan has it: older texts hold, what has ended is still asked for, nothing new comes in."""
    row, plan, capacity = _open_set(goal_plan, by)
    if queries.is_set_kept(row):
        raise SetKeptAlready
    rule = queries.rule_for(row)
    if rule is None:
        raise NoRuleAllowsSet
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor settet beholdes slik det var."))
    choice = SetChoice.objects.create(
        goal_plan=row, kind=SetChoice.Kind.KEPT, rule=rule, reason=reason, by=by, acting_as=capacity
    )
    return _recorded_set("set_kept", choice, plan, by, capacity)


@transaction.atomic
def leave_set(*, goal_plan: GoalPlan, by: User, reason: str = "") -> SetChoice:
    """Measured by the set in force from now on. What was done stays, and each goal shows what has changed."""
    row, plan, capacity = _open_set(goal_plan, by)
    if not queries.is_set_kept(row):
        raise SetNotKept
    choice = SetChoice.objects.create(goal_plan=row, kind=SetChoice.Kind.LEFT, reason=reason, by=by, acting_as=capacity)
    return _recorded_set("set_left", choice, plan, by, capacity)


def _open_set(goal_plan: GoalPlan, by: User) -> tuple[GoalPlan, EducationPlan, str]:
    """Two who choose at once: the second sees what the first chose."""
    row = GoalPlan.objects.select_for_update(of=("self",)).select_related("doctor", "goal_set").get(pk=goal_plan.pk)
    capacity = "doctor" if by == row.doctor else leading_capacity(by, row.doctor)
    plans = EducationPlan.objects.current().filter(goal_plans=row).select_related("institution")
    plan = plans.order_by("assigned_at").first()
    if plan is None:
        raise PlanArchived
    return row, plan, capacity


def _recorded_set(name: str, choice: SetChoice, plan: EducationPlan, by: User, capacity: str) -> SetChoice:
    doctor = choice.goal_plan.doctor
    audit.record(
        name,
        target=plan,
        by=by,
        acting_as=capacity,
        subject=doctor,
        controller=plan.institution,
        details={"goal_set": choice.goal_plan.goal_set.code},
        facts=[choice],
    )
    if by != doctor:
        text = _("Det er valgt hvilket sett av læringsmål du måles etter.")
        notify(user=doctor, kind=name, text=text, path=reverse("training:my_rollover"))
    return choice


def _open(plan_goal: PlanGoal, by: User) -> tuple[PlanGoal, str, GoalRevision]:
    row = locked(plan_goal)
    capacity = "doctor" if by == row.doctor else leading_capacity(by, row.doctor)
    check_plan_is_current([row])
    if row.state == PlanGoal.State.APPROVED:
        raise AlreadyDecided(_("Målet er godkjent og blir stående under revisjonen det ble godkjent etter."))
    newer = queries.in_force(row)
    if newer is None or newer.pk == row.revision_id:
        raise NothingChanged
    return row, capacity, newer


def _recorded(name: str, choice: RevisionChoice, row: PlanGoal, by: User, capacity: str) -> RevisionChoice:
    record(name, row, by, capacity, [choice], details={"revision": choice.revision.number})
    if by != row.doctor:
        tell(row.doctor, name, _("Det er valgt hvilken tekst et av målene dine måles etter."), row)
    return choice
