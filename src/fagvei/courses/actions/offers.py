"""Seats after release: answered, given up, moved on by the same rule until the course starts. Each move has its reason."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.applications import State as ApplicationState
from fagvei.courses.actions.applications import locked_application, move_application, record_application
from fagvei.courses.actions.rounds import locked_round
from fagvei.courses.actions.seat_refusals import NoSeatHeld, NotApplicant, NotOnList, OfferNotOpen, RunHasBegun
from fagvei.courses.models import (
    ApplicationEvent,
    ApplicationRound,
    CourseApplication,
    CourseRun,
    ManualChange,
    OfferEvent,
    RoundRun,
    SeatOffer,
    WaitingListEntry,
)
from fagvei.courses.queries.seats import holding, newest_allocation, replayed, starts_at
from fagvei.courses.rules.seats import STRETCHES, answer_by, is_short, offers_end_at
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.planning import seats

State, ApplicationKind = SeatOffer.State, ApplicationEvent.Kind
# Our choice: so long a seat that an officer took back is kept for a decision by hand; less when the course is near.
KEPT_FOR_THE_OFFICER = dt.timedelta(days=1)
KEPT_NEAR_START = dt.timedelta(hours=1)
BY_THE_RULE = gettext_noop("Ledig plass gikk til den første i rekken.")
TOO_LATE = gettext_noop("Tilbudet ble ikke besvart i tide.")
HIGHER_WISH = gettext_noop("Legen fikk plass på et høyere ønske.")


@transaction.atomic
def accept_offer(*, offer: SeatOffer, by: User) -> SeatOffer:
    """What the doctor wanted less is let go: another seat, and places on waiting lists below this one."""
    found, application, row = _locked_offer(offer)
    _check_own(row, by)
    if row.state != State.OFFERED or clock.now() >= row.answer_by_at:
        raise OfferNotOpen
    _check_not_begun(row.round_run.run)
    _move(row, State.ACCEPTED, by=by, acting_as="doctor")
    lower = (
        application.wishes[application.wishes.index(row.round_run.key) + 1 :]
        if row.round_run.key in application.wishes
        else []
    )
    application.waiting.filter(round_run__public_id__in=[*lower, row.round_run.key]).update(is_waiting=False)
    others = application.offers.filter(state__in=SeatOffer.HOLDING, round_run__public_id__in=lower)
    for other in others.select_related("round_run__run", "doctor"):
        _let_go(other, State.EXCHANGED, by=by, acting_as="doctor", reason=HIGHER_WISH)
    _settle(application, ApplicationKind.ANSWERED, by, "doctor")
    _fill(found)
    return row


@transaction.atomic
def decline_offer(*, offer: SeatOffer, by: User) -> SeatOffer:
    found, application, row = _locked_offer(offer)
    _check_own(row, by)
    if row.state != State.OFFERED or clock.now() >= row.answer_by_at:
        raise OfferNotOpen
    _let_go(row, State.DECLINED, by=by, acting_as="doctor")
    _settle(application, ApplicationKind.ANSWERED, by, "doctor")
    _fill(found)
    return row


@transaction.atomic
def give_up_seat(*, offer: SeatOffer, by: User) -> SeatOffer:
    """After one has accepted. The seat goes on until the course starts."""
    found, application, row = _locked_offer(offer)
    _check_own(row, by)
    if row.state != State.ACCEPTED:
        raise NoSeatHeld
    if clock.now() >= starts_at(row.round_run.run):
        raise RunHasBegun  # whoever does not come then has not met
    _let_go(row, State.GIVEN_UP, by=by, acting_as="doctor")
    _settle(application, ApplicationKind.ENDED, by, "doctor")
    _fill(found)
    return row


@transaction.atomic
def leave_waiting_list(*, entry: WaitingListEntry, by: User) -> CourseApplication:
    found, application = locked_application(entry.application)
    if application.doctor_id != by.pk:
        raise NotApplicant
    mine = application.waiting.filter(pk=entry.pk, is_waiting=True)
    if not mine.update(is_waiting=False, left_list_at=clock.now()):
        raise NotOnList
    _settle(application, ApplicationKind.LEFT, by, "doctor")
    return application


@transaction.atomic
def settle_round(*, round: ApplicationRound, by: Any = None) -> int:
    """Offers that are too old expire, and free seats go on. Returns how many moved. The timer does this, for nobody."""
    found = locked_round(round)
    if not found.is_released:
        return 0
    moved = _fill(found)
    if moved:
        audit.record(
            "seats_moved_on", target=found, by=by, acting_as="system", controller=found.host_centre, facts=[found]
        )
    return moved


def settle_rounds(*, by: None = None, dry_run: bool = False) -> int:
    """All rounds with offers that are too old, or with a seat that has stood free since an officer took it back. For the timer."""
    late = SeatOffer.objects.filter(state=State.OFFERED, answer_by_at__lte=clock.now())
    kept = _kept()
    free = RoundRun.objects.filter(
        taken__lt=F("seats"),
        waiting__is_waiting=True,
        run__state=CourseRun.State.ANNOUNCED,
        run__starts_on__gt=clock.today(),
    ).distinct()
    to_give = [row.pk for row in free if row.taken + kept[row.pk] < row.seats]
    due = RoundRun.objects.filter(Q(offers__in=late) | Q(pk__in=to_give))
    rounds = ApplicationRound.objects.filter(pk__in=due.values("round_id")).order_by("pk")
    if dry_run:
        return rounds.count()
    return sum(settle_round(round=each, by=None) for each in rounds)


def _kept() -> Counter[int]:
    """{row of a run: so many of its free seats an officer took back and has not given}. Nobody else gives them meanwhile."""
    now = clock.now()
    near = clock.today() + dt.timedelta(days=STRETCHES[-1].days_left)
    changes = ManualChange.objects.filter(
        Q(at__gt=now - KEPT_NEAR_START) | Q(at__gt=now - KEPT_FOR_THE_OFFICER, round_run__run__starts_on__gte=near),
        kind__in=[ManualChange.Kind.SEAT_TAKEN, ManualChange.Kind.SEAT_GIVEN],
    )
    kept: Counter[int] = Counter()
    for row, kind in changes.order_by("at", "pk").values_list("round_run_id", "kind"):
        kept[row] = kept[row] + 1 if kind == ManualChange.Kind.SEAT_TAKEN else max(0, kept[row] - 1)
    return kept


# --- What all moves of a seat share ---


def make_offer(
    round_run: RoundRun,
    application: CourseApplication,
    *,
    by: User | None,
    acting_as: str,
    reason: str,
    by_hand: bool = False,
) -> SeatOffer:
    """The lowest free number; the counter goes up in the same breath, and the database refuses one too many."""
    used = set(holding(round_run).values_list("seat_no", flat=True))
    number = next(each for each in range(1, len(used) + 2) if each not in used)
    _count(round_run, +1, by, acting_as)
    offer = SeatOffer.objects.create(
        round_run=round_run,
        application=application,
        doctor=application.doctor,
        seat_no=number,
        answer_by_at=answer_by(clock.now(), starts_at(round_run.run)),
        by_hand=by_hand,
    )
    event = OfferEvent.objects.create(
        offer=offer, state_after=State.OFFERED, reason=reason, by=by, acting_as=acting_as, at=offer.since
    )
    application.waiting.filter(round_run=round_run).update(is_waiting=False)
    moved = move_application(
        application, ApplicationKind.SEATED, to=ApplicationState.OFFERED, by=by, acting_as=acting_as
    )
    record_application("seat_offered", application, by, acting_as, [offer, event, moved])
    return offer


def notice_of(offer: SeatOffer) -> str:
    """Without the day: it stands on the page. Near the start nobody shall think that there is time."""
    if is_short(offer.since, offer.answer_by_at):
        return _("Du er tilbudt en kursplass. Kurset begynner snart, så svarfristen er kort.")
    return _("Du er tilbudt en kursplass. Svar innen fristen.")


def fill_free_seats(found: ApplicationRound) -> int:
    """By the same rule, until the course starts. Call it with the round locked."""
    return _fill(found)


def let_go(offer: SeatOffer, state: str, *, by: User | None, acting_as: str, reason: str) -> None:
    _let_go(offer, state, by=by, acting_as=acting_as, reason=reason)


def settle_application(application: CourseApplication, by: User | None, acting_as: str) -> None:
    _settle(application, ApplicationKind.ENDED, by, acting_as)


def _count(round_run: RoundRun, change: int, by: User | None, acting_as: str) -> None:
    """The counter is the run's, so its event names no doctor."""
    round_run.taken += change
    round_run.save(update_fields=["taken"])
    audit.record(
        "seats_counted",
        target=round_run,
        by=by,
        acting_as=acting_as,
        controller=round_run.run.host_centre,
        details={"taken": round_run.taken, "seats": round_run.seats},
        facts=[round_run],
    )


