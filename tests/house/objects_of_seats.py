"""Applications and seats: an open round, one that is to be released, one that is; Eva is host, Geir leads the course."""

import datetime as dt

from everybody import Specimen, World

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, Course, JointInvitation
from fagvei.courses.queries.joint import joinable_runs
from fagvei.courses.tests import criteria_factories as criteria
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats

GIVERS = {"eva": "host", "geir": "course_leader"}
AROUND = {
    "anna": {"anna": "doctor", "bo": "leader", "per": "deputy"},
    "nora": {"nora": "doctor", "bo": "leader", "per": "deputy"},
    "per": {"per": "doctor", "bo": "leader"},
}


def add_objects(world: World) -> None:
    cast = world.cast
    now = clock.now()
    opened = _round(cast, "RUS-GK5", 2)
    _add_round(world, opened, "open")
    for username, consent in (("anna", False), ("nora", True), ("per", True)):
        row = seats.apply(cast, opened, getattr(cast, username), consent=consent)
        world.add(
            "course_application",
            row.state,
            row,
            AROUND[username],
            f"of {username}, {row.state}",
            fields={"doctor": row.doctor},
        )
    with clock.at(now - dt.timedelta(days=195)):
        waiting = _round(cast, "RUS-GK6", 2)
        past = _round(cast, "RUS-GK7", 2)
        seats.apply(cast, waiting, cast.nora)
        applied = {name: seats.apply(cast, past, getattr(cast, name)) for name in ("anna", "nora", "per")}
    actions.preview_allocation(round=waiting, by=cast.eva)
    waiting.refresh_from_db()
    _add_round(world, waiting, "previewed")
    seats.release(cast, past)
    past.refresh_from_db()
    _add_round(world, past, "released")
    _add_seats(world, past, applied)
    _add_judged(world)
    _add_hosts(world)
    actions.open_calendar(by=cast.anna)  # so that there is one to close


def _add_seats(world: World, past: ApplicationRound, applied: dict) -> None:
    """Two seats: one accepted, one taken back, so that one is free and somebody waits."""
    cast = world.cast
    offered = [each for each in applied.values() if seats.offer_of(each)]
    waiting = next(each for each in applied.values() if not seats.offer_of(each))
    accepted = actions.accept_offer(offer=seats.offer_of(offered[0]), by=offered[0].doctor)
    seats.apply(cast, seats.make_another_round(cast, past.course), offered[0].doctor)  # which can be let go now
    taken_back = seats.offer_of(offered[1])
    actions.take_back_offer(offer=taken_back, reason="Dobbelt søknad.", by=cast.eva)
    taken_back.refresh_from_db()
    for offer in (accepted, taken_back):
        name = offer.doctor.username
        world.add("seat_offer", "", offer, {name: "doctor", **GIVERS}, f"of {name}, {offer.state}")
    name = waiting.doctor.username
    world.add("waiting_list_entry", "", waiting.waiting.get(), {name: "doctor", **GIVERS}, f"of {name}")
    for name, row in applied.items():
        row.refresh_from_db()
        label = f"of {name} in a released round"
        world.add("course_application", row.state, row, AROUND[name], label, fields={"doctor": row.doctor})
    with clock.at(clock.now() - dt.timedelta(days=195)):
        small = _round(cast, "RUS-GK8", 1)
        seats.apply(cast, small, cast.anna)
    seats.release(cast, small)
    offer = small.applications.get().offers.get()
    world.add("seat_offer", "", offer, {"anna": "doctor", **GIVERS}, "of anna, to answer")


def _add_judged(world: World) -> None:
    """The deadline is out, and an applicant waits to be judged by a criterion of the course's own."""
    found, _rows = criteria.make_judged_round(world.cast, [world.cast.nora], code="RUS-GK9")
    _add_round(world, found, "to be judged")


