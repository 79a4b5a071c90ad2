"""In which capacity somebody acts here, or the refusal."""

from fagvei.courses.actions.refusals import NotHost, NotLiaison, OwnCase
from fagvei.courses.models import ApplicationRound, Course, CourseRun, PlanSlot
from fagvei.courses.queries.standing import (
    centres_of_officer,
    has_own_application,
    is_for_every_regut,
    is_host,
    is_liaison,
    is_planner,
)
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User

LIAISON, HOST = "liaison", "host"


def liaison_capacity(by: User, course: Course) -> str:
    if not is_liaison(by, course):
        raise NotLiaison
    return LIAISON


def planning_capacity(by: User, slot: PlanSlot) -> str:
    if not is_planner(by, slot):
        raise NotLiaison
    return LIAISON


def capacity_to_plan_at(by: User, course: Course, centre: RegionalEducationCentre) -> str:
    """Where every RegUt answers for the course, each plans for itself."""
    if is_for_every_regut(course) and centre.pk not in centres_of_officer(by):
        raise NotLiaison
    return liaison_capacity(by, course)


def host_capacity(by: User, of: PlanSlot | CourseRun | ApplicationRound) -> str:
    if not is_host(by, of):
        raise NotHost
    return HOST


def check_not_own(by: User, *, doctor: int | None = None, round: ApplicationRound | None = None) -> None:
    """An officer or a course leader may be a doctor as well."""
    if doctor == by.pk:
        raise OwnCase
    if round is not None and has_own_application(by, round):
        raise OwnCase