def _locked_offer(offer: SeatOffer) -> tuple[ApplicationRound, CourseApplication, SeatOffer]:
    found, application = locked_application(offer.application)
    rows = SeatOffer.objects.select_for_update(of=("self",)).select_related("round_run__run", "doctor")
    row = rows.get(pk=offer.pk)
    row.application = application
    return found, application, row


def _check_own(row: SeatOffer, by: User) -> None:
    if row.doctor_id != by.pk:
        raise NotApplicant


def _check_not_begun(run: CourseRun) -> None:
    if run.state != CourseRun.State.ANNOUNCED or clock.now() >= starts_at(run):
        raise RunHasBegun


def _move(row: SeatOffer, to: str, *, by: User | None, acting_as: str, reason: str = "") -> OfferEvent:
    """The only place that writes the state of an offer."""
    if to not in SeatOffer.MOVES[row.state]:
        raise AssertionError(f"An offer cannot go from {row.state} to {to}.")
    row.state, row.since = to, clock.now()
    row.save()
    event = OfferEvent.objects.create(
        offer=row, state_after=to, reason=reason, by=by, acting_as=acting_as, at=row.since
    )
    audit.record(
        f"seat_{to}",
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.doctor,
        controller=row.round_run.run.host_centre,
        facts=[row, event],
    )
    return event


