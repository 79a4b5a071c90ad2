"""The stable shapes of goals, courses and specialties as JSON: for the API and for pages asked with Accept: application/json.

A field is added, never renamed or removed. What is not known is null, and never guessed.
"""

import datetime as dt
from typing import Any

from ninja import Schema

from fagvei.curriculum.models import GoalCoverage, GoalRevision, GoalSet, LearningActivity, LearningGoal, LevelWords
from fagvei.curriculum.queries import CoursePage, GoalPage, Node
from fagvei.organisations.models import Specialty


class Strict(Schema):
    model_config = {"extra": "forbid"}


class Named(Strict):
    code: str
    name: str


class Category(Strict):
    name: str
    is_inferred: bool


class GoalShort(Strict):
    code: str
    url: str
    goal_set: str
    name: str | None
    category: Category | None
    part: str | None
    has_official_text: bool


class LevelOut(Strict):
    level: str
    words: list[str]


class RevisionOut(Strict):
    number: int
    name: str | None
    official_text: str | None
    knowledge_level: str | None
    skill_level: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    replaced_on: dt.date | None
    legal_basis: str | None
    reason: str | None
    is_demo: bool
    source: str
    retrieved_on: dt.date | None
    verification: str


class CoverageOut(Strict):
    id: str
    activity: Named | None
    group: Named | None
    origin: str
    reservation: str | None
    version: int
    valid_from: dt.date


class RequirementOut(Strict):
    kind: str
    activity: Named | None
    choose: int | None
    repetitions: int | None
    recommended: bool
    children: list["RequirementOut"]


class GoalOut(GoalShort):
    goal_set_name: str
    topic: str | None
    revision: RevisionOut | None
    knowledge_words: list[str]
    skill_words: list[str]
    revisions: list[RevisionOut]
    coverage: list[CoverageOut]
    requirements: list[RequirementOut]


class OutcomeOut(Strict):
    level_words: str | None
    text: str
    under: str | None
    source: str


class CourseShort(Strict):
    code: str
    url: str
    name: str
    former_names: list[str]
    recommended: bool
    specialties: list[str]
    is_for_all_specialties: bool


class CourseOut(CourseShort):
    excepted_specialties: list[str]
    parts: list[str]
    topics: list[str]
    duration_days: int | None
    max_participants: int | None
    frequency: str | None
    place: str | None
    note: str | None
    outcomes: list[OutcomeOut]
    goals: list[str]
    goals_belong_to_group: bool
    groups: list[Named]
    source: str
    retrieved_on: dt.date | None
    verification: str


class SpecialtyOut(Strict):
    slug: str
    url: str
    name: str
    code_7426: int | None
    prefix: str | None
    liaison_centre: str | None
    goals_loaded: int


class GoalSetOut(Strict):
    code: str
    name: str
    kind: str
    legal_basis: str | None
    expected: int | None
    loaded: int
    note: str | None


def goal_short(goal: LearningGoal) -> dict[str, Any]:
    revision = goal.current
    category = goal.category
    return {
        "code": goal.code,
        "url": goal.get_absolute_url(),
        "goal_set": goal.goal_set.code,
        "name": revision.name if revision else None,
        "category": {"name": category.name, "is_inferred": goal.category_is_inferred} if category else None,
        "part": goal.part or None,
        "has_official_text": bool(revision and revision.has_official_text),
    }


def goal_out(page: GoalPage) -> dict[str, Any]:
    goal = page.goal
    return {
        **goal_short(goal),
        "goal_set_name": goal.goal_set.name,
        "topic": goal.topic or None,
        "revision": _revision(page.current) if page.current else None,
        "knowledge_words": _words(page.knowledge, "knowledge_words"),
        "skill_words": _words(page.skill, "skill_words"),
        "revisions": [_revision(revision) for revision in page.revisions],
        "coverage": [_coverage(coverage) for coverage in page.coverages],
        "requirements": [_requirement(node) for node in page.requirements],
    }


def _words(level: LevelWords | None, name: str) -> list[str]:
    return list(getattr(level, name)) if level else []


def _revision(revision: GoalRevision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "name": revision.name,
        "official_text": revision.official_text or None,
        "knowledge_level": revision.knowledge_level or None,
        "skill_level": revision.skill_level or None,
        "valid_from": revision.valid_from_on,
        "valid_to": revision.valid_to_on,
        "replaced_on": revision.replaced_on,
        "legal_basis": revision.legal_basis or None,
        "reason": revision.reason or None,
        "is_demo": revision.is_demo,
        "source": revision.source,
        "retrieved_on": revision.retrieved_on,
        "verification": revision.verification,
    }


def _coverage(coverage: GoalCoverage) -> dict[str, Any]:
    return {
        "id": str(coverage.public_id),
        "activity": _named(coverage.activity),
        "group": _named(coverage.group),
        "origin": coverage.origin,
        "reservation": coverage.reservation or None,
        "version": coverage.version,
        "valid_from": coverage.valid_from_on,
    }


def _named(thing: Any) -> dict[str, str] | None:
    return {"code": thing.code, "name": thing.name} if thing else None


def _requirement(node: Node) -> dict[str, Any]:
    row = node.requirement
    return {
        "kind": row.kind,
        "activity": _named(row.activity),
        "choose": row.choose,
        "repetitions": row.repetitions,
        "recommended": row.recommended,
        "children": [_requirement(child) for child in node.children],
    }


def course_short(course: LearningActivity) -> dict[str, Any]:
    return {
        "code": course.code,
        "url": course.get_absolute_url(),
        "name": course.name,
        "former_names": [former.name for former in course.former_names.all()],
        "recommended": course.recommended,
        "specialties": [specialty.slug for specialty in course.specialties.all()],
        "is_for_all_specialties": course.is_for_all_specialties,
    }


def course_out(page: CoursePage) -> dict[str, Any]:
    course = page.course
    return {
        **course_short(course),
        "excepted_specialties": [specialty.slug for specialty in course.for_all_specialties_but.all()],
        "parts": course.parts,
        "topics": course.topics,
        "duration_days": course.duration_days,
        "max_participants": course.max_participants,
        "frequency": course.frequency or None,
        "place": course.place or None,
        "note": course.note or None,
        "outcomes": [
            {"level_words": o.level_words or None, "text": o.text, "under": o.under or None, "source": o.source}
            for o in course.outcomes.all()
        ],
        "goals": [coverage.goal.code for group in page.goals for coverage in group.coverages],
        "goals_belong_to_group": page.is_by_group,
        "groups": [{"code": group.code, "name": group.name} for group in page.groups],
        "source": course.source,
        "retrieved_on": course.retrieved_on,
        "verification": course.verification,
    }


def specialty_out(specialty: Specialty) -> dict[str, Any]:
    return {
        "slug": specialty.slug,
        "url": f"/spesialiteter/{specialty.slug}/",
        "name": specialty.name,
        "code_7426": specialty.code_7426,
        "prefix": specialty.prefix or None,
        "liaison_centre": specialty.liaison_centre.name if specialty.liaison_centre else None,
        "goals_loaded": specialty.goals_loaded,  # type: ignore[attr-defined]
    }


def goal_set_out(goal_set: GoalSet, loaded: int) -> dict[str, Any]:
    return {
        "code": goal_set.code,
        "name": goal_set.name,
        "kind": goal_set.kind,
        "legal_basis": goal_set.legal_basis or None,
        "expected": goal_set.expected_goals,
        "loaded": loaded,
        "note": goal_set.note or None,
    }
