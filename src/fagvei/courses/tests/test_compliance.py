"""The report on deadlines: by year, course and rule."""

import pytest

from fagvei.courses.tests import factories as make
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
