"""A run from dates to done: settle, announce, change, move, cancel, hold. Each act updates the six-year plan with it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.clock import start_of
from fagvei.courses.actions.joint_refusals import MoreReservedThanSeats, NationalDeadlineDiffers
from fagvei.courses.actions.plan import locked_slot, move_to
from fagvei.courses.actions.programme_days import move_programme
from fagvei.courses.actions.refusals import (
    AlreadyAnnounced,
    BegunIsNotMoved,
    DaysOutsideDates,
    DeadlineOutOfOrder,
    DeadlinePassed,
    DeviationReasonMissing,
    EndsBeforeStart,
    FeeNotInTable,
    HeldIsNotCancelled,
    NotOverYet,
    OpensBeforeAnnounced,
    OutsideHalfYear,
    PlaceMissing,
    ReasonMissing,
    RunNotStanding,
    SeatsInRound,
    SeatsMissing,
    SeatsTaken,
    SlotNotOpen,
    StartsBeforeAnswer,
    StartsInThePast,
    WhyChangedMissing,
    WithdrawDayPassed,
)
from fagvei.courses.actions.standing import host_capacity
from fagvei.courses.models import CourseRun, FeeRate, PlanSlot, RunEvent, SlotEvent
from fagvei.courses.queries.holders import participants_in, people_who_hope, people_with_seat
from fagvei.courses.queries.national import differs_from_common
from fagvei.courses.queries.reserves import reserved_seats
from fagvei.courses.queries.run_steps import may_cancel, may_hold, may_move
from fagvei.courses.rules.deadlines import ANSWER_DAYS_AFTER
from fagvei.courses.rules.fees import Fee, fee_after_move, fee_for
from fagvei.courses.rules.halfyears import half_of, lies_in
from fagvei.people.actions import notify
from fagvei.people.models import User

State, Kind = CourseRun.State, RunEvent.Kind
# Applicants go by these. Days are moved by `move_run`, with a reason; deadlines stay, but where nobody could apply.
FIXED_BY_ANNOUNCEMENT = frozenset(
    {"starts_on", "ends_on", "days", "opens_at", "deadline_at", "answer_by_on", "withdraw_by_on"}
)
# Whoever has a seat or hopes for one is told when these are changed, and why.
TOLD_WHEN_CHANGED = ("place", "is_digital", "language", "fee_kroner")


@dataclass(frozen=True)
class RunDetails:
    """What the host settles. Days are Norwegian days; the deadline counts to the end of its day."""

    starts_on: dt.date
    ends_on: dt.date
    days: int
    seats: int
    opens_on: dt.date
    deadline_on: dt.date
    answer_by_on: dt.date
    withdraw_by_on: dt.date
    place: str = ""
    is_digital: bool = False
    language: str = CourseRun.Language.NORWEGIAN
    fee_kroner: int | None = None
    deviation_reason: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        columns = {name: value for name, value in vars(self).items() if name not in {"opens_on", "deadline_on"}}
        opens_at, deadline_at = start_of(self.opens_on), start_of(self.deadline_on + dt.timedelta(days=1))
        return columns | {"opens_at": opens_at, "deadline_at": deadline_at}


@transaction.atomic
def settle_run(*, slot: PlanSlot, details: RunDetails, by: User) -> CourseRun:
    """Settle the dates: the plan shows them and the catalogue has the run, in one act."""
    row = locked_slot(slot)
    acting_as = host_capacity(by, row)
    if row.state != PlanSlot.State.PLANNED:
        raise SlotNotOpen
    if not lies_in(details.starts_on, row.year, row.half):
        raise OutsideHalfYear
    run = CourseRun(slot=row, course=row.course, host_centre=row.host_centre, **details.columns)
    if run.starts_on < clock.today():
        raise StartsInThePast
    _check_days(run)
    _check(run)
    _check_opening(run)
    run.save()
    event = _move(run, Kind.DATED, to=State.DATED, by=by)
    slot_event = move_to(row, SlotEvent.Kind.DATED, to=PlanSlot.State.DATED, by=by)
    _record("run_settled", run, by, acting_as, [event, row, slot_event])
    return run


@transaction.atomic
def announce_run(*, run: CourseRun, by: User) -> CourseRun:
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    if row.state == State.ANNOUNCED:
        raise AlreadyAnnounced
    _check_standing(row)
    if row.deadline_at <= clock.now():
        raise DeadlinePassed
    _check_opening(row)
    if not row.deviation_reason.strip() and differs_from_common(row):
        raise NationalDeadlineDiffers
    row.announced_on = clock.today()
    _check_deviations(row)
    event = _move(row, Kind.ANNOUNCED, to=State.ANNOUNCED, by=by)
    told = _slot_follows(row, SlotEvent.Kind.ANNOUNCED, PlanSlot.State.ANNOUNCED, by)
    _record("run_announced", row, by, acting_as, [event, *told])
    return row


@transaction.atomic
def change_run(*, run: CourseRun, details: RunDetails, by: User, reason: str = "") -> CourseRun:
    """Everything before it is announced; afterwards what does not move it: dates and opening stay, a new place or fee has a reason."""
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    _check_standing(row)
    is_announced = row.state == State.ANNOUNCED
    fixed = FIXED_BY_ANNOUNCEMENT if is_announced else frozenset()
    before, began_on = {name: getattr(row, name) for name in TOLD_WHEN_CHANGED}, row.starts_on
    for name, value in details.columns.items():
        if name not in fixed:
            setattr(row, name, value)
    told = [name for name in TOLD_WHEN_CHANGED if is_announced and getattr(row, name) != before[name]]
    if told and not reason.strip():
        raise WhyChangedMissing
    if row.seats < people_with_seat(row).count():
        raise SeatsTaken
    if row.in_round.standing().exclude(seats=row.seats).exists():
        raise SeatsInRound
    if row.seats < reserved_seats(row):
        raise MoreReservedThanSeats
    if not lies_in(row.starts_on, row.slot.year, row.slot.half):
        raise OutsideHalfYear
    if not is_announced:
        _check_days(row)
    _check(row)
    if not is_announced:
        _check_opening(row)
    event = _move(row, Kind.CHANGED, to=row.state, by=by, reason=reason)
    move_programme(row, by=row.starts_on - began_on)
    _record("run_changed", row, by, acting_as, [event], changed=told)
    if told:
        _tell_all(
            row,
            "run_changed",
            _(
                "Sted, språk, kursavgift eller om det er digitalt, er endret for et kurs du har plass på. Du beholder plassen."
            ),
            _("Sted, språk, kursavgift eller om det er digitalt, er endret for et kurs du har søkt på. Søknaden står."),
        )
    return row


@transaction.atomic
def move_run_alone(
    *,
    run: CourseRun,
    starts_on: dt.date,
    ends_on: dt.date,
    withdraw_by_on: dt.date,
    reason: str,
    by: User,
    place: str | None = None,
    days: int | None = None,
) -> CourseRun:
    """The run, its programme and its place in the plan. `move_run` takes the offers along."""
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    _check_standing(row)
    if not reason.strip():
        raise ReasonMissing
    if not may_move(row):
        raise BegunIsNotMoved
    if starts_on < clock.today():
        raise StartsInThePast
    if withdraw_by_on < clock.today() and participants_in(row).exists():
        raise WithdrawDayPassed  # the move alone would make late whoever cannot come on the new days
    fee_before, kroner_before, began_on = _fee_of(row), row.fee_kroner, row.starts_on
    row.starts_on, row.ends_on, row.withdraw_by_on = starts_on, ends_on, withdraw_by_on
    row.days = row.days if days is None else days
    row.fee_kroner = fee_after_move(row.fee_kroner, fee_before, _fee_of(row))
    _deadline_again(row)
    row.answer_by_on = _answer_by_again(row)
    row.place = row.place if place is None else place
    row.deviation_reason = row.deviation_reason or reason
    _check_days(row)
    _check(row)
    event = _move(row, Kind.MOVED, to=row.state, by=by, reason=reason)
    move_programme(row, by=starts_on - began_on)
    slot = locked_slot(row.slot)
    slot.year, slot.half = half_of(starts_on)
    slot_event = move_to(slot, SlotEvent.Kind.MOVED, to=slot.state, by=by, reason=reason)
    _record("run_moved", row, by, acting_as, [event, slot, slot_event])
    if row.fee_kroner != kroner_before:
        seated = _("Et kurs du har plass på, er flyttet, og kursavgiften er en annen. Du beholder plassen.")
        hopeful = _("Et kurs du har søkt på, er flyttet, og kursavgiften er en annen. Søknaden står.")
    else:
        seated = _("Et kurs du har plass på, er flyttet. Du beholder plassen.")
        hopeful = _("Et kurs du har søkt på, er flyttet. Søknaden står.")
    _tell_all(row, "run_moved", seated, hopeful)
    return row


@transaction.atomic
def cancel_run_alone(*, run: CourseRun, reason: str, by: User) -> CourseRun:
    """The run and its place in the plan. `cancel_run` takes the round along."""
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    _check_standing(row)
    if not reason.strip():
        raise ReasonMissing
    if not may_cancel(row):
        raise HeldIsNotCancelled
    event = _move(row, Kind.CANCELLED, to=State.CANCELLED, by=by, reason=reason)
    told = _slot_follows(row, SlotEvent.Kind.CANCELLED, PlanSlot.State.CANCELLED, by, reason)
    _record("run_cancelled", row, by, acting_as, [event, *told])
    _tell_those_with_seat(row, "run_cancelled", _("Et kurs du har plass på, er avlyst."))
    return row


@transaction.atomic
def hold_run(*, run: CourseRun, by: User) -> CourseRun:
    """Say that the run has been held."""
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    _check_standing(row)
    if not may_hold(row):
        raise NotOverYet
    event = _move(row, Kind.HELD, to=State.HELD, by=by)
    told = _slot_follows(row, SlotEvent.Kind.HELD, PlanSlot.State.HELD, by)
    _record("run_held", row, by, acting_as, [event, *told])
    return row


@transaction.atomic
def change_seats_of_run(*, run: CourseRun, seats: int, reason: str, by: User) -> CourseRun:
    """The number alone, also after announcement. Where applications are collected, it is done there, with its reason."""
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    _check_standing(row)
    if seats < 1:
        raise SeatsMissing
    row.seats = seats
    event = _move(row, Kind.CHANGED, to=row.state, by=by, reason=reason)
    _record("run_seats_changed", row, by, acting_as, [event])
    return row


def locked_run(run: CourseRun) -> CourseRun:
    rows = CourseRun.objects.select_related("slot", "course__activity", "host_centre")
    return rows.select_for_update(of=("self",)).get(pk=run.pk)


def _move(run: CourseRun, kind: RunEvent.Kind, *, to: str, by: User, reason: str = "") -> RunEvent:
    """The only place that writes the state of a run."""
    if to != run.state and to not in CourseRun.MOVES[run.state]:
        raise AssertionError(f"A run cannot go from {run.state} to {to}.")
    run.state, run.since = to, clock.now()
    run.save()
    return RunEvent.objects.create(
        run=run, kind=kind, state_after=to, content=_content(run), reason=reason, by=by, at=run.since
    )


def _content(run: CourseRun) -> dict[str, Any]:
    return {
        "starts_on": run.starts_on.isoformat(),
        "ends_on": run.ends_on.isoformat(),
        "days": run.days,
        "place": run.place,
        "is_digital": run.is_digital,
        "language": run.language,
        "seats": run.seats,
        "deadline_on": run.deadline_on.isoformat(),
        "answer_by_on": run.answer_by_on.isoformat(),
        "withdraw_by_on": run.withdraw_by_on.isoformat(),
        "fee_kroner": run.fee_kroner,
    }


def _check(run: CourseRun) -> None:
    if run.ends_on < run.starts_on:
        raise EndsBeforeStart
    if not run.is_digital and not run.place.strip():
        raise PlaceMissing
    if run.seats < 1:
        raise SeatsMissing
    last_days = (run.deadline_on, run.answer_by_on, run.withdraw_by_on)
    if run.opens_at >= run.deadline_at or max(last_days) >= run.starts_on or run.answer_by_on < run.deadline_on:
        raise DeadlineOutOfOrder
    _check_fee(run)
    _check_deviations(run)


def _check_days(run: CourseRun) -> None:
    """A course may leave days between out; it never has more than its dates hold."""
    if run.starts_on <= run.ends_on and not 1 <= run.days <= run.calendar_days:
        raise DaysOutsideDates


def _check_opening(run: CourseRun) -> None:
    """The ranking that holds is the one on the day it opens: a day in the past would let the host choose among older ones."""
    if run.opens_at < start_of(clock.today()):
        raise OpensBeforeAnnounced


def _check_fee(run: CourseRun) -> None:
    """One of the table's rates, or none where the table says nothing (R22)."""
    if run.fee_kroner is not None and run.fee_kroner not in _fee_of(run).choices:
        raise FeeNotInTable


