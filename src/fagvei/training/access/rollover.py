"""Regulation changes: whoever reads the plan reads them; the doctor, the leader and the deputy choose."""

from fagvei.common.permissions import Permission
from fagvei.training.access.core import LEADS, READERS, rows

ROLLOVER_ROWS = (
    rows("education_plan", Permission.SEE, READERS, "my_rollover", "rollover", note="my_rollover is the doctor's own"),
    rows("education_plan", Permission.ASSIGN, LEADS, "take_in_new_goals"),
    rows("plan_goal", Permission.ASSIGN, LEADS | {"doctor"}, "choose_revision"),
)
