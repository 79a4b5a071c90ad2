"""From goal to practice: one goal, what the guideline asks of it, what the wards here must learn, and how. A fixed number of questions."""

from dataclasses import dataclass

from fagvei.crosswalk.queries.places import NOWHERE, Places
from fagvei.crosswalk.queries.plans import Planned
from fagvei.crosswalk.queries.windows import CourseLine, Demand, GoalWindow, course_lines, goal_window
from fagvei.curriculum.models import LearningGoal


@dataclass
class PracticePage:
    window: GoalWindow
    courses: list[CourseLine]
    planned: Planned

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
    plans = sorted((plan for each in window.demands for plan in each.plans), key=lambda plan: plan.day)
    return PracticePage(window, course_lines([goal]), Planned(plans))
