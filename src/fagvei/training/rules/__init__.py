"""What the regulation and the portal's practice demand, as named rules: sentence, source, and pure functions."""

from fagvei.training.rules.base import ALL_RULES, Rule
from fagvei.training.rules.deciding import (
    DECIDERS,
    MAY_ASSIGN,
    MAY_MARK_ON_BEHALF,
    OWN_CASE,
    RECALL_WHILE_WAITING,
    WHO_DECIDES,
    is_own_case,
    may_assign,
    may_be_recalled,
    may_decide,
    may_mark_on_behalf,
)
from fagvei.training.rules.opinions import TWO_OPINIONS, GivenOpinion, TwoOpinions, basis_of, is_against, missing_roles
from fagvei.training.rules.procedures import PRESENT_PACE, Done, Forecast, forecast
from fagvei.training.rules.requirements import (
    EQUIVALENT_WITH_REASON,
    NOT_BELOW_MINIMUM,
    Node,
    Unmet,
    may_be_set,
    required_repetitions,
    unmet,
)
from fagvei.training.rules.signatures import EARLIEST, SIGNATURE_KINDS, date_fault, needs_certificate, needs_signature

__all__ = [
    "ALL_RULES",
    "DECIDERS",
    "EARLIEST",
    "EQUIVALENT_WITH_REASON",
    "MAY_ASSIGN",
    "MAY_MARK_ON_BEHALF",
    "NOT_BELOW_MINIMUM",
    "OWN_CASE",
    "PRESENT_PACE",
    "RECALL_WHILE_WAITING",
    "SIGNATURE_KINDS",
    "TWO_OPINIONS",
    "WHO_DECIDES",
    "Done",
    "Forecast",
    "GivenOpinion",
    "Node",
    "Rule",
    "TwoOpinions",
    "Unmet",
    "basis_of",
    "date_fault",
    "forecast",
    "is_against",
    "is_own_case",
    "may_assign",
    "may_be_recalled",
    "may_be_set",
    "may_decide",
    "may_mark_on_behalf",
    "missing_roles",
    "needs_certificate",
    "needs_signature",
    "required_repetitions",
    "unmet",
]
