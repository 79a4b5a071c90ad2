"""Courses, slots and runs for tests, made by the actions."""

import datetime as dt
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import Course, CourseAttendance, CourseRun, PlanSlot
from fagvei.courses.rules import deadlines_for, half_of
from fagvei.curriculum import actions as curriculum
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.people.models import User

DAY = dt.timedelta(days=1)


def make_course(cast: SimpleNamespace, code: str = "RUS-GK1", **fields: Any) -> Course:
    activity = curriculum.save_activity(code=code, kind="course", name=f"Kurs {code}", position=1, by=None)
    activity.specialties.add(cast.specialty)
    return actions.save_course(activity=activity, by=None, **{"centre": cast.centre, **fields})


def make_slot(cast: SimpleNamespace, course: Course | None = None, *, starts_on: dt.date | None = None) -> PlanSlot:
    year, half = half_of(starts_on or in_days(300))
    return actions.plan_slot(
        course=course or make_course(cast), host_centre=cast.centre, year=year, half=half, by=cast.eva
    )


def in_days(days: int) -> dt.date:
    return clock.today() + days * DAY


def details(starts_on: dt.date | None = None, **changes: Any) -> actions.RunDetails:
    """As the rules would have it, in Oslo, for thirty."""
    starts_on = starts_on or in_days(300)
    due = deadlines_for(starts_on)
    fields: dict[str, Any] = {
        "starts_on": starts_on,
        "ends_on": starts_on + 4 * DAY,
        "days": 5,
        "seats": 30,
        "place": "Oslo",
        "opens_on": max(due.announce_by_on, clock.today()),
        "deadline_on": due.deadline_on,
        "answer_by_on": due.answer_by_on,
        "withdraw_by_on": due.withdraw_by_on,
    }
    return actions.RunDetails(**fields | changes)


def make_run(
    cast: SimpleNamespace,
    course: Course | None = None,
    *,
    starts_on: dt.date | None = None,
    announced: bool = False,
    **changes: Any,
) -> CourseRun:
    starts_on = starts_on or in_days(300)
    slot = make_slot(cast, course, starts_on=starts_on)
    run = actions.settle_run(slot=slot, details=details(starts_on, **changes), by=cast.eva)
    return actions.announce_run(run=run, by=cast.eva) if announced else run


def make_leader(cast: SimpleNamespace, username: str = "geir", role: str = "course_leader") -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = people.add_user(username=username, full_name="Geir Sand", password="demo", by=None)
        people.assign_role(user=user, role=role, centre=cast.centre, by=None)
    return user


def attend(cast: SimpleNamespace, doctor: User, run: CourseRun | None = None) -> CourseAttendance:
    """Somebody was at a run that ended today. Who has a seat is decided elsewhere in the room."""
    if run is None:
        with clock.at(clock.now() - 300 * DAY):
            run = make_run(cast, make_course(cast, "HELD-1"), starts_on=in_days(296), announced=True)
    with patch("fagvei.courses.actions.attendance.participants_in", lambda run: User.objects.filter(pk=doctor.pk)):
        return actions.register_attendance(run=run, doctor=doctor, by=cast.eva)


def make_officer_elsewhere(cast: SimpleNamespace) -> User:
    """Eli at RegUt Helse Nord, with `cast.centre_elsewhere`."""
    north = organisations.save_region(code="helse-nord", name="Helse Nord", by=None)
    cast.centre_elsewhere = organisations.save_centre(
        code="regut-helse-nord", name="RegUt Helse Nord", region=north, by=None
    )
    user = people.add_user(username="eli", full_name="Eli Myrvold", password="demo", by=None)
    people.assign_role(user=user, role="centre_officer", centre=cast.centre_elsewhere, by=None)
    return user
