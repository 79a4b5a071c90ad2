"""The assessment panel: call it, tell the doctor, hold it with minutes and an outcome for each goal, or cancel."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.models import Fact
from fagvei.people.actions import notify
from fagvei.people.models import Relation, RoleAssignment, User
from fagvei.people.queries import leader_of, mentor_of, supervisors_of
from fagvei.training.actions.refusals import ForeignGoal, LeaderMissing, ReasonMissing
from fagvei.training.actions.refusals_of_panel import (
    AgendaEmpty,
    AlreadyOnAgenda,
    DoctorNotTold,
    FollowUpDate,
    MeetingAhead,
    MeetingInThePast,
    MinutesMissing,
    NotForPanel,
    NothingToTell,
    NotMentorToTell,
    OutcomeMissing,
    PanelNotOpen,
    PanelWithoutMentor,
)
from fagvei.training.actions.standing import check_plan_is_current, home_institution, leading_capacity
from fagvei.training.models import (
    AssessmentPanel,
    Opinion,
    PanelEvent,
    PanelItem,
    PanelMember,
    PanelOutcome,
    PlanGoal,
)
from fagvei.training.rules import panel as rules

Kind, State, Role = PanelEvent.Kind, AssessmentPanel.State, PanelMember.Role


@dataclass(frozen=True)
class Outcome:
    """What the panel came to about one goal. `follow_up_on` belongs to follow-up alone."""

    advice: str
    comment: str = ""
    follow_up_on: dt.date | None = None


@transaction.atomic
def call_panel(
    *,
    doctor: User,
    goals: Iterable[PlanGoal],
    members: Iterable[User],
    meets_at: dt.datetime,
    doctor_takes_part: bool,
    by: User,
    doubt: str = "",
    place: str = "",
    from_decision: PlanGoal | None = None,
) -> AssessmentPanel:
    """The doctor's leader chairs and the mentor is always called; supervisors and others are chosen."""
    capacity = leading_capacity(by, doctor)
    leader, mentor = leader_of(doctor), mentor_of(doctor)
    if leader is None:
        raise LeaderMissing
    if mentor is None:
        raise PanelWithoutMentor
    if meets_at <= clock.now():
        raise MeetingInThePast
    chosen = {goal.pk: goal for goal in goals}
    if not chosen:
        raise AgendaEmpty
    panel = AssessmentPanel.objects.create(
        doctor=doctor,
        institution=home_institution(doctor),
        chair=leader,
        meets_at=meets_at,
        place=place,
        doctor_takes_part=doctor_takes_part,
    )
    event = _move(
        panel, Kind.CALLED, to=State.CALLED, by=by, acting_as=capacity, waiting_on=_first_to_wait_for(panel, mentor)
    )
    seats = [*_seats(panel, leader, mentor, members, by)]
    items = [_item(panel, goal, doubt, by, from_decision) for goal in chosen.values()]
    _record("panel_called", panel, by, capacity, [event, *seats, *items])
    for seat in seats:
        if seat.person_id != by.pk:
            _tell(seat.person, "panel_called", _("Du er kalt inn til et evalueringskollegium."), panel)
    if doctor_takes_part:
        _tell(doctor, "panel_called", _("Du er kalt inn til et evalueringskollegium."), panel)
    return panel


@transaction.atomic
def add_panel_goal(*, panel: AssessmentPanel, plan_goal: PlanGoal, doubt: str, by: User) -> PanelItem:
    row = locked(panel)
    capacity = leading_capacity(by, row.doctor)
    _check_called(row)
    if row.items.filter(plan_goal=plan_goal).exists():
        raise AlreadyOnAgenda
    item = _item(row, plan_goal, doubt, by, None)
    _record("panel_goal_added", row, by, capacity, [item])
    return item


