"""Courses, slots of the plan and runs: Eva is liaison and host, Eli an officer elsewhere."""

from everybody import World

from fagvei.courses import actions
from fagvei.courses.models import Course
from fagvei.courses.tests import factories as make

EVA = {"eva": ["liaison", "host"]}


def add_objects(world: World) -> None:
    cast = world.cast
    course = make.make_course(cast, "RUS-GK1")
    world.add("plan_slot", "planned", make.make_slot(cast, course), EVA, "planned")
    paused = actions.pause_slot(slot=make.make_slot(cast, course), reason="Venter.", by=cast.eva)
    world.add("plan_slot", "paused", paused, EVA, "on pause")
    for state in ("dated", "announced", "cancelled"):
        run = _run(cast, course, state)
        world.add("course_run", state, run, EVA, state)
        world.add("plan_slot", state, run.slot, EVA, f"of a run, {state}")


def _run(cast, course: Course, state: str):
    run = make.make_run(cast, course, announced=state == "announced")
    if state == "cancelled":
        run = actions.cancel_run(run=run, reason="For få søkere.", by=cast.eva)
    run.slot.refresh_from_db()
    return run
