"""A ward that has measured ten times: its run chart has a median and both of Anhøj's rules, and it asks for attitude as well.

How many answered differs by five or more from wave to wave, or the answers do: otherwise only «nær en tidligere måling»
may be told. What they do changed, what they think did not. All of it is made up.
"""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.guideline.models import NormativeUnit
from fagvei.organisations.models import LearningArena
from fagvei.surveys import actions
from fagvei.surveys.models import GapSurvey, RespondentToken, SurveyRound
from fagvei.surveys.rules.codes import code_of

DAY = dt.timedelta(days=1)
BETWEEN, OPEN, FIRST = 60 * DAY, 14 * DAY, 585 * DAY
UNIT = "BRUK-3"
# Of those who work there, so many did not answer.
SILENT = 4
# Wave by wave: how many answered, and how many of them gave one of the two upper steps, to practice and to attitude.
WAVES = (
    (15, 5, 10),
    (20, 5, 15),
    (25, 5, 20),
    (25, 10, 20),
    (20, 10, 15),
    (15, 10, 10),
    (25, 15, 20),
    (20, 15, 15),
    (25, 20, 20),
    (30, 25, 25),
)


def tell_ten_waves(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - FIRST - DAY):
        survey = _made(cast)
    before: SurveyRound | None = None
    for number, wave in enumerate(WAVES):
        opened = now - FIRST + BETWEEN * number
        with clock.at(opened):
            planned = _planned(cast, survey, wave[0])
            if before is not None:
                reason = "Demodata: Vi fortsetter med det vi alt gjør."
                actions.close_report(survey_round=before, no_action_reason=reason, by=cast.mona)
        before = _run(cast, planned, opened, *wave)
    if before is not None:
        with clock.at(now - 25 * DAY):
            reason = "Demodata: Målet er nådd. Vi måler igjen når vi vil vite om det holder."
            actions.close_report(survey_round=before, no_action_reason=reason, by=cast.mona)


def _made(cast: SimpleNamespace) -> GapSurvey:
    unit = NormativeUnit.objects.select_related("chapter__guideline").get(code=UNIT)
    arenas = LearningArena.objects.select_related("institution")
    arena = arenas.get(institution__code="fjellheim", name="Poliklinikk rus")
    survey = actions.make_survey(
        title="Opplæring av pasient og pårørende i ti målinger",
        guideline=unit.chapter.guideline,
        institution=arena.institution,
        arena=arena,
        reason="Demodata: Vi vil se om endringen varer.",
        by=cast.mona,
    )
    for area, reason in (
        ("cooperation", "Demodata: Gruppene har stått tomme."),
        ("target_group", "Demodata: Vi vil vite om vi mener det samme om den som kommer hit."),
    ):
        actions.choose_items(survey=survey, units=[unit], area=area, reason=reason, target=80, by=cast.mona)
    return survey


def _planned(cast: SimpleNamespace, survey: GapSurvey, people: int) -> SurveyRound:
    today, staff = clock.today(), {"nurse": people + SILENT}
    return actions.plan_round(survey=survey, opens_on=today, closes_on=today + OPEN, staff=staff, by=cast.mona)


def _run(
    cast: SimpleNamespace, planned: SurveyRound, opened: dt.datetime, people: int, practice: int, attitude: int
) -> SurveyRound:
    with clock.at(opened):
        actions.open_round(round_=planned, codes=people, by=cast.mona)
        first, second = planned.survey.items.order_by("order")
        tokens = RespondentToken.objects.filter(round=planned).order_by("pk").values_list("pk", flat=True)
        for person, token in enumerate(tokens):
            answers = {first.pk: (_step(person < practice), ""), second.pk: (_step(person < attitude), "")}
            actions.answer_round(code=code_of(token), answers=answers)
    with clock.at(opened + OPEN):
        return actions.close_round(round_=planned, by=cast.mona)


def _step(is_upper: bool) -> int:
    return 4 if is_upper else 1
