"""Courses, appointments, slots of the plan and runs: Eva is liaison and host, Eli an officer elsewhere."""

import datetime as dt
from typing import Any

from everybody import Specimen, World

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import Course, CourseRun
from fagvei.courses.queries.holders import participants_in
from fagvei.courses.rules import deadlines_for, half_of
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats

EVA: dict[str, Any] = {"eva": ["liaison", "host"]}
LED = EVA | {"geir": "course_leader"}
BEGUN = 10


def add_objects(world: World) -> None:
    cast = world.cast
    course = make.make_course(cast, "RUS-GK1")
    world.add("course", "", course, EVA, "RUS-GK1", fields={"region": cast.centre.region.code})
    term = {"role": "leader", "from_on": make.in_days(-10), "to_on": make.in_days(400)}
    appointment = actions.appoint(course=course, person=cast.geir, by=cast.eva, **term)
    world.add("course_appointment", "", appointment, EVA, "geir leads")
    world.add("plan_slot", "planned", make.make_slot(cast, course), EVA, "planned")
    paused = actions.pause_slot(slot=make.make_slot(cast, course), reason="Venter.", by=cast.eva)
    world.add("plan_slot", "paused", paused, EVA, "on pause")
    for state in ("dated", "announced", "cancelled"):
        run = _run(cast, course, state)
        world.add("course_run", state, run, LED, state)
        world.add("plan_slot", state, run.slot, EVA, f"of a run, {state}")
    begun = _begun(cast, course)
    world.add("course_run", "announced", begun, LED, "begun")
    world.add("run_session", "", _session(cast, begun), EVA, "first hour")
    world.add("course_run", "announced", _with_seat(cast), LED, "over, and nora had a seat")
    attended = make.attend(cast, cast.anna, _ended(cast, course))
    world.add("course_attendance", "", attended, LED | {"anna": "doctor"}, "of anna")


def _run(cast: Any, course: Course, state: str) -> CourseRun:
    run = make.make_run(cast, course, announced=state == "announced")
    if state == "cancelled":
        run = actions.cancel_run(run=run, reason="For få søkere.", by=cast.eva)
    run.slot.refresh_from_db()
    return run


def _begun(cast: Any, course: Course) -> CourseRun:
    with clock.at(clock.now() - dt.timedelta(days=400)):
        return make.make_run(cast, course, starts_on=make.in_days(400 - BEGUN), announced=True)


def _ended(cast: Any, course: Course) -> CourseRun:
    with clock.at(clock.now() - dt.timedelta(days=300)):
        return make.make_run(cast, course, starts_on=make.in_days(296), announced=True)


def _with_seat(cast: Any) -> CourseRun:
    now = clock.now()
    with clock.at(now - dt.timedelta(days=310)):
        found = seats.make_round(cast, 1, course=make.make_course(cast, "RUS-GK20"))
        application = seats.apply(cast, found, cast.nora)
    with clock.at(now - dt.timedelta(days=115)):
        seats.release(cast, found)
        actions.accept_offer(offer=seats.offer_of(application), by=cast.nora)
    return CourseRun.objects.get(course=found.course)


def _session(cast: Any, run: CourseRun) -> Any:
    begins = dt.datetime.combine(run.starts_on, dt.time(9), tzinfo=clock.OSLO)
    hour = dt.timedelta(hours=1)
    return actions.add_session(run=run, starts_at=begins, ends_at=begins + hour, title="Abstinens", by=cast.eva)


# --- What is posted ---


def settled(world: World, specimen: Specimen) -> dict[str, Any]:
    """Dates in the half-year of the slot, as the form sends them; whatever deviates has its reason."""
    day = make.in_days(300)
    if isinstance(specimen.obj, CourseRun):
        day = specimen.obj.starts_on
    due = deadlines_for(day)
    return {
        "starts_on": f"{day}",
        "ends_on": f"{day}",
        "days": "1",
        "place": "Oslo",
        "language": "no",
        "seats": "20",
        "deadline_on": f"{due.deadline_on}",
        "deviation_reason": "Ekstra kjøring.",
        "reason": "Større rom.",
    }


def later(world: World, specimen: Specimen) -> dict[str, Any]:
    year, half = half_of(make.in_days(700))
    return {"when": f"{year}-{half}", "reason": "Kurslederen kan ikke."}


def in_the_plan(world: World, specimen: Specimen) -> dict[str, Any]:
    year, half = half_of(make.in_days(700))
    return {"when": f"{year}-{half}", "centre": world.cast.centre.code}


def other_days(world: World, specimen: Specimen) -> dict[str, Any]:
    day = make.in_days(330)
    return {"starts_on": f"{day}", "ends_on": f"{day}", "days": "1", "place": "Oslo", "reason": "Lokalet er opptatt."}


def who_came(world: World, specimen: Specimen) -> dict[str, Any]:
    person = participants_in(specimen.obj).order_by("pk").first()
    return {"doctor": str(person.public_id) if person else ""}


def an_hour(world: World, specimen: Specimen) -> dict[str, Any]:
    run = getattr(specimen.obj, "run", specimen.obj)
    return {"day": f"{run.starts_on}", "begins": "09:00", "ends": "10:00", "title": "Etikk"}


def a_term(world: World, specimen: Specimen) -> dict[str, Any]:
    begins, ends = make.in_days(500), make.in_days(900)
    return {
        "person": str(world.cast.geir.public_id),
        "role": "leader",
        "from_on": f"{begins}",
        "to_on": f"{ends}",
    }
