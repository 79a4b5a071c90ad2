"""The report on deadlines: by year, course and rule."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.queries.plan_page import plan_page
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.training.tests.browsing import as_, words

REPORT = "/kursgjennomforinger/frister/"


@pytest.fixture
def runs(cast):
    """One keeps the rules; one closes a week late, with a reason."""
    kept = make.make_run(cast, make.make_course(cast, "RUS-GK1"), starts_on=make.in_days(300))
    due = make.details(make.in_days(700))
    late = make.make_run(
        cast, make.make_course(cast, "RUS-GK2"), starts_on=make.in_days(700), place="Hamar",
        deadline_on=due.deadline_on + 7 * make.DAY, answer_by_on=due.answer_by_on + 7 * make.DAY,
        deviation_reason="Lokalet ble klart sent.",
    )  # fmt: skip
    return kept, late


def report(cast, **asked) -> str:
    return words(as_(cast.eva).get(REPORT, asked)).split("Kurs med avvik")[-1]


def test_it_shows_the_runs_one_chooses(cast, runs):
    kept, late = runs
    assert "Lokalet ble klart sent." in report(cast)
    assert "Lokalet ble klart sent." in report(cast, ar=str(late.starts_on.year), kurs="RUS-GK2", regel="R13-deadline")
    assert "Ingen. Alle kursene holder denne regelen." in report(cast, regel="R13-announce")
    assert "Ingen. Alle kursene holder reglene." in report(cast, kurs="RUS-GK1")
    assert "Ingen kurs passer til valgene." in report(cast, ar="1999")


def test_whatever_is_asked_is_answered(cast, runs):
    assert as_(cast.eva).get(REPORT, {"ar": "x" * 500, "regel": "<b>", "kurs": "\x00"}).status_code == 200


def test_an_answer_that_comes_late_is_flagged_on_the_plan_the_run_and_in_the_report(cast):
    """The day that was planned kept the rule; the seats came later."""
    found = seats.make_round(cast, 1)
    doctor = seats.make_doctors(cast, 1)[0]
    seats.apply(cast, found, doctor)
    run = found.round_runs.get().run

    def flags() -> tuple[int, bool, bool]:
        (block,) = plan_page(cast.specialty, cast.eva).blocks
        late = "Søkerne får svar senest 14 dager etter søknadsfristen. Etter regelen"
        return block.marks[0].flags, late in words(as_(cast.eva).get(run.get_absolute_url())), late in report(cast)

    planned = flags()
    more = (planned[0] + 1, True, True)
    with clock.at(found.deadline_at + dt.timedelta(days=13)):
        assert flags() == planned
    with clock.at(found.deadline_at + dt.timedelta(days=15)):
        assert flags() == more
        seats.release(cast, found)
    with clock.at(found.deadline_at + dt.timedelta(days=40)):
        assert flags() == more
        assert str(clock.today().year) in report(cast)


def test_an_answer_in_time_is_not_flagged_later(cast):
    found = seats.make_round(cast, 1)
    seats.apply(cast, found, seats.make_doctors(cast, 1)[0])
    with seats.after_deadline(found):
        seats.release(cast, found)
    with clock.at(found.deadline_at + dt.timedelta(days=40)):
        assert "Søkerne får svar senest 14 dager etter søknadsfristen. Etter regelen" not in report(cast)
        actions.cancel_run(run=found.round_runs.get().run, reason="Kurslederen er syk.", by=cast.eva)
        assert "Ingen kurs å vise." in words(as_(cast.eva).get(REPORT))
