"""Six rounds: one for Eva and Geir to release, one released with an offer for Anna, one that waits for Bo, one that was cancelled,
and two of the same course: Anna has a seat in the first, and may let the second go.
"""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, Course, CourseApplication, CourseRun, SeatOffer
from fagvei.courses.rules import deadlines_for, half_of
from fagvei.organisations.models import RegionalEducationCentre, Specialty
from fagvei.people.models import Relation, User
from fagvei.people.queries import institution_of, leader_of
from fagvei.training import actions as training

DAY = dt.timedelta(days=1)
APPLICANTS, SEATS = 60, 24
HOST = "regut-helse-sor-ost"
SOURCE = "Lottotallene første lørdag etter fristen (eksempel i demoen)"
VALUE = "3 8 12 17 21 29 34 (oppdiktet for demoen)"


def tell_applications(cast: SimpleNamespace, now: dt.datetime) -> None:
    courses = {course.code: course for course in Course.objects.select_related("activity", "centre")}
    doctors = doctors_around(now)
    _serve(doctors, now)
    _ready(cast, courses["RUS-GK1"], doctors, now)
    _released(cast, courses["RUS-INNF"], doctors[:9], now)
    _open(cast, courses["RUS-GK2"], now)
    _cancelled(cast, courses["RUS-ADHD"], now)
    _same_need(cast, courses["RUS-GK4"], doctors[9:12], now)


def doctors_around(now: dt.datetime) -> list[User]:
    """Doctors of the nation who had a leader when the first round was open."""
    led = Relation.objects.active(now - 75 * DAY).filter(kind=Relation.Kind.LEADER).active(now)
    around = User.objects.filter(pk__in=led.values("doctor_id"), is_active=True)
    named = around.exclude(username__in=["anna", "nora", "line", "bo", "ola", "pia"])
    found = list(named.order_by("username")[:APPLICANTS])
    if len(found) < APPLICANTS:
        raise LookupError(f"{len(found)} doctors had a leader then; the story needs {APPLICANTS}.")
    return found


