"""Doors of who did not come: recorded and judged by the host, seen by the host and the doctor."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.audit.actions import record_reading
from fagvei.common.permissions import NotAllowed, Permission
from fagvei.courses.access.core import POLICIES, HostOnly, rows
from fagvei.courses.models import CourseRun, NoShow
from fagvei.courses.queries.standing import is_host

ABSENCE_ROWS = (
    rows("course_run", Permission.CREATE, {"host"}, "no_shows"),
    rows("no_show", Permission.SEE, {"host", "doctor"}, "no_show"),
    rows("no_show", Permission.OBJECT, {"doctor"}, "explain_no_show"),
    rows("no_show", Permission.SIGN_OFF, {"host"}, "judge_no_show"),
    rows("no_show", Permission.ANNUL, {"host"}, "annul_no_show"),
)


class HostOrDoctorOnly(NotAllowed):
    message = gettext_lazy("Arrangøren vurderer, og legen forklarer seg.")


def _may(user: Any, permission: str, row: NoShow) -> bool:
    is_own = row.doctor_id == user.pk
    hosts = is_host(user, row.run)
    return {
        Permission.SEE: is_own or hosts,
        Permission.OBJECT: is_own,
        Permission.SIGN_OFF: hosts,
        Permission.ANNUL: hosts,
    }.get(Permission(permission), False)


POLICIES[NoShow] = _may


def run_with_no_shows(user: Any, public_id: Any) -> CourseRun:
    runs = CourseRun.objects.select_related("course__activity", "host_centre")
    run = runs.filter(public_id=public_id).first()
    if run is None:
        raise Http404
    if not is_host(user, run):
        raise HostOnly
    return run


def get_no_show_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> NoShow:
    """Reading another's is logged, as in the record."""
    found = NoShow.objects.select_related("run__course__activity", "run__host_centre", "doctor")
    row = found.filter(public_id=public_id).first()
    if row is None or not user.is_active or not _may(user, Permission.SEE, row):
        raise Http404
    if not _may(user, permission, row):
        raise HostOrDoctorOnly
    if row.doctor_id != user.pk:
        centre = str(row.run.host_centre)
        record_reading(by=user, subject=row.doctor, role="RegUt", what=_("ikke møtt på kurs"), organisation=centre)
    return row
