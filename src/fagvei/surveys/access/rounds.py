"""Doors of waves. An answer has no door: it belongs to nobody, and whoever has a code may give one."""

from typing import Any

from fagvei.common.permissions import Permission
from fagvei.surveys.access.core import OWNER, POLICIES, answers_for, opened, rows
from fagvei.surveys.models import SurveyRound

State = SurveyRound.State
ROUND_ROWS = (
    rows("survey_round", Permission.SEE, {OWNER}, "round"),
    rows(
        "survey_round",
        Permission.ADMINISTER,
        {OWNER},
        "move_round",
        "open_round",
        "cancel_round",
        "close_round",
        "round_codes",
        "round_paper",
        note="what the state does not allow is refused in a sentence",
    ),
)
# What is done with the report of a closed wave: its rows and doors stand in `report.py`.
AFTER_CLOSING: dict[Permission, frozenset[str]] = {
    Permission.EXPORT: SurveyRound.COUNTED,
    Permission.FOLLOW_UP: SurveyRound.COUNTED,
    Permission.SIGN_OFF: frozenset({State.CLOSED}),
}


def _may_round(user: Any, permission: str, row: SurveyRound) -> bool:
    states = AFTER_CLOSING.get(Permission(permission), frozenset(State))
    allowed = permission in {Permission.SEE, Permission.ADMINISTER, *AFTER_CLOSING} and row.state in states
    return allowed and answers_for(user, row.survey.institution)


POLICIES[SurveyRound] = _may_round


def get_round_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> SurveyRound:
    rounds = SurveyRound.objects.select_related("survey__guideline", "survey__institution", "survey__arena")
    return opened(rounds.filter(public_id=public_id).first(), user, permission)
