"""Who must answer a change: of both fields those behind the pairs and who keeps their goals, the RegUt of a course, and where
teaching is planned those who keep its calendar, or lead, and whoever holds the lesson.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.courses.models import Course
from fagvei.crosswalk.models import ChangeAnswer
from fagvei.crosswalk.queries.changes import (
    TEACHER,
    Change,
    courses_by_goal,
    in_order_of_the_plan,
    next_first,
    teaching_by_goal,
    teaching_by_unit,
)
from fagvei.crosswalk.rules.sides import EDUCATION, GUIDELINE, MAKERS
from fagvei.people.models import RoleAssignment, User
from fagvei.people.queries import roles_of
from fagvei.training.models import TeachingSession

Part = ChangeAnswer.Part
# Answers for pairs whose own people are gone.
PAIR_KEEPER = "guideline_owner"
COURSE_KEEPER = "centre_officer"
TEACHING_KEEPERS = ("education_lead", "coordinator", "leader")
ANSWERING = (*MAKERS, *TEACHING_KEEPERS)


@dataclass
class Waiting:
    """One part of a change that waits for this person: the places not answered for, and what stands there."""

    part: str
    acting_as: str
    place_ids: list[int] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    sessions: list[TeachingSession] = field(default_factory=list)

    @property
    def label(self) -> str | Promise:
        return Part(self.part).label


def has_lessons(user: Any) -> bool:
    """Whether this person is to hold a lesson: asked of everybody, on every page."""
    return _lessons.first(teacher=user.pk, now=clock.now()) is not None


@prepared
def _lessons(teacher: int, now: dt.datetime) -> QuerySet:
    lessons = TeachingSession.objects.planned().filter(teacher_id=teacher, starts_at__gt=now)
    return lessons.order_by().values_list("pk")[:1]


def roles_to_answer(user: Any) -> list[RoleAssignment]:
    return [each for each in roles_of(user) if each.role in ANSWERING]


@dataclass(frozen=True)
class Reach:
    """What the changes touch of what these roles keep, looked up once for all of them."""

    present: set[int] = field(default_factory=set)
    courses: dict[int, list[Course]] = field(default_factory=dict)
    sessions: dict[int, list[TeachingSession]] = field(default_factory=dict)
    # Planned for a gap in the recommendation, by its number.
    planned: dict[int, list[TeachingSession]] = field(default_factory=dict)
    # The same two of lessons this person holds, wherever.
    taught: dict[int, list[TeachingSession]] = field(default_factory=dict)
    taught_for: dict[int, list[TeachingSession]] = field(default_factory=dict)


def waiting_for(user: User, change: Change, roles: Iterable[RoleAssignment]) -> list[Waiting]:
    ((_change, found),) = waiting_in(user, [change], roles)
    return found


def waiting_in(
    user: User, changes: list[Change], roles: Iterable[RoleAssignment]
) -> list[tuple[Change, list[Waiting]]]:
    """At most ten questions, however many changes."""
    held = list(roles)
    reach = _reach(user, changes, held)
    return [(change, _parts(user, change, held, reach)) for change in changes]


def _parts(user: User, change: Change, roles: list[RoleAssignment], reach: Reach) -> list[Waiting]:
    teaching = _teaching(change, roles, reach) or _own_lessons(user, change, reach)
    found = [_pairs(user, change, roles, reach), _courses(change, roles, reach), teaching]
    return [each for each in found if each is not None]


def _reach(user: User, changes: list[Change], roles: list[RoleAssignment]) -> Reach:
    goals = {goal.pk for change in changes for goal in change.goals}
    keeps_courses = any(role.role == COURSE_KEEPER and role.centre_id for role in roles)
    places = {role.institution_id for role in roles if role.role in TEACHING_KEEPERS and role.institution_id}
    units, here, own = [change.unit.pk for change in changes], {"institution_id__in": places}, {"teacher_id": user.pk}
    teaches = has_lessons(user)
    return Reach(
        present=_present(changes) if any(role.role == PAIR_KEEPER for role in roles) else set(),
        courses=courses_by_goal(goals) if keeps_courses else {},
        sessions=teaching_by_goal(goals, **here) if places else {},
        planned=teaching_by_unit(units, **here) if places else {},
        taught=teaching_by_goal(goals, **own) if teaches else {},
        taught_for=teaching_by_unit(units, **own) if teaches else {},
    )


def _present(changes: list[Change]) -> set[int]:
    """Those behind the pairs who could still answer."""
    owners = {owner for change in changes for owner in _owners(change)}
    held = RoleAssignment.objects.active().filter(user_id__in=owners, user__is_active=True, role__in=MAKERS)
    return set(held.values_list("user_id", flat=True))


def _owners(change: Change) -> set[int]:
    return {owner for pair in change.pairs for owner in (pair.proposed_by_id, pair.approved_by_id) if owner}


def _pairs(user: User, change: Change, roles: list[RoleAssignment], reach: Reach) -> Waiting | None:
    """A pair joins two fields, so one of each answers."""
    for side in (GUIDELINE, EDUCATION):
        held = [role for role in roles if role.role in side]
        if held and not change.answered_by(side) and _is_theirs(user, change, held, reach):
            return Waiting(Part.PAIRS, next(name for name in side if name in {role.role for role in held}))
    return None


def _is_theirs(user: User, change: Change, held: list[RoleAssignment], reach: Reach) -> bool:
    owners = _owners(change)
    if user.pk in owners or any(_keeps_a_goal(role, change) for role in held):
        return True
    return any(role.role == PAIR_KEEPER for role in held) and not owners & reach.present


def _keeps_a_goal(role: RoleAssignment, change: Change) -> bool:
    """The liaison RegUt of its specialty, or the committee: as those whom a proposal waits for (`pair_tasks.asked_of`)."""
    specialties = [goal.goal_set.specialty for goal in change.goals if goal.goal_set.specialty]
    if role.role == "centre_officer":
        return any(each.liaison_centre_id and each.liaison_centre_id == role.centre_id for each in specialties)
    return role.role == "specialty_committee" and any(each.pk == role.specialty_id for each in specialties)


def _courses(change: Change, roles: list[RoleAssignment], reach: Reach) -> Waiting | None:
    centres = {role.centre_id for role in roles if role.role == COURSE_KEEPER and role.centre_id}
    open_centres = {centre for centre in centres if not change.answered(Part.COURSES, centre)}
    touched = in_order_of_the_plan(reach.courses.get(goal.pk, []) for goal in change.goals)
    own = [course for course in touched if course.centre_id in open_centres]
    places = sorted({course.centre_id for course in own if course.centre_id})
    return Waiting(Part.COURSES, COURSE_KEEPER, places, courses=own) if own else None


def _teaching(change: Change, roles: list[RoleAssignment], reach: Reach) -> Waiting | None:
    held = [role for role in roles if role.role in TEACHING_KEEPERS and role.institution_id]
    open_places = {role.institution_id for role in held if not change.answered(Part.TEACHING, role.institution_id)}
    of_goals = [reach.sessions.get(goal.pk, []) for goal in change.goals]
    touched = next_first([*of_goals, reach.planned.get(change.unit.pk, [])])
    sessions = [session for session in touched if session.institution_id in open_places]
    places = sorted({session.institution_id for session in sessions})
    acting_as = next((role.role for role in held if role.institution_id in places), "")
    return Waiting(Part.TEACHING, acting_as, places, sessions=sessions) if sessions else None


def _own_lessons(user: User, change: Change, reach: Reach) -> Waiting | None:
    """Whoever holds the lesson must know what the text says now, also when others have answered for the calendar."""
    if change.answered_by_one(Part.TEACHING, user.pk):
        return None
    of_goals = [reach.taught.get(goal.pk, []) for goal in change.goals]
    sessions = next_first([*of_goals, reach.taught_for.get(change.unit.pk, [])])
    places = sorted({session.institution_id for session in sessions})
    return Waiting(Part.TEACHING, TEACHER, places, sessions=sessions) if sessions else None