def somebody_judged(world: World, specimen: Specimen) -> dict:
    row = specimen.obj.applications.exclude(consent_at=None).order_by("pk").first()
    key = f"{row.public_id.hex}_1" if row else ""
    return {f"met_{key}": "yes", f"reason_{key}": "Står i stillingen."}


LED = {"eva": "host", "geir": "course_leader", "eli": "joined_host"}
EAST, NORTH = GIVERS, {"eva": "lead_host", "geir": "course_leader", "eli": "host"}


def _add_hosts(world: World) -> None:
    """A round that Eva leads and Eli has joined; another run of Eli's that is asked about; a course without liaison."""
    cast = world.cast
    course = joint.make_common_course(cast, "ADMLED")
    liaisons, where = {"eva": "liaison", "eli": "liaison"}, {"region": "helse-nord"}
    world.add("course", "", course, liaisons, "ADMLED, without liaison", fields=where)
    with clock.at(clock.now() - dt.timedelta(days=195)):
        found = joint.make_joint_round(cast, course)
        applied = [seats.apply(cast, found, getattr(cast, name), 1, 0) for name in ("anna", "nora", "per")]
    seats.release(cast, found)
    found.refresh_from_db()
    world.add("application_round", found.state, found, LED, "of two hosts")
    for row, around in zip(found.round_runs.order_by("run__starts_on"), (EAST, NORTH), strict=True):
        world.add("round_run", "", row, around, f"at {row.run.host_centre}")
    for application in applied:
        name = application.doctor.username
        if offer := seats.offer_of(application):
            around = EAST if offer.round_run.run.host_centre == cast.centre else NORTH
            world.add(
                "seat_offer", "", offer, {name: "doctor", **around}, f"of {name} at {offer.round_run.run.host_centre}"
            )
        else:
            entry = application.waiting.get(round_run__run__host_centre=cast.centre_elsewhere)
            world.add("waiting_list_entry", "", entry, {name: "doctor", **NORTH}, f"of {name} at another host")
    _add_open_to_leave(world, course)
    _add_asked(world, course)


def _add_open_to_leave(world: World, course: Course) -> None:
    """A round of the two that is open: Eli can still take the run out of it."""
    cast = world.cast
    east, north = joint.make_pair(cast, course)
    actions.join_round(invitation=joint.asked(cast, east, north), by=cast.eli)
    found = actions.open_round(runs=[east, north], by=cast.eva)
    world.add("round_run", "", found.round_runs.get(run=north), NORTH, "at another host, in an open round")


def _add_asked(world: World, course: Course) -> None:
    cast = world.cast
    east, north = joint.make_pair(cast, course)
    invitation = joint.asked(cast, east, north)
    later = joint.make_dated(cast, course, cast.eli, cast.centre_elsewhere, starts_in=314)
    actions.announce_run(run=later, by=cast.eli)
    world.add("joint_invitation", "", invitation, {"eva": "lead_host", "eli": "host"}, "asked")
    world.add("course_run", "announced", east, {"eva": ["host"], "geir": "course_leader"}, "beside another host's")


def run_of_another(world: World, specimen: Specimen) -> dict:
    """One that nobody has asked about yet."""
    asked = JointInvitation.objects.values("run_id")
    free = joinable_runs(specimen.obj).exclude(pk__in=asked).first()
    return {"run": str(free.public_id) if free else ""}


def _round(cast, code: str, number: int) -> ApplicationRound:
    return seats.make_round(cast, number, course=make.make_course(cast, code))


def _add_round(world: World, found: ApplicationRound, label: str) -> None:
    world.add("application_round", found.state, found, GIVERS, label)
    world.add("round_run", "", found.round_runs.get(), GIVERS, f"of a round, {label}")


def allocation_shown(world: World, specimen: Specimen) -> dict[str, str]:
    newest = specimen.obj.allocations.order_by("pk").last()
    return {"shown": newest.sha256 if newest else "0" * 64}