def _serve(doctors: list[User], now: dt.datetime) -> None:
    """Confirmed service of different lengths; some are alike, so that the lottery has something to decide."""
    specialty = Specialty.objects.get(slug="rus")
    for number, doctor in enumerate(doctors):
        starts_on = (now - (200 + number // 2 * 31) * DAY).date()
        leader = _leader(doctor)
        with clock.at(now - 70 * DAY):
            training.confirm_part_1(
                doctor=doctor, basis="part_1", completed_on=starts_on, seen="Oppslag i HPR.", by=leader
            )
            dates: dict[str, Any] = {
                "starts_on": starts_on,
                "ends_on": None,
                "percent": 100,
                "institution": institution_of(doctor),
            }
            position: Any = training.register_employment(doctor=doctor, by=doctor, **dates)
            _confirm(position, leader)
            position.refresh_from_db()
            more: dict[str, Any] = {"place": "", "kind": "part_3", "specialty": specialty, **dates}
            _confirm(training.register_placement(employment=position, by=doctor, **more), leader)


def _confirm(row: Any, leader: User) -> None:
    training.confirm_service(row=training.send_service(row=row, by=row.doctor), by=leader)


def _leader(doctor: User) -> User:
    leader = leader_of(doctor)
    if leader is None:
        raise LookupError(f"{doctor} has no leader.")
    return leader


def announced_run(
    cast: SimpleNamespace, course: Course, now: dt.datetime, *, starts_in: int, seats: int, opens: int
) -> CourseRun:
    """Announced seven months before it begins, open since `opens` days ago, with the other days as the rules would have them."""
    starts_on = (now + starts_in * DAY).date()
    starts_on -= starts_on.weekday() * DAY
    due, at = deadlines_for(starts_on), now - (215 - starts_in) * DAY
    year, half = half_of(starts_on)
    host = RegionalEducationCentre.objects.get(code=HOST)
    with clock.at(at):
        slot = actions.plan_slot(course=course, host_centre=host, year=year, half=half, is_demo=True, by=cast.eva)
        details = actions.RunDetails(
            starts_on=starts_on,
            ends_on=starts_on + 4 * DAY,
            days=5,
            seats=seats,
            place="Oslo",
            opens_on=(now - opens * DAY).date(),
            deadline_on=due.deadline_on,
            answer_by_on=due.answer_by_on,
            withdraw_by_on=due.withdraw_by_on,
            fee_kroner=7300,
        )
        return actions.announce_run(run=actions.settle_run(slot=slot, details=details, by=cast.eva), by=cast.eva)


def collect(
    cast: SimpleNamespace,
    run: CourseRun,
    doctors: list[User],
    at: dt.datetime,
    cases: tuple[str, ...] = (),
    source: str = "",
) -> ApplicationRound:
    """`cases`: what each says about the criterion that people judge, where the course has one."""
    with clock.at(at):
        found = actions.open_round(runs=[run], public_value_source=source, by=cast.eva)
    for number, doctor in enumerate(doctors):
        said = {1: cases[number]} if cases else {}
        with clock.at(at + (number + 1) * dt.timedelta(hours=2)):
            row = actions.apply_for_seat(round=found, wishes=[found.round_runs.get().key], cases=said, by=doctor)
            actions.consent_to_application(application=row, by=_leader(doctor))
    return found


def _ready(cast: SimpleNamespace, course: Course, doctors: list[User], now: dt.datetime) -> None:
    run = announced_run(cast, course, now, starts_in=86, seats=SEATS, opens=60)
    collect(cast, run, doctors, now - 60 * DAY)


def _released(cast: SimpleNamespace, course: Course, doctors: list[User], now: dt.datetime) -> None:
    """Anna has a seat to answer, one has said yes, one no, and the others wait."""
    run = announced_run(cast, course, now, starts_in=84, seats=4, opens=50)
    found = collect(cast, run, [cast.anna, *doctors], now - 50 * DAY, source=SOURCE)
    with clock.at(now - 6 * DAY):
        allocation = actions.preview_allocation(round=found, public_value=VALUE, by=cast.eva)
        actions.approve_release(allocation=allocation, by=cast.eva)
    with clock.at(now - 5 * DAY):
        actions.approve_release(allocation=allocation, by=cast.geir)
    others = CourseApplication.objects.filter(round=found, state="offered").exclude(doctor=cast.anna)
    with clock.at(now - 3 * DAY):
        for row, answer in zip(others.order_by("pk"), (actions.accept_offer, actions.decline_offer), strict=False):
            answer(offer=row.offers.get(), by=row.doctor)
    _changed_by_hand(cast, found, now)


def _changed_by_hand(cast: SimpleNamespace, found: ApplicationRound, now: dt.datetime) -> None:
    """One seat more, an offer taken back and a seat given out of turn: every applicant reads why, without a name."""
    row = found.round_runs.get()
    with clock.at(now - 2 * DAY):
        actions.change_seats(round_run=row, seats=5, reason="Kurshotellet har fått et større rom.", by=cast.eva)
    with clock.at(now - 1 * DAY):
        offered = SeatOffer.objects.filter(round_run=row, state=SeatOffer.State.OFFERED).exclude(doctor=cast.anna)
        reason = "Stillingen er avsluttet, og arbeidsgiveren har trukket samtykket."
        actions.take_back_offer(offer=offered.latest("seat_no", "pk"), reason=reason, by=cast.eva)
    with clock.at(now - 1 * DAY + dt.timedelta(hours=1)):
        entry = row.waiting.filter(is_waiting=True).latest("place")
        reason = "Sto på listen i forrige runde også, og fikk feil opplysning om plass av oss."
        actions.give_seat_by_hand(entry=entry, reason=reason, by=cast.eva)


def _open(cast: SimpleNamespace, course: Course, now: dt.datetime) -> None:
    """The run whose days for applying have come: Anna has asked, and Bo has not answered."""
    runs = course.runs.filter(state="announced", opens_at__lte=now, deadline_at__gt=now)
    run = runs.order_by("starts_on", "pk").first()
    if run is None:
        return
    with clock.at(min(now - 10 * DAY, run.opens_at)):
        found = actions.open_round(runs=[run], public_value_source=SOURCE, by=cast.eva)
    with clock.at(now - 2 * DAY):
        actions.apply_for_seat(round=found, wishes=[found.round_runs.get().key], by=cast.anna)


def _cancelled(cast: SimpleNamespace, course: Course, now: dt.datetime) -> None:
    """Anna had applied, and Bo had consented, when the course was cancelled."""
    run = announced_run(cast, course, now, starts_in=150, seats=20, opens=40)
    collect(cast, run, [cast.anna], now - 40 * DAY)
    with clock.at(now - 6 * DAY):
        actions.cancel_run(run=run, reason="Kurslederen er syk, og ingen kan ta over i tide.", by=cast.eva)


def _same_need(cast: SimpleNamespace, course: Course, doctors: list[User], now: dt.datetime) -> None:
    """Anna has said yes to a seat, and her application for the next run of the course still stands."""
    first = collect(
        cast, announced_run(cast, course, now, starts_in=77, seats=4, opens=52), [cast.anna, *doctors], now - 52 * DAY
    )
    later = announced_run(cast, course, now, starts_in=170, seats=20, opens=30)
    collect(cast, later, [cast.anna], now - 30 * DAY)
    with clock.at(now - 9 * DAY):
        allocation = actions.preview_allocation(round=first, by=cast.eva)
        for person in (cast.eva, cast.geir):
            actions.approve_release(allocation=allocation, by=person)
    with clock.at(now - 4 * DAY):
        actions.accept_offer(offer=first.applications.get(doctor=cast.anna).offers.get(), by=cast.anna)
