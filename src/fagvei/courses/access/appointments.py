"""Doors of appointments: only the RegUt that is liaison appoints, and ends."""

from typing import Any

from fagvei.common.permissions import Permission
from fagvei.courses.access.core import opened, rows
from fagvei.courses.models import CourseAppointment

APPOINTMENT_ROWS = (
    rows("course", Permission.APPOINT, {"liaison"}, "appointments", "appoint"),
    rows("course_appointment", Permission.SEE, {"liaison"}),
    rows("course_appointment", Permission.EDIT, {"liaison"}, "end_appointment"),
)


def get_appointment_for(user: Any, public_id: Any) -> CourseAppointment:
    found = CourseAppointment.objects.select_related("course__activity", "course__centre", "person")
    return opened(found.filter(public_id=public_id).first(), user, Permission.EDIT)
