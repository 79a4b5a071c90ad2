"""Mona has asked the whole of Fjellheim as well, with profession: large enough for practice by profession, and shared
with the arenas. All of it is made up."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.guideline.models import NormativeUnit
from fagvei.organisations.models import TrainingInstitution
from fagvei.surveys import actions
from fagvei.surveys.models import RespondentToken, SurveyRound
from fagvei.surveys.rules.codes import code_of

DAY = dt.timedelta(days=1)
UNITS = ("BZD-3", "BZD-8", "OPI-LM-3")
# Of each profession: how many work there, how many answered, and how many of them said "ofte" or "alltid" to each question.
GROUPS = (
    ("nurse", 32, 25, (12, 14, 13)),
    ("doctor", 26, 22, (11, 10, 20)),
    ("social_educator", 28, 24, (11, 4, 10)),
)


def tell_crossed(cast: SimpleNamespace, now: dt.datetime) -> None:
    opened = now - 40 * DAY
    with clock.at(opened):
        wave = _opened(cast)
    with clock.at(opened + 5 * DAY):
        _answered(wave)
    with clock.at(opened + 14 * DAY):
        wave = actions.close_round(round_=wave, by=cast.mona)
    with clock.at(opened + 16 * DAY):
        actions.release_round(survey_round=wave, by=cast.mona)


def _opened(cast: SimpleNamespace) -> SurveyRound:
    units = list(NormativeUnit.objects.filter(code__in=UNITS).select_related("chapter__guideline").order_by("code"))
    survey = actions.make_survey(
        title="Vanedannende legemidler på hele sykehuset",
        guideline=units[0].chapter.guideline,
        institution=TrainingInstitution.objects.get(code="fjellheim"),
        arena=None,
        reason="Demodata: Vi vil vite om leger og sykepleiere gjør det samme.",
        by=cast.mona,
    )
    actions.choose_items(survey=survey, units=units, area="methods", reason="Felles rutine.", target=80, by=cast.mona)
    today, staff = clock.today(), {profession: count for profession, count, _answered, _upper in GROUPS}
    wave = actions.plan_round(
        survey=survey, opens_on=today, closes_on=today + 14 * DAY, staff=staff, mode="profession", by=cast.mona
    )
    return actions.open_round(round_=wave, codes=sum(staff.values()), by=cast.mona)


def _answered(wave: SurveyRound) -> None:
    items = list(wave.survey.items.order_by("order"))
    codes = iter(RespondentToken.objects.filter(round=wave).order_by("pk").values_list("pk", flat=True))
    for profession, _staff, people, upper in GROUPS:
        for person in range(people):
            steps = [4 if person < number else 1 for number in upper]
            answers = {item.pk: (step, "") for item, step in zip(items, steps, strict=True)}
            actions.answer_round(code=code_of(next(codes)), answers=answers, profession=profession)
