"""The doors of the surveys: a module beside this one for each noun."""

from fagvei.surveys.access.core import can
from fagvei.surveys.access.free_text import FREE_TEXT_ROWS, get_free_text_for
from fagvei.surveys.access.report import (
    REPORT_ROWS,
    get_measure_for,
    get_nation_for,
    get_report_for,
    guidelines_with_nation,
)
from fagvei.surveys.access.rounds import ROUND_ROWS, get_round_for
from fagvei.surveys.access.survey import (
    SURVEY_ROWS,
    get_item_for,
    get_survey_for,
    institutions_of_owner,
    require_survey_owner,
)

# One line per noun: what each noun declares beside its doors.
PERMISSION_ROWS = (
    *FREE_TEXT_ROWS,
    *REPORT_ROWS,
    *ROUND_ROWS,
    *SURVEY_ROWS,
)

__all__ = [
    "PERMISSION_ROWS",
    "can",
    "get_free_text_for",
    "get_item_for",
    "get_measure_for",
    "get_nation_for",
    "get_report_for",
    "get_round_for",
    "get_survey_for",
    "guidelines_with_nation",
    "institutions_of_owner",
    "require_survey_owner",
]
