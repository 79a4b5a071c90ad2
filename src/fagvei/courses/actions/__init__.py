"""Verbs on courses. Every change of state is one of these, with one event in the log."""

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
    annul_course_attendance,
    check_in_to_course,
    register_attendance,
    show_check_in_code,
)
from fagvei.courses.actions.attendance_refusals import CodeWrong
from fagvei.courses.actions.courses import save_course, save_criterion, save_fee_rate, save_pattern
from fagvei.courses.actions.manual_changes import change_seats, give_seat_by_hand, take_back_offer
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
from fagvei.courses.actions.programme import add_session, remove_session
from fagvei.courses.actions.rounds import open_round
from fagvei.courses.actions.runs import (
    RunDetails,
    announce_run,
    cancel_run,
    change_run,
    change_seats_of_run,
    hold_run,
    move_run,
    settle_run,
)
from fagvei.courses.actions.seat_refusals import AllocationMissing

__all__ = [
    "AllocationMissing",
    "accept_offer",
    "apply_for_seat",
    "approve_release",
    "change_seats",
    "change_seats_of_run",
    "change_wishes",
    "consent_to_application",
    "decline_offer",
    "give_seat_by_hand",
    "give_up_seat",
    "leave_waiting_list",
    "open_round",
    "preview_allocation",
    "refuse_consent",
    "settle_round",
    "settle_rounds",
    "take_back_offer",
    "withdraw_application",
    "CodeWrong",
    "RunDetails",
    "add_session",
    "annul_course_attendance",
    "announce_run",
    "appoint",
    "cancel_run",
    "cancel_slot",
    "change_run",
    "check_in_to_course",
    "end_appointment",
    "hold_run",
    "move_run",
    "move_slot",
    "pause_slot",
    "plan_from_pattern",
    "plan_slot",
    "register_attendance",
    "remove_session",
    "resume_slot",
    "save_course",
    "save_criterion",
    "save_fee_rate",
    "save_pattern",
    "settle_run",
    "show_check_in_code",
]
