"""What the rules say about courses: pure functions and named rules, without questions to the database."""

from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.deadlines import (
    DEADLINE_RULES,
    Deadlines,
    Deviation,
    deadlines_for,
    deviations,
    months_before,
)
from fagvei.courses.rules.fees import FEE_BY_TABLE, Fee, fee_for
from fagvei.courses.rules.halfyears import half_of, lies_in, pattern_years, plan_years

__all__ = [
    "DEADLINE_RULES",
    "FEE_BY_TABLE",
    "Deadlines",
    "Deviation",
    "Fee",
    "Rule",
    "deadlines_for",
    "deviations",
    "fee_for",
    "half_of",
    "lies_in",
    "months_before",
    "pattern_years",
    "plan_years",
]
