"""The doors of the crosswalk. What is approved is open to all; proposals are for those who make pairs."""

from fagvei.crosswalk.access.changes import CHANGE_ROWS, get_change, get_unit_to_answer, may_answer
from fagvei.crosswalk.access.gaps import GAP_ROWS, can_plan, get_plan_for, plans_visible_to
from fagvei.crosswalk.access.pairs import PAIR_ROWS, can, get_goal, get_pair_for, is_maker, require_maker, visible_to

# One line per noun: what each noun declares beside its doors.
PERMISSION_ROWS = (
    *PAIR_ROWS,
    *CHANGE_ROWS,
    *GAP_ROWS,
)

__all__ = [
    "PERMISSION_ROWS",
    "can",
    "can_plan",
    "get_change",
    "get_goal",
    "get_pair_for",
    "get_plan_for",
    "get_unit_to_answer",
    "is_maker",
    "may_answer",
    "plans_visible_to",
    "require_maker",
    "visible_to",
]
