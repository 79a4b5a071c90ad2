"""The doors of the record. What is not yours to see does not exist (404); what you see but may not do says so (403)."""

from fagvei.training.access.assessment_forms import FORM_ROWS, can_form, form_makers_institutions, get_form_for
from fagvei.training.access.assessments import ASSESSMENT_ROWS, get_assessment_for, holder_of
from fagvei.training.access.certificates import CERTIFICATE_ROWS, HEADS, SEEN_BY_HEAD, WRITERS, get_certificate_for
from fagvei.training.access.core import (
    DECIDERS,
    LEADS,
    POLICIES,
    READERS,
    can,
    doctor_of,
    log_overview,
    relations_to,
    state_of,
    visible_to,
)
from fagvei.training.access.halfyear import HALFYEAR_ROWS, PLANNERS
from fagvei.training.access.handover import HANDOVER_ROWS, get_employer_change_for, get_handover_for
from fagvei.training.access.mentoring import (
    MENTORING_ROWS,
    doctors_mentored_by,
    get_agreed_action_for,
    get_group_member_for,
    get_group_session_for,
    get_mentoring_series_for,
    get_mentoring_session_for,
    institutions_to_mentor_in,
    mentoring_of,
    standing_in_series,
    standing_in_session,
)
from fagvei.training.access.multisource import MULTISOURCE_ROWS, get_round_for
from fagvei.training.access.panel import PANEL_ROWS, get_panel_for
from fagvei.training.access.procedures import PROCEDURE_ROWS
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
from fagvei.training.access.rollover import ROLLOVER_ROWS, get_goal_plan_for
from fagvei.training.access.service import SERVICE_ROWS, get_part_1_for, get_placement_for, get_service_for
from fagvei.training.access.teaching import (
    TEACHING_ROWS,
    doctor_to_check_in,
    get_attendance_for,
    get_teaching_session_for,
    institutions_to_organise,
)
from fagvei.training.access.team import (
    TEAM_ROWS,
    get_record_grant_for,
    institution_with_numbers_for,
    log_cell,
    log_mentoring_overview,
    team_of,
)
from fagvei.training.access.transfer import TRANSFER_ROWS, get_transfer_for, get_transferred_for

# One line per noun: what each noun declares beside its doors.
PERMISSION_ROWS = (
    *RECORD_ROWS,
    *CERTIFICATE_ROWS,
    *ASSESSMENT_ROWS,
    *FORM_ROWS,
    *HALFYEAR_ROWS,
    *HANDOVER_ROWS,
    *MENTORING_ROWS,
    *MULTISOURCE_ROWS,
    *PANEL_ROWS,
    *PROCEDURE_ROWS,
    *ROLLOVER_ROWS,
    *SERVICE_ROWS,
    *TEACHING_ROWS,
    *TEAM_ROWS,
    *TRANSFER_ROWS,
)

__all__ = [
    "get_transfer_for",
    "get_transferred_for",
    "DECIDERS",
    "HEADS",
    "LEADS",
    "OWN_PAGES",
    "PERMISSION_ROWS",
    "PLANNERS",
    "POLICIES",
    "READERS",
    "SEEN_BY_HEAD",
    "can",
    "can_form",
    "doctor_of",
    "doctor_to_check_in",
    "doctors_mentored_by",
    "form_makers_institutions",
    "get_activity_for",
    "get_agreed_action_for",
    "get_assessment_for",
    "get_attachment_for",
    "get_attendance_for",
    "get_certificate_for",
    "get_doctor_for",
    "get_doctor_to_sign_for",
    "get_education_plan_for",
    "get_employer_change_for",
    "get_form_for",
    "get_goal_plan_for",
    "get_group_member_for",
    "get_group_session_for",
    "get_handover_for",
    "get_mentoring_series_for",
    "get_mentoring_session_for",
    "get_panel_for",
    "get_part_1_for",
    "get_placement_for",
    "get_plan_goal_for",
    "get_record_grant_for",
    "get_round_for",
    "get_service_for",
    "get_sign_off_for",
    "get_teaching_session_for",
    "holder_of",
    "institution_with_numbers_for",
    "institutions_to_mentor_in",
    "institutions_to_organise",
    "log_cell",
    "log_mentoring_overview",
    "log_overview",
    "log_series",
    "mentoring_of",
    "own_record",
    "relations_to",
    "standing_in_series",
    "standing_in_session",
    "state_of",
    "team_of",
    "visible_to",
    "WRITERS",
]
