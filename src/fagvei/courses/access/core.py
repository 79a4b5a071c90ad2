"""Doors of the courses. What is planned and announced is open to all; changing it belongs to liaison and host.

"liaison": an officer of the RegUt that is liaison for the course. "host": an officer of the RegUt that arranges the run.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission, RowsOf
from fagvei.courses.models import Course, CourseAppointment, CourseRun, PlanSlot, RunSession
from fagvei.courses.queries.evaluation_page import reads_evaluations
from fagvei.courses.queries.standing import attendance_capacity, is_host, is_liaison, is_planner


class LiaisonOnly(NotAllowed):
    message = _("Bare RegUt-en som er fagkontakt for kurset, kan endre kurset, kursplanen og oppnevningene.")


class HostOnly(NotAllowed):
    message = _("Bare RegUt-en som arrangerer kurset, kan fastsette, kunngjøre og gjennomføre det.")


rows = RowsOf("courses")


# Kinds of row that answer for themselves: `may(user, permission, row)`.
POLICIES: dict[type, Callable[[Any, str, Any], bool]] = {}


def can(user: Any, permission: str, row: Any) -> bool:
    """May this person do this to this course, slot, run or appointment? Whether the state allows it, the action says."""
    if (may := POLICIES.get(type(row))) is not None:
        return user.is_active and may(user, permission, row)
    if permission == Permission.SEE:
        return not isinstance(row, CourseAppointment) or (user.is_active and is_liaison(user, row.course))
    if not user.is_active:
        return False
    if isinstance(row, Course):
        return is_liaison(user, row)
    if isinstance(row, CourseAppointment):
        return is_liaison(user, row.course)
    if isinstance(row, CourseRun):
        return _may_run(user, permission, row)
    if isinstance(row, RunSession):
        return is_host(user, row.run)
    if isinstance(row, PlanSlot):
        return is_host(user, row) if permission == Permission.CREATE else is_planner(user, row)
    return False


def _may_run(user: Any, permission: str, row: CourseRun) -> bool:
    if permission == Permission.MARK_ON_BEHALF:
        return bool(attendance_capacity(user, row))
    return reads_evaluations(user, row) if permission == Permission.FOLLOW_UP else is_host(user, row)


def opened(row: Any, user: Any, permission: Permission) -> Any:
    """The row, seen and allowed, or Http404 / NotAllowed."""
    if row is None or not can(user, Permission.SEE, row):
        raise Http404
    if not can(user, permission, row):
        is_run = isinstance(row, CourseRun) or (isinstance(row, PlanSlot) and permission == Permission.CREATE)
        raise HostOnly if is_run else LiaisonOnly
    return row
