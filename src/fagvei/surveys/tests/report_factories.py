"""Closed waves for tests of what follows them. The answers are counted by the room's own rule; nobody types a sheet."""

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.common.disclosure import Tally, disclose, stored
from fagvei.organisations import actions as organisations
from fagvei.organisations.models import TrainingInstitution
from fagvei.surveys.actions.rounds import _ask
from fagvei.surveys.actions.standing import Kind, move
from fagvei.surveys.models import GapSurvey, SurveyRound, SurveyStaff
from fagvei.surveys.rules.record_review import ReviewCounts
from fagvei.surveys.tests import factories as make

# (the five steps, vet ikke, gjelder ikke oss): of twelve people, and the last of thirty-five.
Answers = tuple[tuple[int, int, int, int, int], int, int]
LOW: Answers = ((4, 4, 3, 1, 0), 0, 0)
MIDDLE: Answers = ((0, 3, 3, 3, 3), 0, 0)
HIGH: Answers = ((0, 0, 1, 4, 7), 0, 0)
MANY: Answers = ((5, 5, 5, 5, 5), 5, 5)
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


def make_wave(survey: GapSurvey, answers: Sequence[Answers], *, staff: int = 15, days_ago: int = 10) -> SurveyRound:
    """One wave, closed so many days ago, with these answers to each question in order."""
    closes_on = clock.today() - dt.timedelta(days=days_ago)
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        wave = SurveyRound.objects.create(
            survey=survey,
            number=survey.rounds.count() + 1,
            opens_on=closes_on - dt.timedelta(days=14),
            closes_on=closes_on,
        )
        SurveyStaff.objects.create(round=wave, profession="nurse", count=staff)
        move(wave, Kind.PLANNED, by=survey.owner)
        move(wave, Kind.OPENED, by=survey.owner)
        for row, (values, unknown, not_applicable) in zip(_ask(wave), answers, strict=True):
            row.counts = stored(disclose(row.item_id, Tally(values, unknown, not_applicable)))
            row.save(update_fields=["counts"])
        wave.sheets = sum(answers[0][0]) + answers[0][1] + answers[0][2]
        move(wave, Kind.CLOSED, by=survey.owner)
    return wave


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
