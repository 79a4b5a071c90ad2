"""Verbs on courses. Every change of state is one of these, with one event in the log."""

from fagvei.courses.actions.absence import annul_no_show, explain_no_show, judge_no_show, record_no_show
from fagvei.courses.actions.allocation import approve_release, preview_allocation
from fagvei.courses.actions.applications import (
    apply_for_seat,
    change_wishes,
    consent_to_application,
    refuse_consent,
    withdraw_application,
)
from fagvei.courses.actions.appointments import appoint, end_appointment
from fagvei.courses.actions.attendance import (
    add_who_came,
    annul_course_attendance,
    check_in_to_course,
    register_attendance,
    show_check_in_code,
    withdraw_certificate,
)
from fagvei.courses.actions.attendance_refusals import CodeWrong
from fagvei.courses.actions.calendar import close_calendar, open_calendar
from fagvei.courses.actions.courses import save_course, save_fee_rate, save_pattern
from fagvei.courses.actions.criteria import Verdict, judge_applicants, set_criteria
from fagvei.courses.actions.evaluation import (
    answer_evaluation,
    close_due_evaluations,
    close_evaluation,
    open_evaluation,
)
from fagvei.courses.actions.external import (
    annul_external_certificate,
    approve_external_certificate,
    reject_external_certificate,
    return_external_certificate,
    send_external_certificate,
    send_external_certificate_again,
    withdraw_external_certificate,
)
from fagvei.courses.actions.frequency import Frequency, set_frequency
from fagvei.courses.actions.invoice import fetch_invoice_basis
from fagvei.courses.actions.joint import ask_to_join, join_round, refuse_joint_round
from fagvei.courses.actions.joint_refusals import NotToBeJoined
from fagvei.courses.actions.lapsing import let_applications_lapse
from fagvei.courses.actions.leaving import cancel_run, leave_round
from fagvei.courses.actions.manual_changes import change_seats, give_seat_by_hand, take_back_offer
from fagvei.courses.actions.moving import move_run
from fagvei.courses.actions.national import join_national_round
from fagvei.courses.actions.offers import (
    accept_offer,
    decline_offer,
    give_up_seat,
    leave_waiting_list,
    settle_round,
    settle_rounds,
)
from fagvei.courses.actions.plan import (
    cancel_slot,
    move_slot,
    pause_slot,
    plan_from_pattern,
    plan_slot,
    resume_slot,
)
from fagvei.courses.actions.programme import add_session, change_session, remove_session
from fagvei.courses.actions.proposals import agree_to_proposal, refuse_proposal, share_course, withdraw_proposal
from fagvei.courses.actions.refusals import DaysOutsideDates
from fagvei.courses.actions.reserves import set_reserves
from fagvei.courses.actions.rounds import open_round
from fagvei.courses.actions.runs import (
    RunDetails,
    announce_run,
    change_run,
    change_seats_of_run,
    hold_run,
    settle_run,
)
from fagvei.courses.actions.same_need import let_others_go
from fagvei.courses.actions.seat_refusals import AllocationMissing, AllocationReplaced
from fagvei.courses.actions.versions import add_course, revise_course

__all__ = [
    "agree_to_proposal",
    "refuse_proposal",
    "share_course",
    "withdraw_proposal",
    "AllocationMissing",
    "AllocationReplaced",
    "NotToBeJoined",
    "accept_offer",
    "add_course",
    "apply_for_seat",
    "approve_release",
    "ask_to_join",
    "change_seats",
    "change_seats_of_run",
    "change_wishes",
    "consent_to_application",
    "decline_offer",
    "give_seat_by_hand",
    "give_up_seat",
    "join_national_round",
    "join_round",
    "judge_applicants",
    "leave_round",
    "leave_waiting_list",
    "let_applications_lapse",
    "let_others_go",
    "open_calendar",
    "open_round",
    "preview_allocation",
    "refuse_consent",
    "refuse_joint_round",
    "settle_round",
    "settle_rounds",
    "take_back_offer",
    "withdraw_application",
    "withdraw_certificate",
    "CodeWrong",
    "DaysOutsideDates",
    "Frequency",
    "RunDetails",
    "Verdict",
    "add_session",
    "add_who_came",
    "annul_course_attendance",
    "annul_external_certificate",
    "annul_no_show",
    "announce_run",
    "answer_evaluation",
    "appoint",
    "approve_external_certificate",
    "cancel_run",
    "cancel_slot",
    "change_run",
    "change_session",
    "check_in_to_course",
    "close_calendar",
    "close_due_evaluations",
    "close_evaluation",
    "end_appointment",
    "explain_no_show",
    "fetch_invoice_basis",
    "hold_run",
    "judge_no_show",
    "move_run",
    "move_slot",
    "open_evaluation",
    "pause_slot",
    "plan_from_pattern",
    "plan_slot",
    "record_no_show",
    "register_attendance",
    "reject_external_certificate",
    "remove_session",
    "resume_slot",
    "return_external_certificate",
    "revise_course",
    "save_course",
    "save_fee_rate",
    "save_pattern",
    "set_criteria",
    "set_frequency",
    "set_reserves",
    "send_external_certificate",
    "send_external_certificate_again",
    "settle_run",
    "show_check_in_code",
    "withdraw_external_certificate",
]
