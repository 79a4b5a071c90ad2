"""The plan by half-year belongs to the doctor's education plan: the same readers, and the four who may change it."""

from fagvei.common.permissions import Permission
from fagvei.training.access.core import LEADS, READERS, rows

PLANNERS = LEADS | {"doctor", "mentor"}

HALFYEAR_ROWS = (
    rows(
        "education_plan",
        Permission.SEE,
        READERS,
        "my_halfyears",
        "halfyears",
        "my_halfyear_history",
        "halfyear_history",
        note="my_halfyears and my_halfyear_history are the doctor's own",
    ),
    rows("education_plan", Permission.EDIT, PLANNERS, "make_halfyears", "move_in_halfyears", "note_in_halfyears"),
    rows("education_plan", Permission.SIGN, {"doctor", "mentor"}, "agree_on_halfyear"),
)
