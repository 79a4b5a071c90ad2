"""What a goal shows of the guideline, and a recommendation of the goals: approved pairs only. A fixed number of questions."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from fagvei.courses.models import Course, CourseRun
from fagvei.courses.queries.catalogue import Line, lines_of
from fagvei.crosswalk.models import GoalRecommendationPair, GoalTouch, TeachingPlan
from fagvei.crosswalk.queries.changes import add_reviews, courses_of
from fagvei.crosswalk.queries.pair_list import text_of
from fagvei.crosswalk.queries.places import NOWHERE, Places
from fagvei.crosswalk.queries.plans import concerns, plans_of
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.guideline.queries.guideline_page import versions_in_force
from fagvei.surveys.queries.released import ReleasedGap, released_gaps

MOST_RUNS = 3

# Of forty recommendations a tired reader sees six, and where the others are.
SHOWN_AT_ONCE = 6


@dataclass
class Demand:
    """A recommendation that whoever reaches the goal must master."""

    pair: GoalRecommendationPair
    unit: NormativeUnit
    version: UnitVersion | None
    local: UnitVersion | None
    gaps: list[ReleasedGap] = field(default_factory=list)
    # What is planned for these gaps and concerns the reader.
    plans: list[TeachingPlan] = field(default_factory=list)

    @property
    def plans_to_do(self) -> list[TeachingPlan]:
        """Reading and courses. Lessons stand in the calendar and on the page from goal to practice."""
        return [plan for plan in self.plans if not plan.session]

    @property
    def is_measured_here(self) -> bool:
        """The reader's own ward has shared it, or one where doctors serve whom the reader leads."""
        return any(gap.is_near for gap in self.gaps)

    @property
    def is_graded(self) -> bool:
        return self.version is not None and self.version.is_graded


@dataclass
class GoalWindow:
    goal: LearningGoal
    demands: list[Demand]
    touches: list[GoalTouch]
    places: Places = NOWHERE
    # Somebody has found a text once, whatever came of it.
    was_paired: bool = False

    @property
    def is_without(self) -> bool:
        """The goal touches the guideline, and nobody has found a text in our sources to point to."""
        return bool(self.touches) and not self.was_paired

    @property
    def has_gaps(self) -> bool:
        return any(each.gaps for each in self.demands)

    @property
    def has_own_gaps(self) -> bool:
        return any(each.is_measured_here for each in self.demands)

    @property
    def is_empty(self) -> bool:
        return not self.demands and not self.touches

    @property
    def first(self) -> list[Demand]:
        return self.demands[:SHOWN_AT_ONCE]

    @property
    def others(self) -> list[Demand]:
        return self.demands[SHOWN_AT_ONCE:]


def goal_window(goal: LearningGoal, places: Places = NOWHERE) -> GoalWindow:
    """What the reader's own ward has shared a gap in comes first, then what others there have; else in the guideline's order."""
    units = NormativeUnit.objects.select_related("chapter__guideline").prefetch_related(versions_in_force())
    pairs = (
        GoalRecommendationPair.objects.approved().filter(goal=goal).prefetch_related(Prefetch("unit", queryset=units))
    )
    demands = [_demand(pair) for pair in pairs.order_by("unit__position", "pk")]
    add_reviews([each.pair for each in demands])
    _add_gaps(demands, places)
    demands.sort(key=lambda each: (not each.is_measured_here, not each.gaps))
    touches = GoalTouch.objects.filter(goal=goal).select_related("guideline").order_by("pk")
    was_paired = bool(demands) or GoalRecommendationPair.objects.filter(goal=goal).exists()
    return GoalWindow(goal, demands, list(touches), places, was_paired)


def _demand(pair: GoalRecommendationPair) -> Demand:
    rows = pair.unit.versions_in_force  # type: ignore[attr-defined]
    local = next((version for version in rows if version.layer == UnitVersion.Layer.LOCAL), None)
    return Demand(pair, pair.unit, text_of(pair.unit), local)


def _add_gaps(demands: list[Demand], places: Places) -> None:
    """The nearest first, as they come."""
    found: dict[int, list[ReleasedGap]] = {}
    for gap in gaps_at(places, [each.unit.pk for each in demands]):
        found.setdefault(gap.unit_id, []).append(gap)
    plans = plans_of(gap for gaps in found.values() for gap in gaps if gap.gap_points > 0)
    for each in demands:
        each.gaps = found.get(each.unit.pk, [])
        mine = [plan for gap in each.gaps for plan in plans.get((gap.survey_id, gap.unit_id), [])]
        each.plans = sorted((plan for plan in mine if concerns(plan, places)), key=lambda plan: plan.day)


def gaps_at(places: Places, unit_ids: list[int]) -> list[ReleasedGap]:
    """What is shared with this reader about these units, the own ward's first. Nothing is asked for somebody who is nowhere."""
    if not places.institutions or not unit_ids:
        return []
    return released_gaps(places.institutions, unit_ids, places.own, places.led)


@dataclass
class CourseLine:
    course: Course
    runs: list[Line] = field(default_factory=list)


@dataclass
class UnitWindow:
    unit: NormativeUnit
    pairs: list[GoalRecommendationPair]
    courses: list[CourseLine]
    gaps: list[ReleasedGap] = field(default_factory=list)


def unit_window(unit: NormativeUnit, places: Places = NOWHERE) -> UnitWindow:
    """What the wards here have shared of it, goals with their reason, courses that contribute to them, and when they come."""
    goals = LearningGoal.objects.with_revision().select_related("goal_set")
    rows = GoalRecommendationPair.objects.approved().filter(unit=unit)
    pairs = list(rows.prefetch_related(Prefetch("goal", queryset=goals)).order_by("goal__code", "pk"))
    add_reviews(pairs)
    return UnitWindow(unit, pairs, course_lines([pair.goal for pair in pairs]), gaps_at(places, [unit.pk]))


def course_lines(goals: list[LearningGoal]) -> list[CourseLine]:
    """Courses for these goals with their next runs; those that come first stand first."""
    if not goals:
        return []
    courses = courses_of(goals)
    runs = lines_of(CourseRun.objects.coming().filter(course__in=courses))
    lines = {course.pk: CourseLine(course) for course in courses}
    for line in runs:
        if len(lines[line.run.course_id].runs) < MOST_RUNS:
            lines[line.run.course_id].runs.append(line)
    return sorted(lines.values(), key=lambda line: not line.runs)
