"""Who led a run: named on its certificate, and paid for it."""

from fagvei.courses.models import CourseAppointment, CourseRun
from fagvei.people.models import User


def leaders_of(run: CourseRun) -> list[User]:
    """Everybody who was leader of the course on one of its days."""
    held = run.course.appointments.filter(
        role=CourseAppointment.Role.LEADER, from_on__lte=run.ends_on, to_on__gte=run.starts_on
    )
    return [each.person for each in held.select_related("person").order_by("person__full_name", "pk")]