@transaction.atomic
def tell_doctor_of_panel(*, panel: AssessmentPanel, by: User, comment: str = "") -> AssessmentPanel:
    """The mentor has told the doctor, who does not take part: once before the meeting, once after it."""
    row = locked(panel)
    if by != mentor_of(row.doctor):
        raise NotMentorToTell
    if row.state == State.CALLED and not row.doctor_takes_part and not _told_before(row):
        event = _move(
            row,
            Kind.INFORMED_BEFORE,
            to=State.CALLED,
            by=by,
            acting_as="mentor",
            comment=comment,
            waiting_on=leader_of(row.doctor) or row.chair,
        )
    elif row.state == State.HELD:
        event = _move(row, Kind.INFORMED_AFTER, to=State.CLOSED, by=by, acting_as="mentor", comment=comment)
    else:
        raise NothingToTell
    _record("panel_doctor_told", row, by, "mentor", [event])
    _tell(row.doctor, "panel_told", _("Veilederen har orientert deg om et evalueringskollegium."), row)
    return row


@transaction.atomic
def hold_panel(
    *, panel: AssessmentPanel, minutes: str, outcomes: Mapping[PanelItem, Outcome], doctor_took_part: bool, by: User
) -> AssessmentPanel:
    """Minutes and one outcome per goal. The leader still decides each goal; nothing is approved here."""
    row = locked(panel)
    capacity = leading_capacity(by, row.doctor)
    _check_called(row)
    if row.meets_at > clock.now():
        raise MeetingAhead
    if rules.must_be_told_before(takes_part=doctor_took_part or row.doctor_takes_part, told=_told_before(row)):
        raise DoctorNotTold
    if not minutes.strip():
        raise MinutesMissing
    if rules.missing_outcomes(row.items.values_list("pk", flat=True), [item.pk for item in outcomes]):
        raise OutcomeMissing
    told = [_outcome(item, outcome, by) for item, outcome in outcomes.items()]
    state = rules.state_when_held(took_part=doctor_took_part)
    event = _move(
        row,
        Kind.HELD,
        to=state,
        by=by,
        acting_as=capacity,
        comment=minutes,
        waiting_on=mentor_of(row.doctor) if state == State.HELD else None,
    )
    _record("panel_held", row, by, capacity, [event, *told], {"doctor_took_part": doctor_took_part})
    if state == State.HELD and row.waiting_on is not None:
        _tell(row.waiting_on, "panel_to_tell", _("Du skal orientere legen om et evalueringskollegium."), row)
    elif state == State.CLOSED:
        _tell(row.doctor, "panel_held", _("Referatet fra evalueringskollegiet er klart."), row)
    return row


@transaction.atomic
def cancel_panel(*, panel: AssessmentPanel, reason: str, by: User) -> AssessmentPanel:
    row = locked(panel)
    capacity = leading_capacity(by, row.doctor)
    _check_called(row)
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor kollegiet avlyses."))
    event = _move(row, Kind.CANCELLED, to=State.CANCELLED, by=by, acting_as=capacity, comment=reason)
    _record("panel_cancelled", row, by, capacity, [event])
    seats = row.members.exclude(person=by).select_related("person")
    for person in [*(seat.person for seat in seats), *([row.doctor] if row.doctor_takes_part else [])]:
        _tell(person, "panel_cancelled", _("Et evalueringskollegium er avlyst."), row)
    return row


def waits_for(panel: AssessmentPanel) -> tuple[str, User | None]:
    """As what the next step is done, and by whom now; None while the doctor has nobody in that relation."""
    told_first = panel.doctor_takes_part or _told_before(panel)
    if panel.state == State.HELD or not told_first:
        return Relation.Kind.MENTOR, mentor_of(panel.doctor)
    return Relation.Kind.LEADER, leader_of(panel.doctor)


def give_panel_to(*, panel: AssessmentPanel, right: User, acting_as: str, by: User) -> None:
    """The step that waits is another's now."""
    event = _move(panel, Kind.HANDED_OVER, to=panel.state, by=by, acting_as=acting_as, waiting_on=right)
    _record("panel_handed_over", panel, by, acting_as, [event])
    _tell(right, "panel_handed_over", _("Et evalueringskollegium er overlatt til deg."), panel)


