"""Verbs on courses. Every change of state is one of these, with one event in the log."""

from fagvei.courses.actions.appointments import appoint, end_appointment
from fagvei.courses.actions.courses import save_course, save_criterion, save_fee_rate, save_pattern
from fagvei.courses.actions.plan import (
    cancel_slot,
    move_slot,
    pause_slot,
    plan_from_pattern,
    plan_slot,
    resume_slot,
)
from fagvei.courses.actions.programme import add_session, remove_session
from fagvei.courses.actions.runs import (
    RunDetails,
    announce_run,
    cancel_run,
    change_run,
    hold_run,
    move_run,
    settle_run,
)

__all__ = [
    "RunDetails",
    "add_session",
    "announce_run",
    "appoint",
    "cancel_run",
    "cancel_slot",
    "change_run",
    "end_appointment",
    "hold_run",
    "move_run",
    "move_slot",
    "pause_slot",
    "plan_from_pattern",
    "plan_slot",
    "remove_session",
    "resume_slot",
    "save_course",
    "save_criterion",
    "save_fee_rate",
    "save_pattern",
    "settle_run",
]
