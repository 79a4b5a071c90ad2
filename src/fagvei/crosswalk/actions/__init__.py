"""The verbs of the crosswalk: pairs and their way from proposal to approved, answers to changed recommendations."""

from fagvei.crosswalk.actions.changes import answer_change, confirm_pair
from fagvei.crosswalk.actions.content import propose_from_pack, save_touch
from fagvei.crosswalk.actions.pairs import approve_pair, propose_pair, reject_pair, withdraw_pair
from fagvei.crosswalk.actions.refusals import (
    AlreadyAnswered,
    CourseNotForGap,
    CourseNotToCome,
    CourseTellsItself,
    DayHasPassed,
    GapNotShared,
    MoveNotAllowed,
    NoText,
    NotYours,
    OtherSideDecides,
    PairExists,
    PlanIsSettled,
    ProposerCannotApprove,
    ReasonMissing,
    TextChangedSinceRead,
    WardElsewhere,
)
from fagvei.crosswalk.actions.teaching_plans import (
    mark_plan,
    plan_course_for_gap,
    plan_reading_for_gap,
    plan_teaching_for_gap,
)

__all__ = [
    "AlreadyAnswered",
    "CourseNotForGap",
    "CourseNotToCome",
    "CourseTellsItself",
    "DayHasPassed",
    "GapNotShared",
    "MoveNotAllowed",
    "NoText",
    "NotYours",
    "OtherSideDecides",
    "PairExists",
    "PlanIsSettled",
    "ProposerCannotApprove",
    "ReasonMissing",
    "TextChangedSinceRead",
    "WardElsewhere",
    "answer_change",
    "approve_pair",
    "confirm_pair",
    "mark_plan",
    "plan_course_for_gap",
    "plan_reading_for_gap",
    "plan_teaching_for_gap",
    "propose_from_pack",
    "propose_pair",
    "reject_pair",
    "save_touch",
    "withdraw_pair",
]
