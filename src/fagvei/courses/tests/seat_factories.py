"""Rounds of applications for tests: doctors with a leader and service, applications with consent, everything by the actions."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, Course, CourseApplication, SeatAllocation
from fagvei.courses.tests import factories as make
from fagvei.people import actions as people
from fagvei.people.models import Relation, User
from fagvei.people.queries import has_role
from fagvei.people.tests.cast import SINCE
from fagvei.training.tests import service_factories as service

SECOND = dt.timedelta(seconds=1)
PART_1_ON = dt.date(2024, 3, 1)


def make_doctors(cast: SimpleNamespace, number: int) -> list[User]:
    """Led by Bo at Fjellheim."""
    made = []
    for each in range(User.objects.filter(username__startswith="lege").count(), number):
        doctor = people.add_user(username=f"lege{each:03}", full_name=f"Lege {each:03}", password="demo", by=None)
        people.assign_role(user=doctor, role="doctor", institution=cast.fjellheim, starts_at=SINCE, by=None)
        people.relate(
            doctor=doctor, person=cast.bo, kind=Relation.Kind.LEADER, institution=cast.fjellheim, starts_at=SINCE, by=None
        )  # fmt: skip
        made.append(doctor)
    return made


def serve(cast: SimpleNamespace, doctor: User, days: int, until: dt.date) -> None:
    """So many days of confirmed service in the specialty before `until`."""
    starts_on = until - dt.timedelta(days=days)
    service.confirm_part_1(cast, doctor, completed_on=min(PART_1_ON, starts_on))
    employment = service.make_employment(cast, doctor=doctor, starts_on=starts_on, ends_on=until - dt.timedelta(days=1))
    service.make_placement(cast, employment)


def make_leader(cast: SimpleNamespace, course: Course) -> User:
    geir = make.make_leader(cast)
    if not has_role(geir, "course_leader"):  # made later than the clock of this round
        people.assign_role(user=geir, role="course_leader", centre=cast.centre, by=None)
    actions.appoint(
        course=course, person=geir, role="leader", from_on=make.in_days(-30), to_on=make.in_days(900), by=cast.eva
    )
    return geir


def make_round(cast: SimpleNamespace, *seats: int, course: Course | None = None, **fields: Any) -> ApplicationRound:
    """Open now, with a run for each number of seats and Geir as course leader. The runs are a week apart."""
    course = course or make.make_course(cast)
    cast.geir = make_leader(cast, course)
    runs = []
    for number, each in enumerate(seats or (1,)):
        details = {
            "seats": each, "place": f"Sted {number + 1}", "deadline_on": make.in_days(190),
            "answer_by_on": make.in_days(200), "opens_on": make.in_days(0), "deviation_reason": "Felles frist.",
        }  # fmt: skip
        starts_on = make.in_days(300 + 7 * number)
        runs.append(make.make_run(cast, course, starts_on=starts_on, announced=True, **details))
    return actions.open_round(runs=runs, by=cast.eva, **fields)


def make_another_round(cast: SimpleNamespace, course: Course) -> ApplicationRound:
    """Of the same course, with a deadline two days after the others'."""
    details = {"deadline_on": make.in_days(192), "answer_by_on": make.in_days(202), "opens_on": make.in_days(0)}
    starts_on = make.in_days(320)
    run = make.make_run(cast, course, starts_on=starts_on, announced=True, seats=1, deviation_reason="Sent.", **details)
    return actions.open_round(runs=[run], by=cast.eva)


def keys(found: ApplicationRound) -> list[str]:
    return [each.key for each in found.round_runs.order_by("run__starts_on")]


def apply(
    cast: SimpleNamespace, found: ApplicationRound, doctor: User, *wishes: int, consent: bool = True
) -> CourseApplication:
    """`wishes` are numbers of runs in the order of time; without any, the first."""
    listed = keys(found)
    wanted = [listed[each] for each in wishes or (0,)]
    row = actions.apply_for_seat(round=found, wishes=wanted, by=doctor)
    return actions.consent_to_application(application=row, by=cast.bo) if consent else row


def after_deadline(found: ApplicationRound) -> Any:
    return clock.at(found.deadline_at + dt.timedelta(hours=1))


def release(cast: SimpleNamespace, found: ApplicationRound, public_value: str = "") -> SeatAllocation:
    """By Eva and Geir, after the deadline."""
    allocation = actions.preview_allocation(round=found, public_value=public_value, by=cast.eva)
    actions.approve_release(allocation=allocation, by=cast.eva)
    return actions.approve_release(allocation=allocation, by=cast.geir)


def offer_of(application: CourseApplication) -> Any:
    return application.offers.order_by("-pk").first()
