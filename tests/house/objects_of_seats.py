"""Applications and seats: an open round, one that is to be released, one that is; Eva is host, Geir leads the course."""

import datetime as dt

from everybody import World

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound
from fagvei.courses.tests import factories as make
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
        world.add("course_application", row.state, row, AROUND[username], f"of {username}, {row.state}")
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


def _add_seats(world: World, past: ApplicationRound, applied: dict) -> None:
    """Two seats: one accepted, one taken back, so that one is free and somebody waits."""
    cast = world.cast
    offered = [each for each in applied.values() if seats.offer_of(each)]
    waiting = next(each for each in applied.values() if not seats.offer_of(each))
    accepted = actions.accept_offer(offer=seats.offer_of(offered[0]), by=offered[0].doctor)
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
        world.add("course_application", row.state, row, AROUND[name], f"of {name} in a released round")
    with clock.at(clock.now() - dt.timedelta(days=195)):
        small = _round(cast, "RUS-GK8", 1)
        seats.apply(cast, small, cast.anna)
    seats.release(cast, small)
    offer = small.applications.get().offers.get()
    world.add("seat_offer", "", offer, {"anna": "doctor", **GIVERS}, "of anna, to answer")


def _round(cast, code: str, number: int) -> ApplicationRound:
    return seats.make_round(cast, number, course=make.make_course(cast, code))


def _add_round(world: World, found: ApplicationRound, label: str) -> None:
    world.add("application_round", found.state, found, GIVERS, label)
    world.add("round_run", "", found.round_runs.get(), GIVERS, f"of a round, {label}")
