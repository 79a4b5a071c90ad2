"""From the doctor's completion to the two opinions and the sending (R3, R5)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common.models import Fact
from fagvei.curriculum.models import Level
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import leader_of, mentor_of, supervisors_of
from fagvei.training import rules
from fagvei.training.actions.moves import move_goal
from fagvei.training.actions.refusals import (
    AlreadyDecided,
    GoalNotCompleted,
    GoalNotOpen,
    LeaderMissing,
    MentorMissing,
    NotAskedForOpinion,
    NothingToRecall,
    NotSupervisor,
    OpinionGiven,
    OpinionsMissing,
    OwnCase,
    ReasonMissing,
    SupervisorMissing,
)
from fagvei.training.actions.standing import check_own_record, check_plan_is_current
from fagvei.training.models import EducationPlan, GoalEvent, Opinion, OpinionRequest, PlanGoal
from fagvei.training.queries.deciding import opinions_for_decision

Kind, State, Role = GoalEvent.Kind, PlanGoal.State, Opinion.Role


@transaction.atomic
def complete_goal(*, plan_goal: PlanGoal, comment: str, supervisors: Iterable[User], by: User) -> PlanGoal:
    """The doctor says that the competence is reached, and asks the mentor and the chosen supervisors for opinions."""
    row = locked(plan_goal)
    check_own_record(by, row.doctor_id)
    if row.state not in (State.NOT_BEGUN, State.BEGUN):
        raise AlreadyDecided if row.state == State.APPROVED else GoalNotOpen
    check_plan_is_current([row])
    mentor, asked = _people_to_ask(row.doctor, supervisors)
    event = move_goal(
        row, Kind.COMPLETED, to=State.COMPLETED, by=by, acting_as="doctor", comment=comment, waiting_on=mentor
    )
    requests = [
        OpinionRequest.objects.create(plan_goal=row, completion=event, person=person, as_role=role)
        for person, role in [(mentor, Role.MENTOR), *((person, Role.SUPERVISOR) for person in asked)]
    ]
    record("goal_completed", row, by, "doctor", [event, *requests])
    for person in [mentor, *asked]:
        tell(person, "opinion_asked", _("Du er bedt om en uttalelse om et læringsmål."), row)
    return row


@transaction.atomic
def reopen_goal(*, plan_goal: PlanGoal, by: User) -> PlanGoal:
    """Before sending: there is more to do after all. Opinions given so far do not count for the next completion."""
    row = locked(plan_goal)
    check_own_record(by, row.doctor_id)
    if row.state != State.COMPLETED:
        raise GoalNotCompleted(_("Bare et mål som er fullført og ikke sendt, kan åpnes igjen."))
    event = move_goal(row, Kind.REOPENED, to=State.BEGUN, by=by, acting_as="doctor")
    record("goal_reopened", row, by, "doctor", [event])
    return row


@transaction.atomic
def give_opinion(*, plan_goal: PlanGoal, verdict: str, level_seen: str, reason: str, by: User) -> Opinion:
    """The mentor or an asked supervisor says what was seen. The doctor learns that it is given, not what it says."""
    row = locked(plan_goal)
    if by.pk == row.doctor_id:
        raise OwnCase(_("Ingen kan uttale seg om seg selv."))
    if row.state not in (State.COMPLETED, State.SENT) or row.completion is None:
        raise GoalNotCompleted
    check_plan_is_current([row])
    role = _opinion_role(row, by)
    if row.opinions.filter(completion=row.completion_id, by=by).exists():
        raise OpinionGiven
    if not reason.strip():
        raise ReasonMissing(_("Skriv hva du bygger uttalelsen på."))
    opinion = Opinion.objects.create(
        plan_goal=row,
        completion=row.completion,
        by=by,
        as_role=role,
        verdict=Opinion.Verdict(verdict),
        level_seen=Level(level_seen) if level_seen else "",
        reason=reason,
    )
    waiting_on = row.waiting_on if row.state == State.SENT else _next_to_wait_for(row)
    event = move_goal(row, Kind.OPINION_GIVEN, to=row.state, by=by, acting_as=role, waiting_on=waiting_on)
    record("opinion_given", row, by, role, [event, opinion])
    if row.state == State.COMPLETED and waiting_on == row.doctor:
        tell(row.doctor, "goal_ready_to_send", _("Uttalelsene er gitt. Et læringsmål er klart til å sendes."), row)
    else:
        tell(row.doctor, "opinion_given", _("En uttalelse om et læringsmål er gitt."), row)
    return opinion


@transaction.atomic
def send_goal(*, plan_goal: PlanGoal, by: User) -> PlanGoal:
    row = locked(plan_goal)
    check_own_record(by, row.doctor_id)
    if row.state != State.COMPLETED:
        raise AlreadyDecided if row.state == State.APPROVED else GoalNotCompleted
    check_plan_is_current([row])
    if opinions_for_decision(row).basis is None:
        raise OpinionsMissing
    leader = leader_of(row.doctor)
    if leader is None:
        raise LeaderMissing
    event = move_goal(row, Kind.SENT, to=State.SENT, by=by, acting_as="doctor", waiting_on=leader)
    record("goal_sent", row, by, "doctor", [event])
    tell(leader, "goal_to_decide", _("Et læringsmål venter på avgjørelsen din."), row)
    return row


@transaction.atomic
def recall_goal(*, plan_goal: PlanGoal, by: User) -> PlanGoal:
    """Only while it waits for the decision (R5). The opinions stay valid: they are about the same completion."""
    row = locked(plan_goal)
    check_own_record(by, row.doctor_id)
    if not rules.may_be_recalled(row.state):
        raise NothingToRecall
    event = move_goal(row, Kind.RECALLED, to=State.COMPLETED, by=by, acting_as="doctor", waiting_on=row.doctor)
    record("goal_recalled", row, by, "doctor", [event])
    return row


# --- What the verbs on goals share, also those in deciding.py ---


def locked(plan_goal: PlanGoal) -> PlanGoal:
    rows = PlanGoal.objects.select_related("doctor", "revision", "waiting_on", "completion")
    return rows.select_for_update(of=("self",)).get(pk=plan_goal.pk)


def record(
    name: str, row: PlanGoal, by: User, acting_as: str, facts: Iterable[Fact], details: dict | None = None
) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.doctor,
        controller=controller_of(row),
        details=details,
        facts=[row, *facts],
    )


def controller_of(row: PlanGoal) -> str:
    """The institution that assigned the newest plan with this goal: it answers for the record."""
    plans = EducationPlan.objects.filter(goal_plans=row.goal_plan_id).select_related("institution")
    plan = plans.order_by("pk").last()
    return str(plan.institution) if plan else ""


def tell(user: User, kind: str, text: str, row: PlanGoal) -> None:
    """A notice without content: that something happened, and where to look."""
    notify(user=user, kind=kind, text=text, path=row.get_absolute_url())


def _people_to_ask(doctor: User, supervisors: Iterable[User]) -> tuple[User, list[User]]:
    mentor = mentor_of(doctor)
    if mentor is None:
        raise MentorMissing
    chosen = sorted({person.pk: person for person in supervisors}.values(), key=lambda person: person.pk)
    active = supervisors_of(doctor)
    if any(person not in active for person in chosen):
        raise NotSupervisor
    # Who is both counts as mentor: two different people must have looked.
    asked = [person for person in chosen if person != mentor]
    if not asked:
        raise SupervisorMissing
    return mentor, asked


def _opinion_role(row: PlanGoal, by: User) -> str:
    if by == mentor_of(row.doctor):
        return Role.MENTOR
    asked = OpinionRequest.objects.filter(completion=row.completion_id, person=by, as_role=Role.SUPERVISOR).exists()
    if not asked:
        raise NotAskedForOpinion
    if by not in supervisors_of(row.doctor):
        raise NotSupervisor(
            _("Du er ikke lenger supervisør for legen. Lederen eller administratoren kan registrere deg på nytt.")
        )
    return Role.SUPERVISOR


def _next_to_wait_for(row: PlanGoal) -> User | None:
    """The mentor first, then the first asked supervisor who has not answered; the doctor when both roles are in."""
    basis = opinions_for_decision(row)
    if basis.basis is not None:
        return row.doctor
    answered = {opinion.by_id for opinion in basis.opinions}
    requests = OpinionRequest.objects.filter(completion=row.completion_id).select_related("person").order_by("pk")
    waiting = [
        request for request in requests if request.as_role in basis.missing and request.person_id not in answered
    ]
    return waiting[0].person if waiting else row.doctor
