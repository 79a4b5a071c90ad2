"""A course planned, dated, announced, moved, held and cancelled, for tests that need a log worth reading."""

import datetime as dt

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats


def add_history(cast) -> None:
    course = make.make_course(cast, "HIST-GK1")
    appointment = actions.appoint(
        course=course,
        person=make.make_leader(cast),
        role="leader",
        from_on=make.in_days(-10),
        to_on=make.in_days(700),
        by=cast.eva,
    )
    actions.end_appointment(appointment=appointment, reason="Ny jobb.", by=cast.eva)
    slot = make.make_slot(cast, course)
    actions.pause_slot(slot=slot, reason="Venter på kursleder.", by=cast.eva)
    actions.resume_slot(slot=slot, by=cast.eva)
    run = actions.settle_run(slot=slot, details=make.details(), by=cast.eva)
    actions.announce_run(run=run, by=cast.eva)
    actions.cancel_run(run=run, reason="For få søkere.", by=cast.eva)
    make.attend(cast, cast.anna)
    _add_seats(cast)


def _add_seats(cast) -> None:
    """Two apply for one seat; it is declined, goes on, and a seat more is given by hand."""
    with clock.at(clock.now() - dt.timedelta(days=195)):
        found = seats.make_round(cast, 1, course=make.make_course(cast, "HIST-GK2"))
        rows = [seats.apply(cast, found, doctor) for doctor in seats.make_doctors(cast, 2)]
    seats.release(cast, found)
    first = next(row for row in rows if seats.offer_of(row))
    actions.decline_offer(offer=seats.offer_of(first), by=first.doctor)
    actions.change_seats(round_run=found.round_runs.get(), seats=2, reason="Større rom.", by=cast.eva)
