"""Verbs on the doctor's record: plans, activities, attachments, goals, requirements."""

from fagvei.training.actions.activities import (
    annul_activity,
    change_activity,
    erase_draft,
    fulfil_activity,
    log_activity,
    recall_activity,
    return_activity,
    send_activity,
    sign_activity,
)
from fagvei.training.actions.assessment_deadlines import end_rounds, expire_assessments, remind_assessors, remind_raters
from fagvei.training.actions.assessment_forms import publish_local_form, retire_form, save_common_form
from fagvei.training.actions.assessments import (
    annul_assessment,
    answer_assessment,
    ask_assessment,
    decline_assessment,
    start_assessment,
    withdraw_assessment,
)
from fagvei.training.actions.attachments import attach, remove_attachment
from fagvei.training.actions.attendance import annul_attendance, check_in, count_wrong_code, mark_attendance
from fagvei.training.actions.certificate_refusals import *  # noqa: F403 -- as below
from fagvei.training.actions.certificates import (
    annul_certificate,
    prepare_certificate,
    return_certificate,
    sign_certificate,
    write_certificate,
)
from fagvei.training.actions.completing import complete_goal, give_opinion, recall_goal, reopen_goal, send_goal
from fagvei.training.actions.course_record import annul_attended_course, record_attended_course
from fagvei.training.actions.deadlines import set_task_deadline
from fagvei.training.actions.deciding import annul_sign_off, return_goal, sign_off_goal
from fagvei.training.actions.employer import answer_employer, ask_about_employer, move_records
from fagvei.training.actions.halfyear import agree_on_halfyear, make_halfyear_plan, move_in_plan, note_in_plan
from fagvei.training.actions.halfyear_refusals import *  # noqa: F403
from fagvei.training.actions.handover import (
    call_off_handover,
    consent_to_handover,
    hand_over,
    settle_everything,
    settle_waiting,
)
from fagvei.training.actions.mentoring_refusals import *  # noqa: F403 -- as below
from fagvei.training.actions.mentoring_sealing import destroy_content_key, relock_content_keys
from fagvei.training.actions.mentoring_series import (
    add_member,
    agree_interval,
    end_group,
    end_membership,
    start_group,
    start_mentoring,
)
from fagvei.training.actions.mentoring_sessions import (
    cancel_mentoring,
    close_mentoring,
    hold_mentoring,
    invite_to_mentoring,
    move_mentoring,
)
from fagvei.training.actions.mentoring_texts import (
    agree_action,
    finish_action,
    prepare_mentoring,
    share_minutes,
    take_back_sharing,
    write_minutes,
    write_note,
)
from fagvei.training.actions.multisource import (
    answer_round,
    close_round,
    open_round,
    propose_round,
    read_result,
    release_result,
    return_round,
    withdraw_round,
)
from fagvei.training.actions.on_behalf import answer_objection, mark_met_on_behalf, object_to_activity
from fagvei.training.actions.outside_assessors import (
    answer_by_link,
    decline_by_link,
    invite_again,
    refuse_assessor,
    sign_by_link,
    vouch_for_assessor,
)
from fagvei.training.actions.panel import (
    Outcome,
    add_panel_goal,
    call_panel,
    cancel_panel,
    hold_panel,
    tell_doctor_of_panel,
)
from fagvei.training.actions.part_1 import annul_part_1, confirm_part_1
from fagvei.training.actions.plans import add_missing_goals, archive_plan, assign_plan, delete_untouched_plan
from fagvei.training.actions.procedures import Entry, annul_list, log_procedures
from fagvei.training.actions.refusals import *  # noqa: F403 -- the refusals are part of the room's language
from fagvei.training.actions.refusals_of_assessments import *  # noqa: F403
from fagvei.training.actions.refusals_of_handover import *  # noqa: F403 -- as above
from fagvei.training.actions.refusals_of_panel import *  # noqa: F403 -- as above
from fagvei.training.actions.refusals_of_team import *  # noqa: F403 -- as above
from fagvei.training.actions.requirements import accept_equivalent, raise_repetitions
from fagvei.training.actions.rollover import (
    NoRuleAllows,
    NoRuleAllowsSet,
    NothingChanged,
    SetKeptAlready,
    SetNotKept,
    convert_revision,
    keep_revision,
    keep_set,
    leave_set,
)
from fagvei.training.actions.service import change_service, register_absence, register_employment, register_placement
from fagvei.training.actions.service_refusals import *  # noqa: F403 -- as above
from fagvei.training.actions.service_steps import (
    annul_service,
    confirm_service,
    end_service,
    recall_service,
    return_service,
    send_service,
    set_counting,
)
from fagvei.training.actions.teaching import (
    cancel_teaching,
    change_teaching,
    plan_teaching,
    set_teacher,
    take_in_calendar,
)
from fagvei.training.actions.teaching_refusals import *  # noqa: F403 -- as above
from fagvei.training.actions.team import (
    end_grants_without_role,
    end_record_grant,
    grant_record,
    set_warning_threshold,
)
from fagvei.training.actions.transfer import (
    annul_transferred,
    confirm_transferred,
    import_transfer,
    keep_transfer,
    refuse_transferred,
    undo_transfer,
)
from fagvei.training.actions.transfer_refusals import *  # noqa: F403

