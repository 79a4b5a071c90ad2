"""What an offer tells before one says yes: until when one can withdraw, what the course costs, and where it stands."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses import actions
from fagvei.courses.models import CourseRun, SeatOffer
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.test_seats_actions import released, soon
from fagvei.courses.tests.test_seats_views import run_of
from fagvei.training.tests.browsing import as_, words


@pytest.fixture
def offered(cast):
    (doctor,) = seats.make_doctors(cast, 1)
    found, (row,) = released(cast, [doctor], 1)
    return found, row, doctor


def section(doctor, row) -> str:
    """The page up to the button that takes the seat."""
    text = words(as_(doctor).get(row.get_absolute_url()))
    return text.partition("Ja, jeg tar plassen")[0] if "Ja, jeg tar plassen" in text else ""


@pytest.mark.parametrize(("kroner", "said"), [(7300, "Kursavgift: 7300 kr."), (None, "Kursavgift: ikke oppgitt.")])
def test_the_offer_tells_last_day_fee_and_course_before_the_answer(offered, kroner, said):
    found, row, doctor = offered
    run = run_of(found)
    CourseRun.objects.filter(pk=run.pk).update(fee_kroner=kroner)
    with soon(found):
        text = section(doctor, row)
        page = as_(doctor).get(row.get_absolute_url()).content.decode()
    assert f"Du kan melde deg av til og med {norwegian_date(run.withdraw_by_on)}." in text
    assert f"Etter fristen sendes faktura. {said} Se kurset" in text
    assert f'href="{run.get_absolute_url()}"' in page


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (1, True)])
def test_an_offer_that_comes_late_says_that_the_last_day_has_been(offered, days, is_late):
    found, row, doctor = offered
    run = run_of(found)
    with clock.at(
        dt.datetime.combine(run.withdraw_by_on + days * dt.timedelta(days=1), dt.time(12), tzinfo=clock.OSLO)
    ):
        SeatOffer.objects.update(answer_by_at=clock.now() + dt.timedelta(days=1))
        text = section(doctor, row)
    day = norwegian_date(run.withdraw_by_on)
    assert (f"Avmeldingsfristen var {day}." in text) is is_late
    assert (f"til og med {day}" in text) is not is_late


def test_it_is_for_the_doctor_until_the_answer(cast, offered):
    found, row, doctor = offered
    with soon(found):
        assert "Du kan melde deg av" not in words(as_(cast.bo).get(row.get_absolute_url()))
        actions.accept_offer(offer=seats.offer_of(row), by=doctor)
        assert "Du kan melde deg av" not in words(as_(doctor).get(row.get_absolute_url()))
