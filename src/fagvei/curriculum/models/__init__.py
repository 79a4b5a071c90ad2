"""The regulation as data: goal sets, learning goals in revisions, learning activities, requirements and coverage."""

from fagvei.curriculum.models.activities import (
    ActivityFormerName,
    ChoiceGroup,
    LearningActivity,
    LearningOutcome,
)
from fagvei.curriculum.models.coverage import GoalCoverage, Requirement
from fagvei.curriculum.models.goals import GoalCategory, GoalRevision, GoalSet, LearningGoal, Level, LevelWords

__all__ = [
    "ActivityFormerName",
    "ChoiceGroup",
    "GoalCategory",
    "GoalCoverage",
    "GoalRevision",
    "GoalSet",
    "LearningActivity",
    "LearningGoal",
    "LearningOutcome",
    "Level",
    "LevelWords",
    "Requirement",
]
