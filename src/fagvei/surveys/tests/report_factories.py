"""Closed waves for tests of what follows them: closed by the room's own action, after the waves before; nobody types a sheet."""

import datetime as dt
import uuid
from collections.abc import Sequence
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.common.disclosure import NOT_APPLICABLE, UNKNOWN
from fagvei.organisations import actions as organisations
from fagvei.organisations.models import TrainingInstitution
from fagvei.surveys.actions.rounds import _ask, close_round
from fagvei.surveys.actions.standing import Kind, move
from fagvei.surveys.models import AnswerSheet, GapSurvey, SurveyRound, SurveyStaff
from fagvei.surveys.rules.record_review import ReviewCounts
from fagvei.surveys.tests import factories as make

# (the five steps, vet ikke, gjelder ikke oss): of twelve people, and the last of thirty-five.
Answers = tuple[tuple[int, int, int, int, int], int, int]
LOW: Answers = ((4, 4, 3, 1, 0), 0, 0)
MIDDLE: Answers = ((0, 3, 3, 3, 3), 0, 0)
HIGH: Answers = ((0, 0, 1, 4, 7), 0, 0)
MANY: Answers = ((5, 5, 5, 5, 5), 5, 5)


def of_people(people: int, upper: int) -> Answers:
    return (people - upper, 0, 0, upper, 0), 0, 0


TEN_RECORDS = ReviewCounts(met=4, not_met=3, deviation_reasoned=1, not_applicable=1, not_documented=1)


def make_ward(cast: SimpleNamespace, answers: Sequence[Answers] = (LOW, MIDDLE)) -> SimpleNamespace:
    """Mona's survey at Fjellheim with one closed wave."""
    mona = getattr(cast, "mona", None) or make.make_owner(cast.fjellheim)
    units = make.make_units(len(answers))
    survey = make.make_survey(cast.fjellheim, mona, units)
    wave = make_wave(survey, answers)
    return SimpleNamespace(
        cast=cast, mona=mona, units=units, survey=survey, wave=wave, items=make.items_of(survey), bo=cast.bo
    )


def make_wave(survey: GapSurvey, answers: Sequence[Answers], *, staff: int = 0, days_ago: int = 10) -> SurveyRound:
    """One wave, closed so many days ago, with these answers to each question in order, of as many people each."""
    closes_on = clock.today() - dt.timedelta(days=days_ago)
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        wave = SurveyRound.objects.create(
            survey=survey,
            number=survey.rounds.count() + 1,
            opens_on=closes_on - dt.timedelta(days=14),
            closes_on=closes_on,
        )
        SurveyStaff.objects.create(
            round=wave, profession="nurse", count=staff or max(15, sum(answers[0][0]) + sum(answers[0][1:]))
        )
        move(wave, Kind.PLANNED, by=survey.owner)
        move(wave, Kind.OPENED, by=survey.owner)
        asked = _ask(wave)
        for given in zip(*(_one_by_one(*each) for each in answers), strict=True):
            sheet = {str(row.item_id): [value, ""] for row, value in zip(asked, given, strict=True)}
            AnswerSheet.objects.create(pk=uuid.uuid4(), round=wave, profession="", answers=sheet)
        return close_round(round_=wave, by=None)  # the clock: nobody was owner so long ago


def _one_by_one(values: Sequence[int], unknown: int, not_applicable: int) -> list[int | str]:
    steps = [step for step, count in enumerate(values) for _person in range(count)]
    return [*steps, *[UNKNOWN] * unknown, *[NOT_APPLICABLE] * not_applicable]


def make_places(cast: SimpleNamespace, count: int) -> list[TrainingInstitution]:
    return [
        organisations.save_institution(
            code=f"sted-{n}", name=f"Sted {n}", kind="health_trust", region=cast.region, by=None
        )
        for n in range(count)
    ]


def make_wards(
    institutions: Sequence[TrainingInstitution], units: Sequence, answers: Sequence[Answers]
) -> list[SurveyRound]:
    """The same questions at other institutions, a closed wave each."""
    waves = []
    for institution in institutions:
        other = make.make_owner(institution, f"mona-{institution.code}", f"Mona {institution}")
        waves.append(make_wave(make.make_survey(institution, other, units), answers))
    return waves
