"""What a course shows of the guideline: the recommendations its goals ask for. Approved pairs only; a fixed number of questions."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from fagvei.courses.models import Course
from fagvei.crosswalk.models import GoalRecommendationPair
from fagvei.crosswalk.queries.pair_list import text_of
from fagvei.crosswalk.queries.places import NOWHERE, Places
from fagvei.crosswalk.queries.windows import SHOWN_AT_ONCE, gaps_at
from fagvei.curriculum.models import GoalCoverage
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.guideline.queries.guideline_page import versions_in_force
from fagvei.surveys.queries.released import ReleasedGap


@dataclass
class Taught:
    """A recommendation, by the goals of the course that ask for it, and what the wards here have shared of it."""

    unit: NormativeUnit
    version: UnitVersion | None
    goals: list[str] = field(default_factory=list)
    gaps: list[ReleasedGap] = field(default_factory=list)


@dataclass
class CourseWindow:
    course: Course
    taught: list[Taught]

    @property
    def first(self) -> list[Taught]:
        return self.taught[:SHOWN_AT_ONCE]

    @property
    def others(self) -> list[Taught]:
        return self.taught[SHOWN_AT_ONCE:]

    @property
    def has_gaps(self) -> bool:
        return any(each.gaps for each in self.taught)


def course_window(course: Course, places: Places = NOWHERE) -> CourseWindow:
    """What a ward where the reader works has shared a gap in comes first; else in the order of the guideline."""
    goals = GoalCoverage.objects.current().filter(Q(activity=course.activity_id) | Q(group__members=course.activity_id))
    units = NormativeUnit.objects.select_related("chapter__guideline").prefetch_related(versions_in_force())
    pairs = GoalRecommendationPair.objects.approved().filter(goal__in=goals.values("goal_id"))
    pairs = pairs.select_related("goal").prefetch_related(Prefetch("unit", queryset=units))
    found: dict[int, Taught] = {}
    for pair in pairs.order_by("unit__position", "goal__code", "pk"):
        row = found.setdefault(pair.unit_id, Taught(pair.unit, text_of(pair.unit)))
        row.goals.append(pair.goal.code)
    for gap in gaps_at(places, list(found)):
        found[gap.unit_id].gaps.append(gap)
    return CourseWindow(course, sorted(found.values(), key=lambda each: not each.gaps))
