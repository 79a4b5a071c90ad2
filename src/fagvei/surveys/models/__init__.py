"""GAP surveys: what is asked, the waves, and the three tables of answering that nothing joins."""

from fagvei.surveys.models.answers import AnswerSheet, RespondentToken
from fagvei.surveys.models.free_text import FreeAnswer, FreeText, FreeTextEvent
from fagvei.surveys.models.measures import ImprovementMeasure, MeasureEvent
from fagvei.surveys.models.record_reviews import RecordReview
from fagvei.surveys.models.releases import SurveyRelease
from fagvei.surveys.models.remeasurements import ReMeasurement
from fagvei.surveys.models.rounds import RoundItem, SurveyRound, SurveyRoundEvent, SurveyStaff
from fagvei.surveys.models.survey import GapSurvey, SurveyItem

__all__ = [
    "AnswerSheet",
    "FreeAnswer",
    "FreeText",
    "FreeTextEvent",
    "GapSurvey",
    "ImprovementMeasure",
    "MeasureEvent",
    "ReMeasurement",
    "RecordReview",
    "RespondentToken",
    "RoundItem",
    "SurveyItem",
    "SurveyRelease",
    "SurveyRound",
    "SurveyRoundEvent",
    "SurveyStaff",
]