def locked(panel: AssessmentPanel) -> AssessmentPanel:
    rows = AssessmentPanel.objects.select_related("doctor", "institution", "chair", "waiting_on")
    return rows.select_for_update(of=("self",)).get(pk=panel.pk)


def _check_called(row: AssessmentPanel) -> None:
    if row.state != State.CALLED:
        raise PanelNotOpen


def _told_before(row: AssessmentPanel) -> bool:
    return row.events.filter(kind=Kind.INFORMED_BEFORE).exists()


def _first_to_wait_for(panel: AssessmentPanel, mentor: User) -> User:
    return panel.chair if panel.doctor_takes_part else mentor


def _seats(
    panel: AssessmentPanel, leader: User, mentor: User, members: Iterable[User], by: User
) -> Iterable[PanelMember]:
    roles = {leader.pk: (leader, Role.CHAIR)}
    roles.setdefault(mentor.pk, (mentor, Role.MENTOR))
    supervisors = supervisors_of(panel.doctor)
    here = RoleAssignment.objects.active().filter(institution=panel.institution).values_list("user_id", flat=True)
    for person in members:
        if person.pk == panel.doctor_id or not (person in supervisors or person.pk in set(here)):
            raise NotForPanel
        roles.setdefault(person.pk, (person, Role.SUPERVISOR if person in supervisors else Role.OTHER))
    for person, role in roles.values():
        yield PanelMember.objects.create(panel=panel, person=person, role=role, by=by)


def _item(panel: AssessmentPanel, goal: PlanGoal, doubt: str, by: User, from_decision: PlanGoal | None) -> PanelItem:
    if goal.doctor_id != panel.doctor_id:
        raise ForeignGoal
    check_plan_is_current([goal])
    against = Opinion.objects.filter(completion_id=goal.completion_id, verdict=Opinion.Verdict.ADVISES_AGAINST)
    if from_decision is not None and goal.pk == from_decision.pk:
        source = PanelItem.Source.DECISION
    else:
        source = PanelItem.Source.AGAINST if goal.completion_id and against.exists() else PanelItem.Source.BY_HAND
    return PanelItem.objects.create(panel=panel, plan_goal=goal, doubt=doubt, source=source, by=by)


def _outcome(item: PanelItem, outcome: Outcome, by: User) -> PanelOutcome:
    is_follow_up = outcome.advice == PanelOutcome.Advice.FOLLOW_UP
    if is_follow_up != (outcome.follow_up_on is not None):
        raise FollowUpDate
    if outcome.follow_up_on is not None and outcome.follow_up_on < clock.today():
        raise FollowUpDate
    return PanelOutcome.objects.create(
        item=item,
        advice=PanelOutcome.Advice(outcome.advice),
        comment=outcome.comment,
        follow_up_on=outcome.follow_up_on,
        by=by,
    )


def _move(
    panel: AssessmentPanel,
    kind: PanelEvent.Kind,
    *,
    to: str,
    by: User,
    acting_as: str,
    comment: str = "",
    waiting_on: User | None = None,
) -> PanelEvent:
    """The only place that writes the state of a panel."""
    if to != panel.state and to not in AssessmentPanel.MOVES[panel.state]:
        raise AssertionError(f"A panel cannot go from {panel.state} to {to}.")
    event = PanelEvent.objects.create(
        panel=panel, kind=kind, state_after=to, waiting_on=waiting_on, by=by, acting_as=acting_as, comment=comment
    )
    if (panel.state, panel.waiting_on_id) != (to, event.waiting_on_id):
        panel.since = event.at
    panel.state, panel.waiting_on = to, waiting_on
    panel.save()
    return event


def _record(
    name: str, panel: AssessmentPanel, by: User, acting_as: str, facts: Iterable[Fact], details: dict | None = None
) -> None:
    audit.record(
        name,
        target=panel,
        by=by,
        acting_as=acting_as,
        subject=panel.doctor,
        controller=panel.institution,
        details=details,
        facts=[panel, *facts],
    )


def _tell(user: User, kind: str, text: str, panel: AssessmentPanel) -> None:
    notify(user=user, kind=kind, text=text, path=panel.get_absolute_url())
