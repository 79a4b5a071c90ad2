"""Rounds of two hosts for tests: Eva leads at Helse Sør-Øst, Eli arranges at Helse Nord; the course has no liaison."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, Course, CourseRun, JointInvitation, PlanSlot
from fagvei.courses.rules import half_of
from fagvei.courses.tests import factories as make
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.people.models import Relation, User
from fagvei.people.tests.cast import SINCE


def make_common_course(cast: SimpleNamespace, code: str = "ADMLED") -> Course:
    """For all specialties, one national application, and no source says who is liaison."""
    course = make.make_course(cast, code, centre=None, has_national_application=True)
    course.activity.is_for_all_specialties = True
    course.activity.save(update_fields=["is_for_all_specialties"])
    return course


def eli_of(cast: SimpleNamespace) -> User:
    if not hasattr(cast, "eli"):
        cast.eli = make.make_officer_elsewhere(cast)
    return cast.eli


def make_dated(
    cast: SimpleNamespace, course: Course, by: User, centre: Any, *, starts_in: int = 300, seats: int = 1
) -> CourseRun:
    """Dated, not announced: reserves can be set."""
    starts_on = make.in_days(starts_in)
    slot = plan_in(centre, course, by=by, starts_on=starts_on)
    return actions.settle_run(slot=slot, details=make_details(starts_on, seats=seats), by=by)


def plan_in(centre: Any, course: Course, *, by: User, starts_on: dt.date | None = None) -> PlanSlot:
    year, half = half_of(starts_on or make.in_days(300))
    return actions.plan_slot(course=course, host_centre=centre, year=year, half=half, by=by)


def make_details(starts_on: dt.date, *, seats: int) -> actions.RunDetails:
    """Open since midnight, with a deadline that is the same whatever day it starts."""
    return make.details(
        starts_on,
        seats=seats,
        opens_on=make.in_days(0),
        deadline_on=make.in_days(190),
        answer_by_on=make.in_days(200),
        deviation_reason="Felles frist.",
    )


def make_pair(
    cast: SimpleNamespace, course: Course | None = None, *, seats: tuple[int, int] = (1, 1)
) -> tuple[CourseRun, CourseRun]:
    """Announced with the same deadline: Eva's, and a week later Eli's."""
    eli, course = eli_of(cast), course or make_common_course(cast)
    east = make_dated(cast, course, cast.eva, cast.centre, seats=seats[0])
    north = make_dated(cast, course, eli, cast.centre_elsewhere, starts_in=307, seats=seats[1])
    return actions.announce_run(run=east, by=cast.eva), actions.announce_run(run=north, by=eli)


def make_west(cast: SimpleNamespace, course: Course) -> CourseRun:
    """Of a third host, announced a week after Eli's: Vera's at Helse Vest, as `cast.vera`."""
    region = organisations.save_region(code="vest", name="Helse Vest", by=None)
    centre = organisations.save_centre(code="vest", name="RegUt Helse Vest", region=region, by=None)
    cast.vera = people.add_user(username="vera", full_name="Vera Lie", password="demo", by=None)
    people.assign_role(user=cast.vera, role="centre_officer", centre=centre, by=None)
    run = make_dated(cast, course, cast.vera, centre, starts_in=314)
    return actions.announce_run(run=run, by=cast.vera)


def asked(cast: SimpleNamespace, east: CourseRun, north: CourseRun) -> JointInvitation:
    return actions.ask_to_join(run=north, leading=east, by=cast.eva)


def make_joint_round(
    cast: SimpleNamespace, course: Course | None = None, *, seats: tuple[int, int] = (1, 1)
) -> ApplicationRound:
    """Both runs in one round that Eva leads, with Geir as course leader."""
    east, north = make_pair(cast, course, seats=seats)
    cast.geir = appoint_geir(cast, east.course)
    actions.join_round(invitation=asked(cast, east, north), by=cast.eli)
    return actions.open_round(runs=[east, north], by=cast.eva)


def appoint_geir(cast: SimpleNamespace, course: Course) -> User:
    geir = make.make_leader(cast)
    actions.appoint(
        course=course, person=geir, role="leader", from_on=make.in_days(-30), to_on=make.in_days(900), by=cast.eva
    )
    return geir


def make_doctor_in_north(cast: SimpleNamespace, username: str = "nils") -> User:
    """At a hospital of Helse Nord, led by Bo all the same."""
    eli_of(cast)
    hospital = organisations.save_institution(
        code="nordlys", name="Nordlys sykehus", region=cast.centre_elsewhere.region, by=None
    )
    people.assign_role(user=cast.bo, role="leader", institution=hospital, starts_at=SINCE, by=None)
    doctor = people.add_user(username=username, full_name=username.capitalize(), password="demo", by=None)
    people.assign_role(user=doctor, role="doctor", institution=hospital, starts_at=SINCE, by=None)
    people.relate(
        doctor=doctor, person=cast.bo, kind=Relation.Kind.LEADER, institution=hospital, starts_at=SINCE, by=None
    )
    return doctor
