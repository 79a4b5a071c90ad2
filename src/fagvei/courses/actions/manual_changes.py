"""What an officer does beside the rule: with a reason that all applicants see, without names."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.applications import locked_application
from fagvei.courses.actions.joint_refusals import MoreReservedThanSeats, RunHasLeft
from fagvei.courses.actions.offers import fill_free_seats, let_go, make_offer, notice_of, settle_application
from fagvei.courses.actions.rounds import locked_round
from fagvei.courses.actions.runs import change_seats_of_run
from fagvei.courses.actions.seat_refusals import (
    ChangeReasonMissing,
    FewerThanTaken,
    NamesSomebody,
    NoSeatFree,
    NotOnList,
    OfferNotOpen,
    RoundNotReleased,
    RunHasBegun,
)
from fagvei.courses.actions.standing import check_not_own, host_capacity
from fagvei.courses.models import ApplicationRound, ManualChange, RoundRun, SeatOffer, WaitingListEntry
from fagvei.courses.queries.seats import starts_at
from fagvei.courses.rules.names import names_person
from fagvei.courses.rules.seats import offers_end_at
from fagvei.people.actions import notify
from fagvei.people.models import User

Kind = ManualChange.Kind


@transaction.atomic
def change_seats(*, round_run: RoundRun, seats: int, reason: str, by: User) -> ManualChange:
    """More or fewer seats. Never fewer than are offered or taken; new ones go to the first in line at once."""
    found, row = locked_round_run(round_run)
    acting_as = _check(found, row, reason, by)
    if seats < max(1, row.taken):
        raise FewerThanTaken
    if not found.is_released and seats < sum(row.reserves.values()):
        raise MoreReservedThanSeats
    before, row.seats = row.seats, seats
    row.save()
    change_seats_of_run(run=row.run, seats=seats, reason=reason, by=by)
    change = change_by_hand(found, row, Kind.SEATS, reason, by, acting_as, before=before, after=seats)
    fill_free_seats(found)
    return change


@transaction.atomic
def give_seat_by_hand(*, entry: WaitingListEntry, reason: str, by: User) -> ManualChange:
    """A free seat to somebody who is not first in line."""
    found, row = locked_round_run(entry.round_run)
    acting_as = _check(found, row, reason, by)
    if not found.is_released:
        raise RoundNotReleased
    if clock.now() >= offers_end_at(starts_at(row.run)):
        raise RunHasBegun
    if row.taken >= row.seats:
        raise NoSeatFree
    waiting = row.waiting.filter(pk=entry.pk, is_waiting=True).select_related("application__doctor").first()
    if waiting is None:
        raise NotOnList
    check_no_name(reason, waiting.application.doctor)
    waiting.application.round = found
    offer = make_offer(row, waiting.application, by=by, acting_as=acting_as, reason=reason, by_hand=True)
    _tell(waiting.application.doctor, waiting.application, notice_of(offer))
    return change_by_hand(found, row, Kind.SEAT_GIVEN, reason, by, acting_as)


@transaction.atomic
def take_back_offer(*, offer: SeatOffer, reason: str, by: User) -> ManualChange:
    found, row = locked_round_run(offer.round_run)
    acting_as = _check(found, row, reason, by)
    held = (
        row.offers.filter(pk=offer.pk, state__in=SeatOffer.HOLDING).select_related("round_run__run", "doctor").first()
    )
    if held is None:
        raise OfferNotOpen
    check_no_name(reason, held.doctor)
    _found, application = locked_application(held.application)
    let_go(held, SeatOffer.State.CANCELLED, by=by, acting_as=acting_as, reason=reason)
    settle_application(application, by, acting_as)
    change = change_by_hand(found, row, Kind.SEAT_TAKEN, reason, by, acting_as)
    _tell(
        application.doctor, application, _("Et tilbud om kursplass er trukket tilbake. Begrunnelsen står på søknaden.")
    )
    return change


def locked_round_run(round_run: RoundRun) -> tuple[ApplicationRound, RoundRun]:
    found = locked_round(round_run.round)
    rows = RoundRun.objects.select_for_update(of=("self",)).select_related("run__host_centre", "run__course")
    return found, rows.get(pk=round_run.pk)


def _check(found: ApplicationRound, row: RoundRun, reason: str, by: User) -> str:
    acting_as = host_capacity(by, row.run)
    check_not_own(by, round=found)
    if not reason.strip():
        raise ChangeReasonMissing
    if row.left_at is not None:
        raise RunHasLeft
    if clock.now() >= starts_at(row.run) or not row.run.is_standing:
        raise RunHasBegun
    return acting_as


def check_no_name(reason: str, doctor: User) -> None:
    """All who applied read the reason; whom it is about shall not be read out of it."""
    if names_person(reason, full_name=doctor.full_name, username=doctor.username):
        raise NamesSomebody


def change_by_hand(
    found: ApplicationRound,
    row: RoundRun | None,
    kind: ManualChange.Kind,
    reason: str,
    by: User,
    acting_as: str,
    before: int | None = None,
    after: int | None = None,
) -> ManualChange:
    """Without `row` it is of the whole round."""
    if row is not None:
        row.refresh_from_db()
    change = ManualChange.objects.create(
        round=None if row else found, round_run=row, kind=kind, reason=reason, before=before, after=after, by=by
    )
    audit.record(
        "seats_changed_by_hand",
        target=change,
        by=by,
        acting_as=acting_as,
        controller=found.host_centre,
        details={"kind": kind},
        facts=[change, row or found],
    )
    return change


def _tell(doctor: User, application: object, text: str) -> None:
    notify(
        user=doctor,
        kind="seat_by_hand",
        text=text,
        path=reverse("courses:application", args=[application.public_id]),  # type: ignore[attr-defined]
    )
