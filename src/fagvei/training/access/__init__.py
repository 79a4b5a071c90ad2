"""The doors of the record. What is not yours to see does not exist (404); what you see but may not do says so (403)."""

from fagvei.training.access.core import (
    DECIDERS,
    LEADS,
    READERS,
    can,
    doctor_of,
    relations_to,
    state_of,
    visible_to,
)
from fagvei.training.access.record import (
    OWN_PAGES,
    RECORD_ROWS,
    get_activity_for,
    get_attachment_for,
    get_doctor_for,
    get_doctor_to_sign_for,
    get_education_plan_for,
    get_plan_goal_for,
    get_sign_off_for,
    log_series,
    own_record,
)

# One line per noun: what each noun declares beside its doors.
PERMISSION_ROWS = (*RECORD_ROWS,)

__all__ = [
    "DECIDERS",
    "LEADS",
    "OWN_PAGES",
    "PERMISSION_ROWS",
    "READERS",
    "can",
    "doctor_of",
    "get_activity_for",
    "get_attachment_for",
    "get_doctor_for",
    "get_doctor_to_sign_for",
    "get_education_plan_for",
    "get_plan_goal_for",
    "get_sign_off_for",
    "log_series",
    "own_record",
    "relations_to",
    "state_of",
    "visible_to",
]
