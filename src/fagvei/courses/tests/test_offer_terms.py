"""What an offer tells before one says yes: until when one can withdraw, what the course costs, and where it stands."""

import datetime as dt
from uuid import uuid4

import pytest

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses import actions
from fagvei.courses.actions import refusals as actions_refusals
from fagvei.courses.forms.runs import MoveRunForm
from fagvei.courses.models import CourseRun, SeatOffer
from fagvei.courses.rules.deadlines import deadlines_for
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.test_seats_actions import released, soon
from fagvei.courses.tests.test_seats_views import run_of
from fagvei.people.models import Notification
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


# --- When the run moves ---


def move(cast, found, starts_on):
    return actions.move_run(
        run=run_of(found), starts_on=starts_on, ends_on=starts_on, days=1, withdraw_by_on=clock.today(),
        reason="Kurshotellet.", by=cast.eva,
    )  # fmt: skip


def test_an_offer_is_answered_before_the_new_start_and_the_doctor_is_told(cast, offered):
    found, row, doctor = offered
    with soon(found):
        by_the_rule = seats.offer_of(row).answer_by_at
        earlier = clock.today() + dt.timedelta(days=10)
        move(cast, found, earlier)
        offer = seats.offer_of(row)
        # Ten days left: three whole days, counted from the move.
        assert offer.answer_by_at == clock.start_of(clock.today() + dt.timedelta(days=4)) < by_the_rule
        assert [(each.state_after, each.by, each.acting_as) for each in offer.events.order_by("pk")][-1] == (
            "offered",
            cast.eva,
            "host",
        )
        told = Notification.objects.filter(user=doctor, kind="seat_offered").latest("pk")
        assert "svarfristen er en annen" in told.text
        # Fourteen days again, counted from the offer, when the course goes back.
        move(cast, found, earlier + dt.timedelta(days=90))
        assert seats.offer_of(row).answer_by_at == by_the_rule
        actions.accept_offer(offer=seats.offer_of(row), by=doctor)


def test_what_was_answered_too_late_does_not_come_back_when_the_run_moves(cast, offered):
    found, row, _doctor = offered
    due = seats.offer_of(row).answer_by_at
    with clock.at(due + dt.timedelta(hours=1)):
        move(cast, found, run_of(found).starts_on + dt.timedelta(days=30))
        assert seats.offer_of(row).answer_by_at == due


def test_a_move_makes_nobody_late(cast, offered):
    """Whoever has a seat has a day left to withdraw; where nobody has, the last day may have been."""
    found, row, doctor = offered
    run = run_of(found)
    with clock.at(dt.datetime.combine(run.withdraw_by_on - dt.timedelta(days=20), dt.time(12), tzinfo=clock.OSLO)):
        starts_on, today = clock.today() + dt.timedelta(days=10), clock.today()
        days = {"starts_on": starts_on, "ends_on": starts_on, "days": 1}
        given = {"run": run, "reason": "Kurshotellet.", "by": cast.eva, **days}
        form = MoveRunForm({**days, "reason": "Nytt.", "idempotency_key": uuid4()})
        assert form.is_valid()
        assert form.withdraw_by == today + dt.timedelta(days=1) > deadlines_for(starts_on).withdraw_by_on
        actions.move_run(**given, withdraw_by_on=today - dt.timedelta(days=1))
        SeatOffer.objects.update(answer_by_at=clock.now() + dt.timedelta(days=1))
        actions.accept_offer(offer=seats.offer_of(row), by=doctor)
        late = refused(lambda: actions.move_run(**given, withdraw_by_on=today - dt.timedelta(days=1)))
        assert late == "withdraw_day_passed"
        actions.move_run(**given, withdraw_by_on=form.withdraw_by)


def test_a_run_does_not_move_before_the_day_of_its_answer_unless_the_rule_lets_it_be_earlier(cast):
    found = seats.make_round(cast, 1)
    run = run_of(found)
    assert run.answer_by_on < run.deadline_on + dt.timedelta(days=14)
    with pytest.raises(actions_refusals.StartsBeforeAnswer):
        move(cast, found, run.answer_by_on)
    moved = move(cast, found, run.answer_by_on + dt.timedelta(days=1))
    assert moved.answer_by_on == run.answer_by_on
    assert moved.events.last().content["answer_by_on"] == f"{run.answer_by_on}"

    CourseRun.objects.filter(pk=run.pk).update(answer_by_on=run.deadline_on + dt.timedelta(days=40))
    starts_on = run.deadline_on + dt.timedelta(days=20)
    assert move(cast, found, starts_on).answer_by_on == run.deadline_on + dt.timedelta(days=14)