def _fee_of(run: CourseRun) -> Fee:
    announced_on = run.announced_on or clock.today()
    return fee_for(FeeRate.objects.all(), days=run.days, announced_on=announced_on, starts_on=run.starts_on)


def _check_deviations(run: CourseRun) -> None:
    if run.deviations and not run.deviation_reason.strip():
        raise DeviationReasonMissing


def _check_standing(run: CourseRun) -> None:
    if not run.is_standing:
        raise RunNotStanding


def _deadline_again(run: CourseRun) -> None:
    """A deadline that went out while the run stood in no round follows the rule again, where the rule leaves time to apply."""
    due = run.deadlines
    if run.deadline_at > clock.now() or due.deadline_on < clock.today() or run.in_round.standing().exists():
        return
    run.deadline_at = start_of(due.deadline_on + dt.timedelta(days=1))
    run.answer_by_on = due.answer_by_on


def _answer_by_again(run: CourseRun) -> dt.date:
    """An answer that would come after the new start follows the rule again; when that is too late too, the run cannot move there."""
    if run.answer_by_on < run.starts_on:
        return run.answer_by_on
    by_the_rule = run.deadline_on + dt.timedelta(days=ANSWER_DAYS_AFTER)
    if min(run.answer_by_on, by_the_rule) >= run.starts_on:
        raise StartsBeforeAnswer
    return by_the_rule


def _slot_follows(run: CourseRun, kind: SlotEvent.Kind, to: str, by: User, reason: str = "") -> list[Any]:
    slot = locked_slot(run.slot)
    return [slot, move_to(slot, kind, to=to, by=by, reason=reason)] if slot.state != to else []


def _record(name: str, run: CourseRun, by: User, acting_as: str, facts: list[Any], **more: Any) -> None:
    audit.record(
        name,
        target=run,
        by=by,
        acting_as=acting_as,
        controller=run.host_centre,
        details={"course": run.course.code, "starts_on": run.starts_on.isoformat(), "seats": run.seats, **more},
        facts=[run, *facts],
    )


def _tell_those_with_seat(run: CourseRun, kind: str, text: str) -> None:
    for person in people_with_seat(run):
        notify(user=person, kind=kind, text=text, path=run.get_absolute_url())


def _tell_all(run: CourseRun, kind: str, to_seated: str, to_hopeful: str) -> None:
    """Those with a seat, and those who have applied or wait."""
    _tell_those_with_seat(run, kind, to_seated)
    for person in people_who_hope(run):
        notify(user=person, kind=kind, text=to_hopeful, path=run.get_absolute_url())
