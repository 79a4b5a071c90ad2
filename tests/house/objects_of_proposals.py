"""Changes that wait for another RegUt: a course that Eva would share with a specialty of Eli's, and a version of a common one."""

from everybody import World

from fagvei.courses.tests import proposal_factories as proposals

TWO = {"eva": "proposer", "eli": "asked"}


def add_objects(world: World) -> None:
    cast = world.cast
    shared = proposals.asked_to_share(cast)
    world.add("course_proposal", shared.state, shared, TWO, "of a shared course")
    world.add("course", "", shared.course, {"eva": "liaison"}, "added by Eva", fields={"region": "helse-sor-ost"})
    version = proposals.proposed_version(cast, "ADMLED-3")
    world.add("course_proposal", version.state, version, TWO, "of a version")
    proposals.make_other(cast, "geriatri")  # which nobody has been asked about yet
