"""What the wards of one's institution must learn: shared gaps with goals, courses, teaching and reading. A fixed number of questions."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from fagvei.crosswalk.models import GoalRecommendationPair
from fagvei.crosswalk.queries.changes import goals_by_activity
from fagvei.crosswalk.queries.pair_list import text_of
from fagvei.crosswalk.queries.places import Places
from fagvei.crosswalk.queries.plans import Planned, plans_of
from fagvei.crosswalk.queries.windows import CourseLine, course_lines, gaps_at
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.guideline.queries.guideline_page import versions_in_force
from fagvei.surveys.models import SurveyRound
from fagvei.surveys.queries.released import ReleasedGap


@dataclass
class GapLine:
    """One shared gap, and the three ways to close it: internal teaching, a course, reading."""

    gap: ReleasedGap
    round: SurveyRound
    unit: NormativeUnit
    version: UnitVersion | None
    goals: list[LearningGoal]
    courses: list[CourseLine] = field(default_factory=list)
    planned: Planned = field(default_factory=Planned)

    @property
    def has_runs(self) -> bool:
        return any(each.runs for each in self.courses)

    @property
    def institution_id(self) -> int:
        return self.round.survey.institution_id


def gap_lines(places: Places) -> list[GapLine]:
    """The own ward's first, largest gap first; what has reached its target needs no teaching, and is left out."""
    goals_of = _goals_by_unit()
    gaps = [gap for gap in gaps_at(places, list(goals_of)) if gap.gap_points > 0]
    if not gaps:
        return []
    units = NormativeUnit.objects.select_related("chapter__guideline").prefetch_related(versions_in_force())
    unit_by_id = {unit.pk: unit for unit in units.filter(pk__in=[gap.unit_id for gap in gaps])}
    rounds = SurveyRound.objects.select_related("survey__institution", "survey__arena")
    round_by_id = {each.pk: each for each in rounds.filter(pk__in=[gap.round_id for gap in gaps])}
    lines = [
        GapLine(gap, round_by_id[gap.round_id], unit, text_of(unit), goals_of[gap.unit_id])
        for gap in gaps
        for unit in [unit_by_id[gap.unit_id]]
    ]
    _add_courses(lines)
    _add_plans(lines)
    return lines


def _goals_by_unit() -> dict[int, list[LearningGoal]]:
    goals = LearningGoal.objects.with_revision()
    pairs = GoalRecommendationPair.objects.approved().prefetch_related(Prefetch("goal", queryset=goals))
    found: dict[int, list[LearningGoal]] = {}
    for pair in pairs.order_by("goal__code", "pk"):
        found.setdefault(pair.unit_id, []).append(pair.goal)
    return found


def _add_courses(lines: list[GapLine]) -> None:
    goals = {goal.pk: goal for line in lines for goal in line.goals}
    courses = course_lines(list(goals.values()))
    goals_of = goals_by_activity(goals)
    for line in lines:
        own = {goal.pk for goal in line.goals}
        line.courses = [each for each in courses if own & goals_of.get(each.course.activity_id, set())]


def _add_plans(lines: list[GapLine]) -> None:
    """Those to come and those that were."""
    by_gap = plans_of(line.gap for line in lines)
    for line in lines:
        line.planned = Planned(by_gap.get((line.gap.survey_id, line.gap.unit_id), []))
