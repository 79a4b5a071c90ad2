"""Who leads a course and sits in its committee, now, later and before; and who may be appointed."""

from dataclasses import dataclass

from fagvei.common import clock
from fagvei.courses.models import Course, CourseAppointment
from fagvei.courses.queries.standing import appointing_centres
from fagvei.people.models import RoleAssignment, User

ROLES = ("course_leader", "committee_member")


@dataclass(frozen=True)
class AppointmentsPage:
    standing: list[CourseAppointment]
    over: list[CourseAppointment]


def appointments_page(course: Course) -> AppointmentsPage:
    today = clock.today()
    rows = list(course.appointments.select_related("person").order_by("role", "from_on", "pk"))
    return AppointmentsPage([row for row in rows if row.to_on > today], [row for row in rows if row.to_on <= today])


def people_to_appoint(course: Course, by: User) -> list[User]:
    centres = appointing_centres(course, by)
    holders = RoleAssignment.objects.active().filter(role__in=ROLES, centre__in=centres).values("user_id")
    return list(User.objects.filter(pk__in=holders, is_active=True).order_by("full_name", "pk"))
