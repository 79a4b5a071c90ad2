"""Doors of a course's own ranking: read by all, set by the liaison; applicants are judged by the host, read by the two who give."""

from fagvei.common.permissions import Permission
from fagvei.courses.access.core import rows
from fagvei.courses.access.seats import GIVERS

CRITERIA_ROWS = (
    rows("course", Permission.SEE, {"public"}, "criteria"),
    rows("course", Permission.EDIT, {"liaison"}, "set_criteria", note="in versions, with source and reason"),
    rows("application_round", Permission.EXPORT, GIVERS, "judgements"),
    rows("application_round", Permission.EDIT, {"host"}, "judge_applicants", note="after the deadline, until release"),
)
