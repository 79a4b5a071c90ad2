"""The doors of the courses. A module beside this one for each noun declares its rows and its doors."""

from fagvei.courses.access.appointments import APPOINTMENT_ROWS, get_appointment_for
from fagvei.courses.access.attendance import (
    ATTENDANCE_ROWS,
    get_attendance_for,
    get_run_to_check_in,
    get_run_to_register,
)
from fagvei.courses.access.core import HostOnly, LiaisonOnly, can
from fagvei.courses.access.plan import PLAN_ROWS, get_course_for, get_slot_for, get_specialty
from fagvei.courses.access.runs import RUN_ROWS, centres_with_report, get_run_for, get_session_for
from fagvei.courses.access.seats import (
    SEAT_ROWS,
    admissions_of,
    doctor_of_courses,
    get_application_for,
    get_offer_for,
    get_round_for,
    get_round_run_for,
    get_waiting_entry_for,
    may_apply_for,
    round_to_apply_in,
    run_to_collect_for,
)

# One line per noun: what each noun declares beside its doors.
PERMISSION_ROWS = (
    *APPOINTMENT_ROWS,
    *ATTENDANCE_ROWS,
    *PLAN_ROWS,
    *RUN_ROWS,
    *SEAT_ROWS,
)

__all__ = [
    "admissions_of",
    "doctor_of_courses",
    "get_application_for",
    "get_offer_for",
    "get_round_for",
    "get_round_run_for",
    "get_waiting_entry_for",
    "may_apply_for",
    "round_to_apply_in",
    "run_to_collect_for",
    "PERMISSION_ROWS",
    "HostOnly",
    "LiaisonOnly",
    "can",
    "centres_with_report",
    "get_appointment_for",
    "get_attendance_for",
    "get_course_for",
    "get_run_for",
    "get_run_to_check_in",
    "get_run_to_register",
    "get_session_for",
    "get_slot_for",
    "get_specialty",
]
