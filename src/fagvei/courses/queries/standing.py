"""Who somebody is to a course and to a run."""

from typing import Any

from fagvei.common import clock
from fagvei.courses.models import ApplicationRound, Course, CourseApplication, CourseAppointment, CourseRun, PlanSlot
from fagvei.curriculum.queries import centres_of_officer

__all__ = [
    "attendance_capacity",
    "centres_of_officer",
    "has_own_application",
    "is_host",
    "is_joined_host",
    "is_liaison",
    "is_planner",
    "leads",
]


State = CourseApplication.State
OUT_OF_IT = (State.WITHDRAWN, State.LAPSED, State.ENDED)


def has_own_application(user: Any, found: ApplicationRound) -> bool:
    """One that stands. In a round each seat for another is one less for oneself, so nobody decides in such a round."""
    return found.applications.filter(doctor_id=user.pk).exclude(state__in=OUT_OF_IT).exists()


def is_liaison(user: Any, course: Course) -> bool:
    """An officer of the RegUt that is liaison for the course: edits course, appointments and plan.

    Where no source names one for a course with a national application, every RegUt is (decision 0009).
    """
    return answers_for(course, centres_of_officer(user))


def answers_for(course: Course, own: set[int]) -> bool:
    return course.centre_id in own or (is_for_every_regut(course) and bool(own))


def is_for_every_regut(course: Course) -> bool:
    return course.centre_id is None and course.has_national_application


def appointing_centres(course: Course, user: Any) -> set[int]:
    """Where course leader and committee have their roles: at the liaison; where every RegUt is, at one's own."""
    if course.centre_id is not None:
        return {course.centre_id}
    return centres_of_officer(user) if is_for_every_regut(course) else set()


def is_planner(user: Any, slot: PlanSlot) -> bool:
    """The liaison; where every RegUt is, each for what it arranges itself."""
    return is_host(user, slot) if is_for_every_regut(slot.course) else is_liaison(user, slot.course)


def is_host(user: Any, of: PlanSlot | CourseRun | ApplicationRound) -> bool:
    """An officer of the RegUt that arranges: settles, announces and runs it."""
    return of.host_centre_id in centres_of_officer(user)


def is_joined_host(user: Any, found: ApplicationRound) -> bool:
    """An officer of a RegUt whose run is in a round that another RegUt leads."""
    own = centres_of_officer(user)
    return bool(own) and found.round_runs.standing().filter(run__host_centre__in=own).exists()


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
