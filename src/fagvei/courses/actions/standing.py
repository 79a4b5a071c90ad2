"""In which capacity somebody acts here, or the refusal."""

from fagvei.courses.actions.refusals import NotHost, NotLiaison
from fagvei.courses.models import ApplicationRound, Course, CourseRun, PlanSlot
from fagvei.courses.queries.standing import is_host, is_liaison
from fagvei.people.models import User

LIAISON, HOST = "liaison", "host"


def liaison_capacity(by: User, course: Course) -> str:
    if not is_liaison(by, course):
        raise NotLiaison
    return LIAISON


def host_capacity(by: User, of: PlanSlot | CourseRun | ApplicationRound) -> str:
    if not is_host(by, of):
        raise NotHost
    return HOST
