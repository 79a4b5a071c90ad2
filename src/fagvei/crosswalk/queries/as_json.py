"""The stable shape of a pair as JSON. A field is added, never renamed. What is not known is null."""

from typing import Any

from fagvei.crosswalk.models import GoalRecommendationPair
from fagvei.crosswalk.queries.course_window import CourseWindow
from fagvei.crosswalk.queries.pair_list import PairList
from fagvei.crosswalk.queries.windows import Demand, GoalWindow, UnitWindow
from fagvei.crosswalk.rules.sides import field_of


def pair_out(pair: GoalRecommendationPair) -> dict[str, Any]:
    return {
        "id": pair.public_id,
        "url": pair.get_absolute_url(),
        "goal": pair.goal.code,
        "unit": pair.unit.code,
        "guideline": pair.unit.chapter.guideline.code,
        "reason": pair.reason,
        "state": pair.state,
        "since": pair.since,
        "source": pair.source or None,
        "retrieved_on": pair.retrieved_on,
        "verification": pair.verification,
        # Null where a content pack proposed it: then one field has approved it, and nobody of the other.
        "proposed_by_field": field_of(pair.proposed_as),
        "approved_by_field": field_of(pair.approved_as),  # type: ignore[attr-defined]
    }


def pairs_out(page: PairList) -> dict[str, Any]:
    return {
        "pairs": [pair_out(pair) for group in page.groups for pair in group.pairs],
        "coverage": [
            {
                "goal": line.touch.goal.code,
                "guideline": line.touch.guideline.code,
                "part": line.touch.part,
                "missing": line.touch.missing or None,
                "approved": line.approved,
            }
            for line in page.coverage
        ],
    }


def goal_out(page: GoalWindow) -> dict[str, Any]:
    return {"goal": page.goal.code, "recommendations": [_demand(each) for each in page.demands]}


def _demand(each: Demand) -> dict[str, Any]:
    version = each.version
    grade = version.grade if version else None
    return {
        "unit": each.unit.code,
        "url": each.unit.get_absolute_url(),
        "short_text": version.short_text if version else None,
        "deleted": version.is_deleted if version else None,
        "strength": (version.strength or None) if version else None,
        "grade": {"scheme": grade.scheme.code, "code": grade.code} if grade else None,
        "reason": each.pair.reason,
        "pair": each.pair.get_absolute_url(),
    }


def course_out(page: CourseWindow) -> dict[str, Any]:
    return {
        "course": page.course.code,
        "recommendations": [
            {
                "unit": each.unit.code,
                "url": each.unit.get_absolute_url(),
                "short_text": each.version.short_text if each.version else None,
                "goals": each.goals,
            }
            for each in page.taught
        ],
    }


def unit_out(page: UnitWindow) -> dict[str, Any]:
    return {
        "unit": page.unit.code,
        "goals": [
            {"goal": pair.goal.code, "url": pair.goal.get_absolute_url(), "reason": pair.reason} for pair in page.pairs
        ],
        "courses": [
            {
                "code": line.course.code,
                "url": line.course.get_absolute_url(),
                "runs": [{"starts_on": each.run.starts_on, "url": each.run.get_absolute_url()} for each in line.runs],
            }
            for line in page.courses
        ],
    }
