"""The regulation as data: goal sets, learning goals in revisions, learning activities, requirements and coverage."""

from fagvei.curriculum.models.activities import (
    ActivityFormerName,
    ChoiceGroup,
    LearningActivity,
    LearningOutcome,
)
from fagvei.curriculum.models.coverage import CoverageCorrection, GoalCoverage, Requirement
from fagvei.curriculum.models.goals import GoalCategory, GoalRevision, GoalSet, LearningGoal, Level, LevelWords
from fagvei.curriculum.models.imports import GoalImport
from fagvei.curriculum.models.procedures import ProcedurePlace
from fagvei.curriculum.models.transitions import TransitionRule

__all__ = [
    "TransitionRule",
    "ActivityFormerName",
    "ChoiceGroup",
    "CoverageCorrection",
    "GoalCategory",
    "GoalCoverage",
    "GoalImport",
    "GoalRevision",
    "GoalSet",
    "LearningActivity",
    "LearningGoal",
    "LearningOutcome",
    "Level",
    "LevelWords",
    "ProcedurePlace",
    "Requirement",
]