__all__ = [
    "annul_attended_course",
    "record_attended_course",
    "NoRuleAllows",
    "NothingChanged",
    "convert_revision",
    "keep_revision",
    "keep_set",
    "leave_set",
    "NoRuleAllowsSet",
    "SetKeptAlready",
    "SetNotKept",
    "annul_transferred",
    "confirm_transferred",
    "import_transfer",
    "keep_transfer",
    "refuse_transferred",
    "undo_transfer",
    "Entry",
    "Outcome",
    "accept_equivalent",
    "add_member",
    "add_missing_goals",
    "add_panel_goal",
    "agree_action",
    "agree_interval",
    "agree_on_halfyear",
    "annul_activity",
    "annul_assessment",
    "annul_attendance",
    "annul_certificate",
    "annul_list",
    "annul_part_1",
    "annul_service",
    "annul_sign_off",
    "answer_assessment",
    "answer_by_link",
    "answer_employer",
    "answer_objection",
    "answer_round",
    "archive_plan",
    "ask_about_employer",
    "ask_assessment",
    "assign_plan",
    "attach",
    "call_panel",
    "cancel_mentoring",
    "cancel_panel",
    "cancel_teaching",
    "change_activity",
    "change_service",
    "change_teaching",
    "check_in",
    "close_mentoring",
    "close_round",
    "complete_goal",
    "confirm_part_1",
    "confirm_service",
    "call_off_handover",
    "consent_to_handover",
    "count_wrong_code",
    "decline_assessment",
    "decline_by_link",
    "delete_untouched_plan",
    "destroy_content_key",
    "end_group",
    "end_membership",
    "end_grants_without_role",
    "end_record_grant",
    "end_rounds",
    "end_service",
    "erase_draft",
    "expire_assessments",
    "finish_action",
    "fulfil_activity",
    "give_opinion",
    "grant_record",
    "hand_over",
    "hold_mentoring",
    "hold_panel",
    "invite_again",
    "invite_to_mentoring",
    "log_activity",
    "log_procedures",
    "make_halfyear_plan",
    "mark_attendance",
    "mark_met_on_behalf",
    "move_in_plan",
    "move_mentoring",
    "move_records",
    "note_in_plan",
    "object_to_activity",
    "open_round",
    "plan_teaching",
    "prepare_certificate",
    "prepare_mentoring",
    "propose_round",
    "publish_local_form",
    "raise_repetitions",
    "read_result",
    "recall_activity",
    "recall_goal",
    "recall_service",
    "refuse_assessor",
    "register_absence",
    "register_employment",
    "register_placement",
    "release_result",
    "relock_content_keys",
    "remind_assessors",
    "remind_raters",
    "remove_attachment",
    "reopen_goal",
    "retire_form",
    "return_activity",
    "return_certificate",
    "return_goal",
    "return_round",
    "return_service",
    "save_common_form",
    "send_activity",
    "send_goal",
    "send_service",
    "set_counting",
    "set_teacher",
    "set_task_deadline",
    "set_warning_threshold",
    "settle_everything",
    "settle_waiting",
    "share_minutes",
    "take_back_sharing",
    "sign_activity",
    "sign_by_link",
    "sign_certificate",
    "sign_off_goal",
    "start_assessment",
    "start_group",
    "start_mentoring",
    "take_in_calendar",
    "tell_doctor_of_panel",
    "vouch_for_assessor",
    "withdraw_assessment",
    "withdraw_round",
    "write_certificate",
    "write_minutes",
    "write_note",
]
