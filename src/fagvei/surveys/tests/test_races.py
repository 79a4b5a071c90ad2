"""Two waves of one institution that close at once: the second sees what the first told."""

import threading

import pytest
from django.db import connection

from fagvei.people.tests.cast import make_cast
from fagvei.surveys import actions
from fagvei.surveys.actions import rounds
from fagvei.surveys.models import RoundItem, SurveyRound
from fagvei.surveys.tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

SHEETS = [(4, 4, 4)] * 6 + [(0, 0, 0)] * 6


def in_thread(wave: SurveyRound) -> threading.Thread:
    def run():
        try:
            actions.close_round(round_=wave, by=None)
        finally:
            connection.close()

    return threading.Thread(target=run)


def test_the_second_of_two_that_close_at_once_is_held_against_the_first(monkeypatch):
    small = make.make_small_survey(make_cast())
    arena = small.cast.fjellheim.arenas.create(name="Avrusning")
    ward = make.make_survey(small.cast.fjellheim, small.mona, small.units, title="Avrusning", arena=arena)
    waves = [make.open_wave(each, small.mona, mode="profession") for each in (small.survey, ward)]
    for wave in waves:
        for values in SHEETS:
            make.answer(wave, values, profession="nurse")
    has_counted, may_go_on = threading.Event(), threading.Event()

    def pause(round_, **_is_told):
        """The first has counted and not yet committed."""
        if round_.pk == waves[0].pk:
            has_counted.set()
            may_go_on.wait(5)
        return []

    monkeypatch.setattr(rounds, "told_texts", pause)
    first, second = (in_thread(wave) for wave in waves)
    first.start()
    has_counted.wait(20)
    second.start()
    second.join(1)
    may_go_on.set()
    for thread in (first, second):
        thread.join(30)

    assert [SurveyRound.objects.get(pk=wave.pk).professions for wave in waves] == [{"nurse": 12}, {}]
    told = [RoundItem.objects.filter(round=wave).first().counts["is_as_before"] for wave in waves]
    assert told == [False, True]
