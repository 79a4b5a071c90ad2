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
from fagvei.training.actions.attachments import attach, remove_attachment
from fagvei.training.actions.certificate_refusals import *  # noqa: F403 -- as below
from fagvei.training.actions.certificates import (
    annul_certificate,
    prepare_certificate,
    return_certificate,
    sign_certificate,
    write_certificate,
)
from fagvei.training.actions.completing import complete_goal, give_opinion, recall_goal, reopen_goal, send_goal
from fagvei.training.actions.deciding import annul_sign_off, return_goal, sign_off_goal
from fagvei.training.actions.halfyear import agree_on_halfyear, make_halfyear_plan, move_in_plan, note_in_plan
from fagvei.training.actions.halfyear_refusals import *  # noqa: F403
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
    write_minutes,
    write_note,
)
from fagvei.training.actions.on_behalf import answer_objection, mark_met_on_behalf, object_to_activity
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
from fagvei.training.actions.procedures import Entry, log_procedures
from fagvei.training.actions.refusals import *  # noqa: F403 -- the refusals are part of the room's language
from fagvei.training.actions.refusals_of_panel import *  # noqa: F403 -- as above
from fagvei.training.actions.refusals_of_team import *  # noqa: F403 -- as above
from fagvei.training.actions.requirements import accept_equivalent, raise_repetitions
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
from fagvei.training.actions.team import GRANTABLE_ROLES, end_record_grant, grant_record, set_warning_threshold

__all__ = [
    "GRANTABLE_ROLES",
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
    "annul_certificate",
    "annul_part_1",
    "annul_service",
    "annul_sign_off",
    "answer_objection",
    "archive_plan",
    "assign_plan",
    "attach",
    "call_panel",
    "cancel_mentoring",
    "cancel_panel",
    "change_activity",
    "change_service",
    "close_mentoring",
    "complete_goal",
    "confirm_part_1",
    "confirm_service",
    "delete_untouched_plan",
    "destroy_content_key",
    "end_group",
    "end_membership",
    "end_record_grant",
    "end_service",
    "erase_draft",
    "finish_action",
    "fulfil_activity",
    "give_opinion",
    "grant_record",
    "hold_mentoring",
    "hold_panel",
    "invite_to_mentoring",
    "log_activity",
    "log_procedures",
    "make_halfyear_plan",
    "mark_met_on_behalf",
    "move_in_plan",
    "move_mentoring",
    "note_in_plan",
    "object_to_activity",
    "prepare_certificate",
    "prepare_mentoring",
    "raise_repetitions",
    "recall_activity",
    "recall_goal",
    "recall_service",
    "register_absence",
    "register_employment",
    "register_placement",
    "relock_content_keys",
    "remove_attachment",
    "reopen_goal",
    "return_activity",
    "return_certificate",
    "return_goal",
    "return_service",
    "send_activity",
    "send_goal",
    "send_service",
    "set_counting",
    "set_warning_threshold",
    "share_minutes",
    "sign_activity",
    "sign_certificate",
    "sign_off_goal",
    "start_group",
    "start_mentoring",
    "tell_doctor_of_panel",
    "write_certificate",
    "write_minutes",
    "write_note",
]
