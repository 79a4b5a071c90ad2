"""The six-year plan: put a course in it, by hand or by its pattern, move it, put it on pause, take it out."""

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.refusals import (
    ExternallyArranged,
    NothingToPlan,
    ReasonMissing,
    SlotInThePast,
    SlotNotOpen,
    SlotUnchanged,
)
from fagvei.courses.actions.standing import capacity_to_plan_at, planning_capacity
from fagvei.courses.models import Course, PlanSlot, SlotEvent
from fagvei.courses.rules.halfyears import half_of, pattern_years, plan_years
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User

State, Kind = PlanSlot.State, SlotEvent.Kind


@transaction.atomic
def plan_slot(
    *, course: Course, host_centre: RegionalEducationCentre, year: int, half: int, by: User, is_demo: bool = False
) -> PlanSlot:
    acting_as = capacity_to_plan_at(by, course, host_centre)
    if course.organiser != Course.Organiser.REGUT:
        raise ExternallyArranged
    _check_not_over(year, half)
    return put_in_plan(course, host_centre, year, half, by, acting_as, is_demo)


@transaction.atomic
def plan_from_pattern(
    *,
    course: Course,
    host_centre: RegionalEducationCentre,
    pattern: list[int],
    first_year: int,
    half: int,
    by: User,
) -> list[PlanSlot]:
    """What the pattern asks for in the six years and does not stand there yet."""
    acting_as = capacity_to_plan_at(by, course, host_centre)
    if course.organiser != Course.Organiser.REGUT:
        raise ExternallyArranged
    Course.objects.select_for_update().get(pk=course.pk)
    made = []
    for year, wanted in pattern_years(pattern, first_year, plan_years(clock.today())).items():
        if (year, half) < half_of(clock.today()):
            continue
        there = course.slots.filter(host_centre=host_centre, year=year, half=half).exclude(state=State.CANCELLED)
        made += [put_in_plan(course, host_centre, year, half, by, acting_as) for _n in range(wanted - there.count())]
    if not made:
        raise NothingToPlan
    return made


@transaction.atomic
def move_slot(
    *,
    slot: PlanSlot,
    year: int,
    half: int,
    by: User,
    reason: str,
    host_centre: RegionalEducationCentre | None = None,
) -> PlanSlot:
    """To another half-year, to another RegUt, or both."""
    row = _undated(slot)
    acting_as = planning_capacity(by, row)
    host_centre = host_centre or row.host_centre
    capacity_to_plan_at(by, row.course, host_centre)
    _check_reason(reason)
    _check_not_over(year, half)
    if (row.year, row.half, row.host_centre_id) == (year, half, host_centre.pk):
        raise SlotUnchanged
    moved_to = host_centre if host_centre.pk != row.host_centre_id else None
    row.year, row.half, row.host_centre = year, half, host_centre
    event = move_to(row, Kind.MOVED, to=row.state, by=by, reason=reason, moved_to=moved_to)
    record_slot("slot_moved", row, by, acting_as, event)
    return row


@transaction.atomic
def pause_slot(*, slot: PlanSlot, by: User, reason: str) -> PlanSlot:
    row = _undated(slot)
    acting_as = planning_capacity(by, row)
    _check_reason(reason)
    if row.state != State.PLANNED:
        raise SlotUnchanged
    event = move_to(row, Kind.PAUSED, to=State.PAUSED, by=by, reason=reason)
    record_slot("slot_paused", row, by, acting_as, event)
    return row


@transaction.atomic
def resume_slot(*, slot: PlanSlot, by: User) -> PlanSlot:
    row = _undated(slot)
    acting_as = planning_capacity(by, row)
    if row.state != State.PAUSED:
        raise SlotUnchanged
    event = move_to(row, Kind.RESUMED, to=State.PLANNED, by=by)
    record_slot("slot_resumed", row, by, acting_as, event)
    return row


@transaction.atomic
def cancel_slot(*, slot: PlanSlot, by: User, reason: str) -> PlanSlot:
    """Before it has dates. A run with dates is cancelled by the RegUt that arranges it."""
    row = _undated(slot)
    acting_as = planning_capacity(by, row)
    _check_reason(reason)
    event = move_to(row, Kind.CANCELLED, to=State.CANCELLED, by=by, reason=reason)
    record_slot("slot_cancelled", row, by, acting_as, event)
    return row


def locked_slot(slot: PlanSlot) -> PlanSlot:
    rows = PlanSlot.objects.select_related("course__activity", "course__centre", "host_centre")
    return rows.select_for_update(of=("self",)).get(pk=slot.pk)


def move_to(
    slot: PlanSlot,
    kind: SlotEvent.Kind,
    *,
    to: str,
    by: User,
    reason: str = "",
    moved_to: RegionalEducationCentre | None = None,
) -> SlotEvent:
    """The only place that writes the state of a slot."""
    if to != slot.state and to not in PlanSlot.MOVES[slot.state]:
        raise AssertionError(f"A slot cannot go from {slot.state} to {to}.")
    event = SlotEvent.objects.create(
        slot=slot,
        kind=kind,
        state_after=to,
        year_after=slot.year,
        half_after=slot.half,
        host_centre_after=moved_to,
        reason=reason,
        by=by,
    )
    slot.state, slot.since = to, event.at
    slot.save()
    return event


def put_in_plan(
    course: Course,
    host_centre: RegionalEducationCentre,
    year: int,
    half: int,
    by: User,
    acting_as: str,
    is_demo: bool = False,
    reason: str = "",
) -> PlanSlot:
    slot = PlanSlot.objects.create(course=course, host_centre=host_centre, year=year, half=half, is_demo=is_demo)
    event = move_to(slot, Kind.PLANNED, to=State.PLANNED, by=by, reason=reason)
    record_slot("slot_planned", slot, by, acting_as, event)
    return slot


def _undated(slot: PlanSlot) -> PlanSlot:
    row = locked_slot(slot)
    if not row.is_undated:
        raise SlotNotOpen
    return row


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


def _check_not_over(year: int, half: int) -> None:
    if (year, half) < half_of(clock.today()):
        raise SlotInThePast


def record_slot(name: str, slot: PlanSlot, by: User, acting_as: str, event: SlotEvent) -> None:
    audit.record(
        name,
        target=slot,
        by=by,
        acting_as=acting_as,
        controller=slot.course.centre or slot.host_centre,
        details={"course": slot.course.code, "year": slot.year, "half": slot.half},
        facts=[slot, event],
    )
