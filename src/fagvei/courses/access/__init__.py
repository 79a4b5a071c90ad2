"""The doors of the courses. A module beside this one for each noun declares its rows and its doors."""

from fagvei.courses.access.absence import ABSENCE_ROWS, get_no_show_for, run_with_no_shows
from fagvei.courses.access.appointments import APPOINTMENT_ROWS, get_appointment_for
from fagvei.courses.access.attendance import (
    ATTENDANCE_ROWS,
    get_attendance_for,
    get_run_to_check_in,
    get_run_to_register,
)
from fagvei.courses.access.calendar import calendar_of, doctor_of_secret
from fagvei.courses.access.core import HostOnly, LiaisonOnly, can
from fagvei.courses.access.criteria import CRITERIA_ROWS
from fagvei.courses.access.evaluation import EVALUATION_ROWS, entry_of, get_evaluation_for, run_to_evaluate
from fagvei.courses.access.external import (
    EXTERNAL_ROWS,
    external_course_for,
    get_external_certificate_for,
    liaison_centres_of,
    may_send_external,
)
from fagvei.courses.access.invoice import INVOICE_ROWS, run_to_invoice
from fagvei.courses.access.joint import JOINT_ROWS, get_invitation_for
from fagvei.courses.access.lottery import round_that_was_drawn, sees_all_receipts
from fagvei.courses.access.plan import (
    PLAN_ROWS,
    get_course_for,
    get_course_to_plan_in,
    get_slot_for,
    get_specialty,
    is_liaison_of,
    specialties_of_liaison,
)
from fagvei.courses.access.proposals import PROPOSAL_ROWS, get_proposal_for
from fagvei.courses.access.reserves import RESERVES_ROWS
from fagvei.courses.access.runs import RUN_ROWS, centres_with_report, get_run_for, get_session_for
from fagvei.courses.access.seats import (
    SEAT_ROWS,
    admissions_of,
    doctor_of_courses,
    doctor_with_courses,
    get_application_for,
    get_offer_for,
    get_round_for,
    get_round_run_for,
    get_waiting_entry_for,
    is_own_case,
    may_apply_for,
    round_to_apply_in,
    run_to_collect_for,
)

# One line per noun: what each noun declares beside its doors.
PERMISSION_ROWS = (
    *ABSENCE_ROWS,
    *APPOINTMENT_ROWS,
    *ATTENDANCE_ROWS,
    *CRITERIA_ROWS,
    *JOINT_ROWS,
    *EVALUATION_ROWS,
    *EXTERNAL_ROWS,
    *INVOICE_ROWS,
    *PLAN_ROWS,
    *PROPOSAL_ROWS,
    *RESERVES_ROWS,
    *RUN_ROWS,
    *SEAT_ROWS,
)

__all__ = [
    "admissions_of",
    "doctor_of_courses",
    "doctor_with_courses",
    "get_application_for",
    "get_offer_for",
    "get_round_for",
    "get_round_run_for",
    "get_waiting_entry_for",
    "may_apply_for",
    "round_that_was_drawn",
    "round_to_apply_in",
    "sees_all_receipts",
    "run_to_collect_for",
    "PERMISSION_ROWS",
    "HostOnly",
    "LiaisonOnly",
    "can",
    "calendar_of",
    "centres_with_report",
    "doctor_of_secret",
    "entry_of",
    "external_course_for",
    "get_appointment_for",
    "get_attendance_for",
    "get_course_for",
    "get_course_to_plan_in",
    "get_invitation_for",
    "get_evaluation_for",
    "get_external_certificate_for",
    "get_no_show_for",
    "get_proposal_for",
    "get_run_for",
    "get_run_to_check_in",
    "get_run_to_register",
    "get_session_for",
    "get_slot_for",
    "get_specialty",
    "liaison_centres_of",
    "may_send_external",
    "is_liaison_of",
    "is_own_case",
    "specialties_of_liaison",
    "run_to_evaluate",
    "run_to_invoice",
    "run_with_no_shows",
]
