"""The doctor or the leader keeps an older revision under a rule, or takes the newer one into the plan (R21)."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.common.refusal import Refusal
from fagvei.curriculum.models import GoalRevision
from fagvei.people.models import User
from fagvei.training.actions.completing import locked, record, tell
from fagvei.training.actions.refusals import AlreadyDecided, ReasonMissing
from fagvei.training.actions.standing import check_plan_is_current, leading_capacity
from fagvei.training.models import PlanGoal, RevisionChoice
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


@transaction.atomic
def keep_revision(*, plan_goal: PlanGoal, reason: str, by: User) -> RevisionChoice:
    row, capacity, _newer = _open(plan_goal, by)
    rule = queries.rule_for(row)
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
