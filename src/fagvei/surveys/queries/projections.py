"""The nouns of GAP whose row follows from their events."""

from fagvei.common.projections import Noun
from fagvei.surveys.models import ImprovementMeasure, MeasureEvent, SurveyRound, SurveyRoundEvent

NOUNS = (
    Noun(
        SurveyRound,
        SurveyRoundEvent,
        "round",
        {"state": "state_after", "since": "at", "opens_on": "opens_on", "closes_on": "closes_on"},
        frozenset({SurveyRound.State.PLANNED}),
        SurveyRound.MOVES,
    ),
    # To move the date of a measure does not move its state.
    Noun(
        ImprovementMeasure,
        MeasureEvent,
        "measure",
        {"state": "state_after", "since": "at", "due_on": "due_on"},
        frozenset({ImprovementMeasure.State.NOT_STARTED}),
        ImprovementMeasure.MOVES,
        since_each_event=False,
    ),
)
