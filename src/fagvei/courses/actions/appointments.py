"""Who leads a course and sits in its committee. Only the RegUt that is liaison appoints."""

import datetime as dt

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.refusals import (
    AlreadyAppointed,
    AppointmentEnded,
    NotForAppointment,
    ReasonMissing,
    TermOutOfOrder,
)
from fagvei.courses.actions.standing import liaison_capacity
from fagvei.courses.models import AppointmentEvent, Course, CourseAppointment
from fagvei.courses.queries.standing import appointing_centres
from fagvei.people.models import RoleAssignment, User

# The role at the RegUt that each appointment asks for.
ROLE_ASKED_FOR = {
    CourseAppointment.Role.LEADER: "course_leader",
    CourseAppointment.Role.MEMBER: "committee_member",
}


@transaction.atomic
def appoint(
    *, course: Course, person: User, role: str, from_on: dt.date, to_on: dt.date, by: User
) -> CourseAppointment:
    acting_as = liaison_capacity(by, course)
    Course.objects.select_for_update().get(pk=course.pk)
    if to_on < from_on:
        raise TermOutOfOrder
    asked_for = ROLE_ASKED_FOR[CourseAppointment.Role(role)]
    roles = RoleAssignment.objects.active().filter(
        user=person, role=asked_for, centre__in=appointing_centres(course, by)
    )
    if not person.is_active or not roles.exists():
        raise NotForAppointment
    if course.appointments.filter(person=person, role=role, from_on__lte=to_on, to_on__gte=from_on).exists():
        raise AlreadyAppointed
    appointment = CourseAppointment.objects.create(
        course=course, person=person, role=role, from_on=from_on, to_on=to_on
    )
    event = AppointmentEvent.objects.create(
        appointment=appointment, kind=AppointmentEvent.Kind.APPOINTED, to_on_after=to_on, by=by
    )
    _record("course_appointed", appointment, event, by, acting_as)
    return appointment


@transaction.atomic
def end_appointment(*, appointment: CourseAppointment, reason: str, by: User) -> CourseAppointment:
    """From today on; yesterday was the last day. One that has not begun is over before it begins."""
    rows = CourseAppointment.objects.select_related("course__activity", "course__centre", "person")
    row = rows.select_for_update(of=("self",)).get(pk=appointment.pk)
    acting_as = liaison_capacity(by, row.course)
    if not reason.strip():
        raise ReasonMissing
    today = clock.today()
    if row.to_on <= today:
        raise AppointmentEnded
    row.to_on = max(today, row.from_on)
    row.save()
    event = AppointmentEvent.objects.create(
        appointment=row, kind=AppointmentEvent.Kind.ENDED, to_on_after=row.to_on, reason=reason, by=by
    )
    _record("course_appointment_ended", row, event, by, acting_as)
    return row


def _record(name: str, row: CourseAppointment, event: AppointmentEvent, by: User, acting_as: str) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.person,
        controller=row.course.centre or "",
        details={"course": row.course.code, "role": row.role},
        facts=[row, event],
    )
