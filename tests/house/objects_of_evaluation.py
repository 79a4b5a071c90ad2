"""Evaluations: one to open, one where everybody has answered, one closed. Eva hosts, Geir leads the course and sits in its committee."""

from typing import Any

from everybody import World

from fagvei.courses import actions
from fagvei.courses.models import Course
from fagvei.courses.tests import evaluation_factories as make
from fagvei.courses.tests import factories
from fagvei.people import actions as people

READERS: dict[str, Any] = {"eva": ["liaison", "host"], "geir": ["course_leader", "committee_member"]}


def add_objects(world: World) -> None:
    cast = world.cast
    course = _course(cast)
    run = make.make_held(cast, [cast.nora], course=course)
    world.add("course_run", "held", run, READERS, "held, to evaluate")
    for label in ("answered by all", "closed"):
        found = actions.open_evaluation(run=make.make_held(cast, [cast.nora], course=course), by=cast.eva)
        make.answer(found, cast.nora, 3, "Mer tid.")
        if label == "closed":
            found = actions.close_evaluation(evaluation=found, by=cast.eva)
        world.add("course_evaluation", found.state, found, READERS, label)


def _course(cast: Any) -> Course:
    course = factories.make_course(cast, "EVAL-1")
    people.assign_role(user=cast.geir, role="committee_member", centre=cast.centre, by=None)
    term = {"from_on": factories.in_days(0), "to_on": factories.in_days(400)}
    for role in ("leader", "member"):
        actions.appoint(course=course, person=cast.geir, role=role, by=cast.eva, **term)
    return course
