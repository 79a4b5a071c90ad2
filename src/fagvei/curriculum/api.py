"""The curriculum's part of the REST API: read only, open, bounded."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError

from fagvei.curriculum import queries, schemas
from fagvei.curriculum.models import LearningGoal

router = Router(tags=["curriculum"])

Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=100_000)]
Code = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9-]*$")]


class GoalsPage(schemas.Strict):
    total: int
    items: list[schemas.GoalShort]


class CoursesPage(schemas.Strict):
    total: int
    items: list[schemas.CourseShort]


class SpecialtiesPage(schemas.Strict):
    total: int
    items: list[schemas.SpecialtyOut]


@router.get("/goals", response=GoalsPage, auth=None, summary="Learning goals, by code")
def goals(request: HttpRequest, limit: Limit = 50, offset: Offset = 0, goal_set: Code = "") -> Any:
    rows = LearningGoal.objects.with_revision().select_related("category", "goal_set").order_by("code")
    if goal_set:
        rows = rows.filter(goal_set__code=goal_set)
    return {"total": rows.count(), "items": [schemas.goal_short(goal) for goal in rows[offset : offset + limit]]}


@router.get("/goals/{code}", response=schemas.GoalOut, auth=None, summary="One learning goal with its revisions")
def goal(request: HttpRequest, code: str) -> Any:
    page = queries.goal_page(code) if "\x00" not in code else None
    if page is None:
        raise HttpError(404, "unknown_goal")
    return schemas.goal_out(page)


@router.get(
    "/goal-sets", response=list[schemas.GoalSetOut], auth=None, summary="Goal sets and how much of them is loaded"
)
def goal_sets(request: HttpRequest) -> Any:
    return [schemas.goal_set_out(goal_set, goal_set.loaded) for goal_set in queries.goal_sets()]  # type: ignore[attr-defined]


@router.get("/courses", response=CoursesPage, auth=None, summary="Course descriptions")
def courses(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> Any:
    found = queries.courses()
    return {"total": len(found), "items": [schemas.course_short(c) for c in found[offset : offset + limit]]}


@router.get(
    "/courses/{code}", response=schemas.CourseOut, auth=None, summary="One course description with its outcomes"
)
def course(request: HttpRequest, code: str) -> Any:
    page = queries.course_page(code) if "\x00" not in code else None
    if page is None:
        raise HttpError(404, "unknown_course")
    return schemas.course_out(page)


@router.get("/specialties", response=SpecialtiesPage, auth=None, summary="The medical specialties")
def specialties(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> Any:
    found = queries.specialties()
    return {"total": len(found), "items": [schemas.specialty_out(s) for s in found[offset : offset + limit]]}
