"""Hand over at an instant: the relations change then, and what waits is taken over or comes back to the doctor."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.models import Fact
from fagvei.people import actions as people
from fagvei.people.models import Relation, User
from fagvei.people.queries import leader_of, mentor_of, supervisors_of
from fagvei.training.actions import activities, completing, panel
from fagvei.training.actions.moves import move_activity, move_goal
from fagvei.training.actions.refusals import NotOwnRecord, ReasonMissing
from fagvei.training.actions.refusals_of_handover import (
    HandoverInThePast,
    NoConsentNeeded,
    NotAhead,
    NothingToHandOver,
    OnlyTheLeader,
    SameSuccessor,
)
from fagvei.training.actions.standing import leading_capacity
from fagvei.training.models import (
    ActivityEvent,
    AssessmentPanel,
    GoalEvent,
    Handover,
    HandoverCallOff,
    HandoverConsent,
    Opinion,
    OpinionRequest,
    PlanActivity,
    PlanGoal,
)
from fagvei.training.queries.deciding import opinions_for_decision
from fagvei.training.queries.handover import doctors_with_stale_waiting

Kind = Relation.Kind
# "Now" is what it was when the form was read.
JUST_NOW = dt.timedelta(minutes=1)


@transaction.atomic
def hand_over(
    *, doctor: User, kind: str, former: User, successor: User, takes_effect_at: dt.datetime, reason: str, by: User
) -> Handover:
    """The former's rights end and the successor's begin at the same instant. All three are told."""
    capacity = leading_capacity(by, doctor)
    if kind == Kind.LEADER and capacity != "leader":
        raise OnlyTheLeader
    if successor.pk in {former.pk, doctor.pk}:
        raise SameSuccessor
    now = clock.now()
    if takes_effect_at < now - JUST_NOW:
        raise HandoverInThePast
    takes_effect_at = max(takes_effect_at, now)
    if not reason.strip():
        raise ReasonMissing(_("Skriv en kort begrunnelse for byttet."))
    present = Relation.objects.active().filter(doctor=doctor, person=former, kind=kind).first()
    if present is None:
        raise NothingToHandOver
    if kind == Kind.SUPERVISOR:
        people.end_relation(relation=present, by=by, at=takes_effect_at)
    relation = people.relate(
        doctor=doctor,
        person=successor,
        kind=kind,
        institution=present.institution,
        by=by,
        starts_at=takes_effect_at,
        replace=True,
        reason=reason,
    )
    handover = Handover.objects.create(
        doctor=doctor,
        kind=kind,
        former=former,
        successor=successor,
        relation=relation,
        institution=present.institution,
        takes_effect_at=takes_effect_at,
        former_until=present.ends_at,
        reason=reason,
        by=by,
        acting_as=capacity,
    )
    _record("handover_planned", handover, by, capacity, [handover])
    for person in {doctor, former, successor} - {by}:
        people.notify(
            user=person, kind="handover", text=_("En overlevering er planlagt."), path=handover.get_absolute_url()
        )
    if takes_effect_at <= now:
        settle_waiting(doctor=doctor)
    return handover


@transaction.atomic
def consent_to_handover(*, handover: Handover, by: User) -> HandoverConsent:
    """The doctor lets the successor sign what was sent to the former supervisor."""
    if by.pk != handover.doctor_id:
        raise NotOwnRecord
    User.objects.select_for_update().get(pk=by.pk)
    is_given = HandoverConsent.objects.filter(handover=handover).exists()
    is_off = HandoverCallOff.objects.filter(handover=handover).exists()
    if handover.kind != Kind.SUPERVISOR or not handover.is_ahead or is_given or is_off:
        raise NoConsentNeeded
    consent = HandoverConsent.objects.create(handover=handover, by=by)
    _record("handover_consented", handover, by, "doctor", [consent])
    return consent


@transaction.atomic
def call_off_handover(*, handover: Handover, reason: str, by: User) -> HandoverCallOff:
    """Before its day: the former goes on as long as planned before, and the successor never begins. All three are told."""
    User.objects.select_for_update().get(pk=handover.doctor_id)
    capacity = leading_capacity(by, handover.doctor)
    if handover.kind == Kind.LEADER and capacity != "leader":
        raise OnlyTheLeader
    if not handover.is_ahead or HandoverCallOff.objects.filter(handover=handover).exists():
        raise NotAhead
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor overleveringen avlyses."))
    off = HandoverCallOff.objects.create(handover=handover, reason=reason.strip(), by=by, acting_as=capacity)
    if handover.relation.ends_at is None or handover.relation.ends_at > handover.takes_effect_at:
        people.end_relation(relation=handover.relation, by=by)
    _let_the_former_go_on(handover, by)
    _record("handover_called_off", handover, by, capacity, [off])
    for person in {handover.doctor, handover.former, handover.successor} - {by}:
        people.notify(
            user=person, kind="handover", text=_("En overlevering er avlyst."), path=handover.get_absolute_url()
        )
    return off


def _let_the_former_go_on(handover: Handover, by: User) -> None:
    """Only what the hand-over itself ended: somebody who has left the role meanwhile is not brought back."""
    ended = Relation.objects.active().filter(
        doctor=handover.doctor,
        person=handover.former,
        kind=handover.kind,
        institution=handover.institution,
        ends_at=handover.takes_effect_at,
    )
    for relation in ended.order_by("pk"):
        people.resume_relation(relation=relation, until=handover.former_until, by=by)


def settle_everything(dry_run: bool = False) -> int:
    """For `run_due`: whoever waits for somebody who no longer stands there. Returns how many doctors."""
    doctors = doctors_with_stale_waiting()
    if not dry_run:
        for doctor in doctors:
            settle_waiting(doctor=doctor)
    return len(doctors)


@transaction.atomic
def settle_waiting(*, doctor: User) -> int:
    """What waits for a person who has left goes to the one who took over, or back to the doctor. Doing it again changes nothing."""
    User.objects.select_for_update().get(pk=doctor.pk)
    return _settle_goals(doctor) + _settle_activities(doctor) + _settle_panels(doctor)


def _settle_goals(doctor: User) -> int:
    moved = 0
    states = [PlanGoal.State.COMPLETED, PlanGoal.State.SENT]
    for found in PlanGoal.objects.filter(doctor=doctor, state__in=states).order_by("pk"):
        goal = completing.locked(found)
        is_sent = goal.state == PlanGoal.State.SENT
        asked: list[Fact] = []
        right = leader_of(doctor) if is_sent else _next_adviser(goal, asked)
        if right is None or right.pk == goal.waiting_on_id:
            continue
        by, acting_as = _who(doctor, Kind.LEADER if is_sent else Kind.MENTOR, right)
        event = move_goal(goal, GoalEvent.Kind.HANDED_OVER, to=goal.state, by=by, acting_as=acting_as, waiting_on=right)
        completing.record("goal_handed_over", goal, by, acting_as, [event, *asked])
        text = _("Et læringsmål er overlatt til deg.") if right != doctor else _("Et læringsmål venter på deg.")
        completing.tell(right, "goal_handed_over", text, goal)
        moved += 1
    return moved


def _next_adviser(goal: PlanGoal, asked: list[Fact]) -> User | None:
    """The mentor now, then an asked supervisor who still is one; the doctor when nobody is left to ask."""
    if (completion := goal.completion) is None:
        return None
    given = opinions_for_decision(goal)
    if given.basis is not None:
        return goal.doctor
    mentor = mentor_of(goal.doctor)
    if "mentor" in given.missing and mentor is not None:
        if not OpinionRequest.objects.filter(completion=completion, person=mentor).exists():
            request = OpinionRequest.objects.create(
                plan_goal=goal, completion=completion, person=mentor, as_role=Opinion.Role.MENTOR
            )
            asked.append(request)
        return mentor
    answered = {opinion.by_id for opinion in given.opinions}
    requests = OpinionRequest.objects.filter(completion=completion, as_role=Opinion.Role.SUPERVISOR)
    present = set(supervisors_of(goal.doctor))
    for request in requests.select_related("person").order_by("pk"):
        if request.person in present and request.person_id not in answered:
            return request.person
    return goal.doctor


def _settle_activities(doctor: User) -> int:
    moved = 0
    present = {person.pk for person in supervisors_of(doctor)}
    waiting = PlanActivity.objects.filter(doctor=doctor, state=PlanActivity.State.SENT).exclude(supervisor__in=present)
    for found in waiting.order_by("pk"):
        row = activities.locked(found)
        handover = _agreed_handover(row, present)
        if handover is not None:
            _give_to(row, handover)
        else:
            _give_back(row)
        moved += 1
    return moved


def _settle_panels(doctor: User) -> int:
    moved = 0
    for found in AssessmentPanel.objects.filter(doctor=doctor, state__in=AssessmentPanel.OPEN).order_by("pk"):
        row = panel.locked(found)
        kind, right = panel.waits_for(row)
        if right is None or right.pk == row.waiting_on_id:
            continue
        by, acting_as = _who(doctor, kind, right)
        panel.give_panel_to(panel=row, right=right, acting_as=acting_as, by=by)
        moved += 1
    return moved


def _agreed_handover(row: PlanActivity, present: set[int]) -> Handover | None:
    handovers = Handover.objects.standing().filter(
        doctor=row.doctor,
        former=row.supervisor,
        kind=Kind.SUPERVISOR,
        takes_effect_at__lte=clock.now(),
        consent__isnull=False,
        successor__in=present,
    )
    return handovers.select_related("successor", "by").order_by("-takes_effect_at", "-pk").first()


def _give_to(row: PlanActivity, handover: Handover) -> None:
    row.supervisor = handover.successor
    event = move_activity(
        row,
        ActivityEvent.Kind.HANDED_OVER,
        to=PlanActivity.State.SENT,
        by=handover.by,
        acting_as=handover.acting_as,
        waiting_on=handover.successor,
    )
    activities.record("activity_handed_over", row, handover.by, handover.acting_as, [event])
    activities.tell(handover.successor, "activity_to_sign", _("En aktivitet venter på signaturen din."), row)


def _give_back(row: PlanActivity) -> None:
    """The event stands in the doctor's name: nobody else's decision brought it back."""
    event = move_activity(
        row,
        ActivityEvent.Kind.HANDED_BACK,
        to=PlanActivity.State.RETURNED,
        by=row.doctor,
        acting_as="automatic",
        comment=_("Supervisøren er ikke lenger supervisør for deg. Velg en annen og send på nytt."),
        waiting_on=row.doctor,
    )
    activities.record("activity_handed_back", row, row.doctor, "automatic", [event])
    activities.tell(row.doctor, "activity_returned", _("En aktivitet er returnert til deg."), row)


def _who(doctor: User, kind: str, right: User) -> tuple[User, str]:
    """Who planned the change; without a hand-over, the one it comes to, and that it happened by itself."""
    planned = Handover.objects.standing().filter(doctor=doctor, kind=kind, successor=right)
    planned = planned.filter(takes_effect_at__lte=clock.now())
    handover = planned.select_related("by").order_by("-takes_effect_at", "-pk").first()
    return (handover.by, handover.acting_as) if handover else (right, "automatic")


def _record(name: str, handover: Handover, by: User, acting_as: str, facts: Iterable[Fact]) -> None:
    audit.record(
        name,
        target=handover,
        by=by,
        acting_as=acting_as,
        subject=handover.doctor,
        controller=handover.institution,
        details={"kind": handover.kind},
        facts=facts,
    )
