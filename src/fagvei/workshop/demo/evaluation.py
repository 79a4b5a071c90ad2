"""Two runs of a course that were held: an earlier one with answers for Berit of the committee, and Anna's own, open for hers."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, Course, CourseEvaluation, CourseRun, SeatOffer
from fagvei.courses.rules import deadlines_for, half_of
from fagvei.courses.rules.evaluation import QUESTIONS
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import Relation, User
from fagvei.people.queries import leader_of

DAY = dt.timedelta(days=1)
HOST = "regut-helse-sor-ost"
STARTED = 190  # days ago
THERE, CAME = 13, 11
WORDS = ("Mer tid til kasuistikkene.", "Gjerne flere rollespill.", "", "Rommet var for lite.")
ANSWERS = ((4, 3, 4, 1), (4, 4, 4, 1), (3, 1, 4, 0), (4, 1, 3, 3))


def tell_evaluation(cast: SimpleNamespace, now: dt.datetime) -> None:
    course = Course.objects.select_related("activity", "centre").get(activity__code="RUS-KOGN")
    run = _held(cast, course, now)
    with clock.at(now - 390 * DAY):
        term = {"from_on": (now - 380 * DAY).date(), "to_on": (now + 700 * DAY).date()}
        actions.appoint(course=course, person=cast.berit, role="member", by=cast.eva, **term)
    with clock.at(_at(run.ends_on + 2 * DAY)):
        found = actions.open_evaluation(run=run, by=cast.eva)
    for number, entry in enumerate(found.entries.select_related("doctor").order_by("doctor__username")):
        values = ANSWERS[number % len(ANSWERS)]
        with clock.at(_at(run.ends_on + 4 * DAY)):
            actions.answer_evaluation(
                run=run,
                answers={question.code: value for question, value in zip(QUESTIONS, values, strict=True)},
                words=WORDS[number % len(WORDS)],
                by=entry.doctor,
            )
    with clock.at(_at(run.ends_on + 17 * DAY)):
        actions.close_evaluation(evaluation=CourseEvaluation.objects.get(pk=found.pk), by=None)
    own = CourseRun.objects.filter(course=course, attendances__doctor=cast.anna).latest("starts_on")
    with clock.at(now - 2 * DAY):
        actions.open_evaluation(run=own, by=cast.eva)


def _held(cast: SimpleNamespace, course: Course, now: dt.datetime) -> CourseRun:
    starts_on = (now - STARTED * DAY).date()
    starts_on -= starts_on.weekday() * DAY
    due = deadlines_for(starts_on)
    year, half = half_of(starts_on)
    centre = RegionalEducationCentre.objects.get(code=HOST)
    with clock.at(_at(due.announce_by_on - 20 * DAY)):
        term = {"from_on": due.announce_by_on - 20 * DAY, "to_on": due.deadline_on + 10 * DAY}
        actions.appoint(course=course, person=cast.geir, role="leader", by=cast.eva, **term)
        slot = actions.plan_slot(course=course, host_centre=centre, year=year, half=half, is_demo=True, by=cast.eva)
        details = actions.RunDetails(
            starts_on=starts_on,
            ends_on=starts_on + 2 * DAY,
            days=3,
            seats=20,
            place="Oslo",
            opens_on=due.announce_by_on - DAY,
            deadline_on=due.deadline_on,
            answer_by_on=due.answer_by_on,
            withdraw_by_on=due.withdraw_by_on,
            fee_kroner=5300,
        )
        run = actions.settle_run(slot=slot, details=details, by=cast.eva)
    with clock.at(_at(due.announce_by_on - DAY)):
        run = actions.announce_run(run=run, by=cast.eva)
        found = actions.open_round(runs=[run], by=cast.eva)
        _teach(cast, run)
    _fill(cast, found, due.deadline_on)
    with clock.at(_at(run.ends_on)):
        for doctor in _seated(run)[:CAME]:
            actions.register_attendance(run=run, doctor=doctor, by=cast.eva)
        return actions.hold_run(run=run, by=cast.eva)


def _teach(cast: SimpleNamespace, run: CourseRun) -> None:
    begins_at = dt.datetime.combine(run.starts_on, dt.time(9), tzinfo=clock.OSLO)
    actions.add_session(
        run=run,
        starts_at=begins_at,
        ends_at=begins_at + dt.timedelta(minutes=100),
        title="Atferdsanalyse",
        teacher_name="Liv Dahlen",
        by=cast.eva,
    )


def _fill(cast: SimpleNamespace, found: ApplicationRound, deadline_on: dt.date) -> None:
    wishes = [each.key for each in found.round_runs.all()]
    for doctor in _doctors(_at(deadline_on - 5 * DAY)):
        with clock.at(_at(deadline_on - 5 * DAY)):
            row = actions.apply_for_seat(round=found, wishes=wishes, by=doctor)
            actions.consent_to_application(application=row, by=_leader(doctor))
    with clock.at(_at(deadline_on + 2 * DAY)):
        allocation: Any = actions.preview_allocation(round=found, by=cast.eva)
        for person in (cast.eva, cast.geir):
            actions.approve_release(allocation=allocation, by=person)
    for offer in SeatOffer.objects.filter(round_run__round=found).select_related("doctor").order_by("pk"):
        with clock.at(_at(deadline_on + 3 * DAY)):
            actions.accept_offer(offer=offer, by=offer.doctor)


def _doctors(at: dt.datetime) -> list[User]:
    """Doctors of the nation who had a leader then."""
    led = Relation.objects.active(at).filter(kind=Relation.Kind.LEADER).values("doctor_id")
    around = User.objects.filter(pk__in=led, is_active=True).exclude(username__in=["anna", "nora", "line", "bo"])
    return list(around.order_by("username")[:THERE])


def _leader(doctor: User) -> User:
    leader = leader_of(doctor)
    if leader is None:
        raise LookupError(f"{doctor} has no leader.")
    return leader


def _seated(run: CourseRun) -> list[User]:
    offers = SeatOffer.objects.filter(round_run__run=run, state=SeatOffer.State.ACCEPTED).select_related("doctor")
    return [offer.doctor for offer in offers.order_by("pk")]


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=clock.OSLO)
