"""Seats by the published rule: problem in, allocation out, with its proof, its reasons and a transcript to run again."""

from fagvei.planning.seats import lottery
from fagvei.planning.seats.acceptance import next_for, solve, waiting_orders
from fagvei.planning.seats.judge import Fault, check
from fagvei.planning.seats.problem import (
    ENGINE,
    Allocation,
    Applicant,
    Claim,
    NotAProblem,
    Problem,
    Reserve,
    Run,
)
from fagvei.planning.seats.reasons import Reason, Reasons, Verdict, cut_off, explain
from fagvei.planning.seats.transcript import (
    ReplayDiffers,
    digest,
    problem_as_data,
    problem_from_data,
    replay,
    write,
)

__all__ = [
    "ENGINE",
    "Allocation",
    "Applicant",
    "Claim",
    "Fault",
    "NotAProblem",
    "Problem",
    "Reason",
    "Reasons",
    "ReplayDiffers",
    "Reserve",
    "Run",
    "Verdict",
    "check",
    "cut_off",
    "digest",
    "explain",
    "lottery",
    "next_for",
    "problem_as_data",
    "problem_from_data",
    "replay",
    "solve",
    "waiting_orders",
    "write",
]
