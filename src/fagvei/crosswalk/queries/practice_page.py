"""From goal to practice: one goal, what the guideline asks of it, what the wards here must learn, and how. A fixed number of questions."""

from dataclasses import dataclass, field

from fagvei.crosswalk.models import TeachingPlan
from fagvei.crosswalk.queries.places import NOWHERE, Places
from fagvei.crosswalk.queries.windows import CourseLine, Demand, GoalWindow, course_lines, goal_window
from fagvei.curriculum.models import LearningGoal


@dataclass
class PracticePage:
    window: GoalWindow
    courses: list[CourseLine]
    plans: list[TeachingPlan] = field(default_factory=list)

    @property
    def goal(self) -> LearningGoal:
        return self.window.goal

    @property
    def gaps(self) -> list[Demand]:
        """What a ward has shared that has not reached its target."""
        return [each for each in self.window.demands if any(gap.gap_points > 0 for gap in each.gaps)]

    @property
    def reached(self) -> list[Demand]:
        return [each for each in self.window.demands if each.gaps and each not in self.gaps]


def practice_page(goal: LearningGoal, places: Places = NOWHERE) -> PracticePage:
    """Gaps and lessons are those of the institutions where the reader works; a visitor sees none."""
    goal = LearningGoal.objects.with_revision().get(pk=goal.pk)
    window = goal_window(goal, places)
    page = PracticePage(window, course_lines([goal]))
    page.plans = _plans(page)
    return page


def _plans(page: PracticePage) -> list[TeachingPlan]:
    """Lessons for these gaps that are not called off."""
    gaps = [(gap.survey_id, gap.unit_id) for each in page.gaps for gap in each.gaps]
    if not gaps:
        return []
    rows = TeachingPlan.objects.filter(
        round__survey_id__in={survey for survey, _unit in gaps}, session__cancelled_at__isnull=True
    )
    rows = rows.select_related("session", "round", "unit").order_by("session__starts_at", "pk")
    return [plan for plan in rows if (plan.round.survey_id, plan.unit_id) in gaps]
