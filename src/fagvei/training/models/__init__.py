"""The doctor's record: plans, goals in the plan, activities, opinions, sign-offs. What people did is added, never overwritten."""

from fagvei.training.models.activities import ActivityEvent, Attachment, PlanActivity
from fagvei.training.models.goals import GoalEvent, Opinion, OpinionRequest, PlanGoal, SignOff, SignOffWithdrawal
from fagvei.training.models.plans import EducationPlan, GoalPlan
from fagvei.training.models.requirements import EquivalentActivity, PersonalRequirement

__all__ = [
    "ActivityEvent",
    "Attachment",
    "EducationPlan",
    "EquivalentActivity",
    "GoalEvent",
    "GoalPlan",
    "Opinion",
    "OpinionRequest",
    "PersonalRequirement",
    "PlanActivity",
    "PlanGoal",
    "SignOff",
    "SignOffWithdrawal",
]
