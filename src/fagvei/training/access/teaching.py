"""The doors of internal teaching. The calendar is for those who work there; who was there, for the doctor and those who teach."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import active_roles, has_role
from fagvei.training.access.core import POLICIES, Policy, rows
from fagvei.training.models import Attendance, TeachingSession
from fagvei.training.models.teaching import ORGANISERS

TEACHING_ROWS = (
    rows(
        "teaching_session",
        Permission.SEE,
        {"colleague", "organiser", "teacher", "attended"},
        "teaching_session",
        "teaching_calendar",
    ),
    rows("teaching_session", Permission.EDIT, {"organiser"}, "change_teaching", "cancel_teaching", "set_teacher"),
    rows("teaching_session", Permission.MARK_ON_BEHALF, {"organiser", "teacher"}, "mark_attendance"),
    rows("attendance", Permission.SEE, {"doctor", "organiser", "teacher"}),
    rows("attendance", Permission.ANNUL, {"organiser", "teacher"}, "annul_attendance"),
)


def _organises(user: User, institution_id: int) -> bool:
    return active_roles(user).filter(institution_id=institution_id, role__in=ORGANISERS).exists()


def _may_session(permission: Permission, session: TeachingSession, user: User, relations: frozenset[str]) -> bool:
    organises = _organises(user, session.institution_id)
    teaches = session.teacher_id == user.pk
    if permission == Permission.SEE:
        works_there = active_roles(user).filter(institution_id=session.institution_id).exists()
        return works_there or teaches or session.attendances.filter(doctor=user).exists()
    return {
        Permission.EDIT: organises,
        Permission.MARK_ON_BEHALF: organises or teaches,
    }.get(permission, False)


def _may_attendance(permission: Permission, row: Attendance, user: User, relations: frozenset[str]) -> bool:
    cares = _organises(user, row.session.institution_id) or row.session.teacher_id == user.pk
    return {
        Permission.SEE: cares or row.doctor_id == user.pk,
        Permission.ANNUL: cares,
    }.get(permission, False)


POLICIES.update(
    {
        TeachingSession: Policy(_may_session, doctor_of=lambda row: row.created_by),
        Attendance: Policy(_may_attendance),
    }
)


# --- The doors ---


def get_teaching_session_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> TeachingSession:
    """A calendar is no record of anybody, so reading it is not logged."""
    rows = TeachingSession.objects.select_related("institution", "arena", "teacher", "cancelled_by")
    return _opened(rows.filter(public_id=public_id).first(), user, permission, _may_session)


def get_attendance_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> Attendance:
    rows = Attendance.objects.select_related("session__institution", "doctor")
    return _opened(rows.filter(public_id=public_id).first(), user, permission, _may_attendance)


def doctor_to_check_in(user: User) -> User:
    if not has_role(user, "doctor"):
        raise Http404
    return user


def institutions_to_organise(user: User) -> list[TrainingInstitution]:
    """Where the user puts teaching in the calendar; 404 when nowhere."""
    places = [role.institution for role in active_roles(user).filter(role__in=ORGANISERS) if role.institution]
    if not places:
        raise Http404
    return list(dict.fromkeys(places))


def _opened(row: Any, user: User, permission: Permission, may: Any) -> Any:
    if row is None or not user.is_active or not may(Permission.SEE, row, user, frozenset()):
        raise Http404
    if not may(permission, row, user, frozenset()):
        raise NotAllowed(_("Dette gjør den som underviser, utdanningsansvarlig overlege eller koordinator."))
    return row
