"""Pairs of learning goal and recommendation, and what is answered when a recommendation says something else."""

from fagvei.crosswalk.models.changes import ChangeAnswer
from fagvei.crosswalk.models.pairs import GoalRecommendationPair, GoalTouch, PairEvent
from fagvei.crosswalk.models.teaching_plans import TeachingPlan, TeachingPlanEvent

__all__ = [
    "ChangeAnswer",
    "GoalRecommendationPair",
    "GoalTouch",
    "PairEvent",
    "TeachingPlan",
    "TeachingPlanEvent",
]
