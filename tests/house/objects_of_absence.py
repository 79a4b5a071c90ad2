"""Runs that ended: somebody to record as absent, somebody who is. Eva hosts; the seats were really given."""

from everybody import Specimen, World

from fagvei.courses.queries.absence_page import unaccounted_for
from fagvei.courses.tests import absence_factories as make


def add_objects(world: World) -> None:
    cast = world.cast
    run = make.make_seated(cast, [cast.nora, cast.per], code="ABS-1")
    world.add(
        "course_run", "announced", run, {"eva": ["liaison", "host"], "geir": "course_leader"}, "over, to account for"
    )
    row = make.absent(cast, run, cast.nora)
    world.add("no_show", row.state, row, {"nora": "doctor", "eva": "host"}, "of nora")


def who_was_absent(world: World, specimen: Specimen) -> dict[str, str]:
    person = next(iter(unaccounted_for(specimen.obj)), None)
    return {"doctor": str(person.public_id) if person else "", "verdict": "invalid", "reason": "Kom ikke."}
