"""Change what the regulation and the recommendations say, always as something dated that can be traced."""

from fagvei.curriculum.actions.activities import (
    REVISED,
    revise_activity,
    save_activity,
    save_choice_group,
    share_activity,
)
from fagvei.curriculum.actions.corrections import (
    AlreadyContributes,
    CorrectionWithoutBasis,
    CourseOfAnotherSpecialty,
    GoalNotInForce,
    GoalOfAnotherSpecialty,
    SameGoal,
    add_contributing_goal,
    correct_coverage,
)
from fagvei.curriculum.actions.coverage import (
    CoverageEnded,
    OriginMissing,
    add_coverage,
    end_coverage,
    rebuild_requirements,
)
from fagvei.curriculum.actions.goals import (
    RevisionsOverlap,
    publish_revision,
    revision_digest,
    save_goal,
    save_goal_set,
    save_level_words,
)
from fagvei.curriculum.actions.imports import (
    NotWhatWasShown,
    confirm_goal_import,
    keep_goal_import,
    remove_abandoned_imports,
)
from fagvei.curriculum.actions.procedures import NotOfResponsibleCentre, SourceMissing, set_procedure_place
from fagvei.curriculum.actions.transitions import TransitionRuleWithoutBasis, save_transition_rule

__all__ = [
    "TransitionRuleWithoutBasis",
    "save_transition_rule",
    "AlreadyContributes",
    "CorrectionWithoutBasis",
    "CourseOfAnotherSpecialty",
    "CoverageEnded",
    "GoalNotInForce",
    "GoalOfAnotherSpecialty",
    "NotOfResponsibleCentre",
    "NotWhatWasShown",
    "OriginMissing",
    "RevisionsOverlap",
    "SameGoal",
    "SourceMissing",
    "add_contributing_goal",
    "add_coverage",
    "confirm_goal_import",
    "correct_coverage",
    "end_coverage",
    "keep_goal_import",
    "publish_revision",
    "rebuild_requirements",
    "remove_abandoned_imports",
    "REVISED",
    "revise_activity",
    "revision_digest",
    "save_activity",
    "save_choice_group",
    "share_activity",
    "save_goal",
    "save_goal_set",
    "save_level_words",
    "set_procedure_place",
]
