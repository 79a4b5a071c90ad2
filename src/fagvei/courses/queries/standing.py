"""Who somebody is to a course and to a run."""

from typing import Any

from fagvei.courses.models import ApplicationRound, Course, CourseRun, PlanSlot
from fagvei.curriculum.queries import centres_of_officer

__all__ = ["centres_of_officer", "is_host", "is_liaison"]


def is_liaison(user: Any, course: Course) -> bool:
    """An officer of the RegUt that is liaison for the course: edits course, appointments and plan."""
    return course.centre_id is not None and course.centre_id in centres_of_officer(user)


def is_host(user: Any, of: PlanSlot | CourseRun | ApplicationRound) -> bool:
    """An officer of the RegUt that arranges: settles, announces and runs it."""
    return of.host_centre_id in centres_of_officer(user)
