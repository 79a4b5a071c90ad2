"""What a content pack brings: which goals touch a guideline, and proposals that somebody must approve."""

from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.crosswalk.actions.pairs import add_proposal
from fagvei.crosswalk.models import GoalRecommendationPair, GoalTouch
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline.models import Guideline, NormativeUnit


@transaction.atomic
def save_touch(*, goal: LearningGoal, guideline: Guideline, by: Any, **fields: Any) -> GoalTouch:
    touch, _created = GoalTouch.objects.update_or_create(goal=goal, guideline=guideline, defaults=fields)
    audit.record("goal_touch_saved", target=touch, by=by, details={"goal": goal.code, "guideline": guideline.code})
    return touch


@transaction.atomic
def propose_from_pack(
    *, goal: LearningGoal, unit: NormativeUnit, reason: str, by: Any, **sourcing: Any
) -> GoalRecommendationPair:
    """A proposal like any other, but with a source in the place of a proposer."""
    return add_proposal(goal=goal, unit=unit, reason=reason, by=None, **sourcing)
