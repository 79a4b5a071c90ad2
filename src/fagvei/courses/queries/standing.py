"""Who somebody is to a course and to a run."""

from typing import Any

from fagvei.common import clock
from fagvei.courses.models import ApplicationRound, Course, CourseAppointment, CourseRun, PlanSlot
from fagvei.curriculum.queries import centres_of_officer

__all__ = ["attendance_capacity", "centres_of_officer", "is_host", "is_liaison", "leads"]


def is_liaison(user: Any, course: Course) -> bool:
    """An officer of the RegUt that is liaison for the course: edits course, appointments and plan."""
    return course.centre_id is not None and course.centre_id in centres_of_officer(user)


def is_host(user: Any, of: PlanSlot | CourseRun | ApplicationRound) -> bool:
    """An officer of the RegUt that arranges: settles, announces and runs it."""
    return of.host_centre_id in centres_of_officer(user)


def leads(user: Any, course: Course) -> bool:
    """Appointed as course leader now."""
    if not user.is_authenticated or not user.is_active:
        return False
    today = clock.today()
    held = course.appointments.filter(person=user, role=CourseAppointment.Role.LEADER)
    return held.filter(from_on__lte=today, to_on__gte=today).exists()


def attendance_capacity(user: Any, run: CourseRun) -> str:
    """ "host" or "course_leader" when the user may say who was there, else ""."""
    if is_host(user, run):
        return "host"
    return "course_leader" if leads(user, run.course) else ""
