"""Set seats aside for a region first: before the run is announced, with a reason that is published with it."""

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.courses.actions.joint_refusals import (
    MoreReservedThanSeats,
    RegionUnknown,
    ReserveReasonMissing,
    ReservesUnchanged,
    RunIsAnnounced,
)
from fagvei.courses.actions.runs import locked_run
from fagvei.courses.actions.standing import host_capacity
from fagvei.courses.models import CourseRun, RunReserves
from fagvei.courses.queries.reserves import region_names, reserves_of
from fagvei.people.models import User


@transaction.atomic
def set_reserves(*, run: CourseRun, reserves: dict[str, int], reason: str, by: User) -> RunReserves:
    """`reserves` is {region code: seats}; none at all opens every seat to all."""
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    if row.state != CourseRun.State.DATED:
        raise RunIsAnnounced
    if not reason.strip():
        raise ReserveReasonMissing
    if not set(reserves) <= set(region_names()) or any(seats < 0 for seats in reserves.values()):
        raise RegionUnknown
    wanted = {region: seats for region, seats in reserves.items() if seats}
    if sum(wanted.values()) > row.seats:
        raise MoreReservedThanSeats
    before = reserves_of(row)
    if wanted == (before.reserves if before else {}):
        raise ReservesUnchanged
    decided = RunReserves.objects.create(run=row, reserves=wanted, reason=reason, by=by)
    audit.record(
        "run_reserves_set",
        target=decided,
        by=by,
        acting_as=acting_as,
        controller=row.host_centre,
        details={"course": row.course.code, "reserved": sum(wanted.values()), "seats": row.seats},
        facts=[decided],
    )
    return decided