def _let_go(row: SeatOffer, to: str, *, by: User | None, acting_as: str, reason: str = "") -> None:
    round_run = RoundRun.objects.select_for_update().get(pk=row.round_run_id)
    _count(round_run, -1, by, acting_as)
    _move(row, to, by=by, acting_as=acting_as, reason=reason)


def _settle(application: CourseApplication, kind: ApplicationEvent.Kind, by: User | None, acting_as: str) -> None:
    """The application says what is best: a seat to answer, a seat, a place on a list, or nothing more."""
    states = set(application.offers.filter(state__in=SeatOffer.HOLDING).values_list("state", flat=True))
    to = ApplicationState.ENDED
    if State.OFFERED in states:
        to = ApplicationState.OFFERED
    elif State.ACCEPTED in states:
        to = ApplicationState.PLACED
    elif application.waiting.filter(is_waiting=True).exists():
        to = ApplicationState.WAITING
    event = move_application(application, kind, to=to, by=by, acting_as=acting_as)
    record_application("course_application_settled", application, by, acting_as, [event])


def _expire(found: ApplicationRound) -> int:
    """What was not answered in time."""
    old = SeatOffer.objects.filter(round_run__round=found, state=State.OFFERED, answer_by_at__lte=clock.now())
    rows = list(old.select_related("round_run__run", "doctor", "application").order_by("pk"))
    for row in rows:
        _let_go(row, State.EXPIRED, by=None, acting_as="system", reason=TOO_LATE)
        _found, application = locked_application(row.application)
        _settle(application, ApplicationKind.ENDED, None, "system")
        notify(
            user=row.doctor,
            kind="seat_expired",
            text=_("Et tilbud om kursplass gikk ut, for det ble ikke besvart i tide."),
            path=reverse("courses:application", args=[application.public_id]),
        )
    return len(rows)


def _fill(found: ApplicationRound) -> int:
    """Offers that are too old expire, and free seats go on. Returns how many moved.

    Whoever moves anything in the round moves these too: near the start a minute may matter, and the timer comes once in one.
    """
    allocation = newest_allocation(found)
    if not found.is_released or allocation is None:
        return 0
    moved = _expire(found)
    waiting = WaitingListEntry.objects.filter(round_run__round=found, is_waiting=True)
    if not waiting.exists():
        return moved
    problem, _answer = replayed(allocation)
    kept = _kept()
    rows = (
        found.round_runs.standing()
        .select_for_update(of=("self",))
        .select_related("run__host_centre")
        .order_by("run__starts_on", "pk")
    )
    for round_run in rows:
        if round_run.run.state != CourseRun.State.ANNOUNCED or clock.now() >= offers_end_at(starts_at(round_run.run)):
            continue
        while round_run.taken + kept[round_run.pk] < round_run.seats and _offer_next(found, round_run, problem):
            moved += 1
    return moved


def _offer_next(found: ApplicationRound, round_run: RoundRun, problem: seats.Problem) -> bool:
    waiting = {
        each.application.key: each.application
        for each in round_run.waiting.filter(is_waiting=True).select_related("application__doctor")
    }
    seated = [each.application.key for each in holding(round_run).select_related("application")]
    chosen = seats.next_for(problem, round_run.key, seated, waiting)
    if chosen is None:
        return False
    application = waiting[chosen]
    application.round = found
    offer = make_offer(round_run, application, by=None, acting_as="system", reason=BY_THE_RULE)
    notify(
        user=application.doctor,
        kind="seat_offered",
        text=notice_of(offer),
        path=reverse("courses:application", args=[application.public_id]),
    )
    return True
