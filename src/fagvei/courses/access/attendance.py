"""Doors of attendance: registered by the host and the course leader; seen by them and the doctor."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from fagvei.audit.actions import record_reading
from fagvei.common.permissions import NotAllowed, Permission
from fagvei.courses.access.core import POLICIES, can, rows
from fagvei.courses.models import CourseAttendance, CourseRun
from fagvei.courses.queries.holders import participants_in
from fagvei.courses.queries.standing import attendance_capacity

CARERS = frozenset({"host", "course_leader"})
ATTENDANCE_ROWS = (
    rows(
        "course_run",
        Permission.MARK_ON_BEHALF,
        CARERS,
        "add_who_came",
        "attendance",
        "register_attendance",
        "show_check_in_code",
        note="course_leader: appointed to the course now",
    ),
    rows("course_attendance", Permission.SEE, CARERS | {"doctor"}, "course_attendance"),
    rows("course_attendance", Permission.ANNUL, CARERS, "annul_course_attendance"),
    rows("course_attendance", Permission.RECALL, {"host"}, "withdraw_certificate", note="of the RegUt that issued it"),
)


def _may(user: Any, permission: str, row: CourseAttendance) -> bool:
    if permission == Permission.EXPORT:
        return bool(row.doctor_id == user.pk)
    capacity = attendance_capacity(user, row.run)
    if permission == Permission.RECALL:
        return capacity == "host"
    cares = bool(capacity)
    return cares or (permission == Permission.SEE and row.doctor_id == user.pk)


POLICIES[CourseAttendance] = _may
ROLE_WORDS = {"host": "RegUt", "course_leader": "kursleder"}


def get_run_to_register(user: Any, public_id: Any) -> CourseRun:
    runs = CourseRun.objects.select_related("course__activity", "host_centre")
    run = runs.filter(public_id=public_id).first()
    if run is None:
        raise Http404
    if not attendance_capacity(user, run):
        raise NotAllowed(_("Oppmøte føres av RegUt-en som arrangerer kurset, og av kurslederen."))
    return run


def get_run_to_check_in(user: Any, public_id: Any) -> CourseRun:
    """For whoever has accepted a seat; to others there is none."""
    run = CourseRun.objects.select_related("course__activity").filter(public_id=public_id).first()
    if run is None or not participants_in(run).filter(pk=user.pk).exists():
        raise Http404
    return run


def get_attendance_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> CourseAttendance:
    """Reading another's is logged, as in the record."""
    found = CourseAttendance.objects.select_related("run__course__activity", "run__host_centre", "doctor", "activity")
    row = found.filter(public_id=public_id).first()
    if row is None or not can(user, Permission.SEE, row):
        raise Http404
    if not can(user, permission, row):
        raise NotAllowed(_("Oppmøte føres av RegUt-en som arrangerer kurset, og av kurslederen."))
    if row.doctor_id != user.pk:
        role = ROLE_WORDS[attendance_capacity(user, row.run)]
        record_reading(
            by=user, subject=row.doctor, role=role, what=_("kursbevis"), organisation=str(row.run.host_centre)
        )
    return row
