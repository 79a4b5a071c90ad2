"""Mona's GAP survey in the demo: a first wave that twelve answered, a second that is open. The answers are drawn, not given.

The questions are recommendations of the real guideline; the ward, the reasons, the targets and every answer are made up.
"""

import datetime as dt
import random
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.guideline.models import Guideline, NormativeUnit
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.surveys import actions
from fagvei.surveys.models import GapSurvey, RespondentToken, SurveyRound
from fagvei.surveys.rules.areas import NOT_APPLICABLE, PRACTICE, STEPS, UNKNOWN
from fagvei.surveys.rules.codes import code_of
from fagvei.workshop.demo.free_texts import QUESTION, words_of

SEED = 20261126
DAY = dt.timedelta(days=1)
TITLE = "Avrusning hos oss"
STAFF = {"nurse": 8, "doctor": 3, "social_educator": 2, "social_worker": 2, "psychologist": 1}
# Area, recommendations, why, target in percent.
CHOSEN = (
    ("assessment", ["ALK-NIVA-1", "BZD-5"], "Nivået velges ofte på vakt.", 90),
    ("methods", ["ALK-NIVA-2", "BZD-1", "OPI-LM-1", "OPI-LM-2"], "Avvik i medisinmeldingene i vår.", 80),
    ("integrated", ["BZD-8"], "Psykisk helse kommer sent inn i oppholdet.", 70),
    ("cooperation", ["BRUK-1", "BRUK-2"], "Brukerrådet har bedt om det.", 70),
    ("competence", ["ALK-NIVA-1"], "Vi vil vite hva undervisningen skal handle om.", 20),
    ("guidelines", ["OPI-LM-2"], "Vi er uenige om den på avdelingen.", 80),
)
# How likely a step among the upper ones is, of each question in order; and that somebody does not know.
LIKELY_FIRST = (0.55, 0.5, 0.15, 0.9, 0.5, 0.95, 0.2, 0.45, 0.6, 0.5, 0.55)
LIKELY_UNKNOWN = 0.05


def tell_surveys(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - DAY * 100):
        survey = _made(cast)
    _closed(cast, survey, now - DAY * 95, answered=12)
    with clock.at(now - DAY * 4):
        second = _opened(cast, survey, days=17)
    with clock.at(now - DAY):
        _answered(second, random.Random(SEED + 1), 7, LIKELY_FIRST)


def _made(cast: SimpleNamespace) -> GapSurvey:
    institution = TrainingInstitution.objects.get(code="fjellheim")
    survey = actions.make_survey(
        title=TITLE,
        guideline=Guideline.objects.get(slug="avrusning"),
        institution=institution,
        arena=LearningArena.objects.get(institution=institution, name="Avrusning døgn"),
        reason="Demodata: Vi vil vite hva vi får til, og hva vi må øve på, før vi skriver ny rutine.",
        by=cast.mona,
    )
    for area, codes, reason, target in CHOSEN:
        units = {unit.code: unit for unit in NormativeUnit.objects.filter(code__in=codes).select_related("chapter")}
        chosen = [units[code] for code in codes]
        actions.choose_items(survey=survey, units=chosen, area=area, reason=reason, target=target, by=cast.mona)
    return survey


def _closed(cast: SimpleNamespace, survey: GapSurvey, opened_at: dt.datetime, *, answered: int) -> SurveyRound:
    with clock.at(opened_at):
        round_ = _opened(cast, survey, days=14)
    with clock.at(opened_at + DAY * 6):
        _answered(round_, random.Random(SEED), answered, LIKELY_FIRST)
    with clock.at(opened_at + DAY * 14):
        return actions.close_round(round_=round_, by=cast.mona)


def _opened(cast: SimpleNamespace, survey: GapSurvey, *, days: int) -> SurveyRound:
    today = clock.today()
    round_ = actions.plan_round(
        survey=survey,
        opens_on=today,
        closes_on=today + DAY * days,
        staff=STAFF,
        free_question=QUESTION,
        by=cast.mona,
    )
    return actions.open_round(round_=round_, codes=sum(STAFF.values()) + 4, by=cast.mona)


def _answered(round_: SurveyRound, draw: random.Random, people: int, likely: tuple[float, ...]) -> None:
    items = list(round_.survey.items.order_by("order"))
    tokens = RespondentToken.objects.filter(round=round_, used=False).order_by("pk")[:people]
    for place, token in enumerate(tokens):
        answers = {item.pk: _drawn(draw, item.kind, chance) for item, chance in zip(items, likely, strict=True)}
        actions.answer_round(code=code_of(token.pk), answers=answers, words=words_of(place))


def _drawn(draw: random.Random, kind: str, likely: float) -> tuple[int | str, str]:
    if draw.random() < LIKELY_UNKNOWN:
        return draw.choice([UNKNOWN, NOT_APPLICABLE]), ""
    steps = [step for step, _word in STEPS[kind]]
    upper = draw.random() < likely
    value = draw.choice([step for step in steps if (step >= 3) == upper])
    hindrance = draw.choice(["routine", "time", "knowledge"]) if kind == PRACTICE and not upper else ""
    return value, hindrance
