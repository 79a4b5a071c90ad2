"""The last weeks before a course: offers are to be answered soon, and go on by themselves, so that no seat goes empty."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses import actions
from fagvei.courses.models import OfferEvent, SeatOffer
from fagvei.courses.queries import tasks_for
from fagvei.courses.rules.seats import (
    ANSWER_HOURS,
    ANSWER_NEAR_START,
    LEAST_TO_ANSWER,
    OUR_CHOICE,
    STRETCHES,
    answer_by,
    answer_by_again,
    is_near_start,
    is_short,
)
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.courses.tests.test_seats_actions import released, soon, state
from fagvei.courses.tests.test_seats_views import run_of
from fagvei.people.models import Notification
from fagvei.training.tests.browsing import as_, words

STARTS_ON = dt.date(2027, 4, 12)
STARTS_AT = clock.start_of(STARTS_ON)


def at(days: int, hour: int = 10, minute: int = 0, starts_on: dt.date = STARTS_ON) -> dt.datetime:
    """So many days before the first day, by Norwegian clocks."""
    day = starts_on - dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=clock.OSLO)


# --- The rule ---


@pytest.mark.parametrize(
    ("offered", "due"),
    [
        (at(60), at(45, 0)),
        (at(29, 23, 59), at(14, 0)),
        (at(28, 0), at(24, 0)),
        (at(8), at(4, 0)),
        (at(7, 0), at(5, 0)),
        (at(4), at(2, 0)),
        (at(3, 8), at(3, 12)),
        (at(3, 8, 1), at(3, 20)),
        (at(3, 16, 1), at(2, 12)),
        (at(1, 16), at(1, 20)),
        (at(1, 16, 1), at(1, 23, 59)),
    ],
)
def test_the_nearer_the_start_the_sooner_an_answer_is_due(offered, due):
    assert answer_by(offered, STARTS_AT) == due


def test_the_sentence_says_the_numbers_that_decide_and_that_they_are_ours():
    assert [(each.days_left, each.answer_days) for each in STRETCHES] == [(4 * 7 + 1, 14), (7 + 1, 3), (3 + 1, 1)]
    assert ((12, 20), dt.timedelta(hours=4)) == (ANSWER_HOURS, LEAST_TO_ANSWER)
    said = str(ANSWER_NEAR_START.sentence)
    parts = ("fire ukene", "tre hele dager", "siste uken én hel dag", "tre siste dagene", "12 eller 20", "fire timer")
    assert [each for each in parts if each not in said] == []
    assert ANSWER_NEAR_START.source == OUR_CHOICE


moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC))


@given(moments, st.integers(0, 60 * 24 * 60))
def test_no_deadline_is_at_the_start_or_after_nor_over_when_it_is_given(now, minutes):
    """Whatever the day, also the nights when the clocks are changed."""
    starts_at = clock.start_of((now + dt.timedelta(minutes=minutes)).astimezone(clock.OSLO).date())
    if now >= starts_at - dt.timedelta(minutes=1):
        assert not is_near_start(now, starts_at)
        return
    due = answer_by(now, starts_at)
    assert now < due < starts_at
    assert due - now >= min(LEAST_TO_ANSWER, starts_at - dt.timedelta(minutes=1) - now)
    first_day, today = (each.astimezone(clock.OSLO).date() for each in (starts_at, now))
    assert is_near_start(now, starts_at) == ((first_day - today).days <= 28)


@given(moments, st.integers(2, 90), st.integers(0, 14 * 24 * 60), st.integers(2, 90))
def test_an_open_offer_of_a_run_that_moves_is_open_still_and_before_the_start(since, days, minutes, then):
    starts_at = clock.start_of(since.astimezone(clock.OSLO).date() + dt.timedelta(days=days))
    due = answer_by(since, starts_at)
    now = min(since + dt.timedelta(minutes=minutes), due - dt.timedelta(minutes=1))
    moved = clock.start_of(now.astimezone(clock.OSLO).date() + dt.timedelta(days=then))
    again = answer_by_again(since, due, now, moved)
    assert now < again < moved
    assert again >= min(due, answer_by(now, moved))


# --- Seats ---


def near(found, days, hour=10):
    return clock.at(at(days, hour, starts_on=run_of(found).starts_on))


@pytest.fixture
def doctors(cast):
    return seats.make_doctors(cast, 9)


def freed_seat(cast, doctors, *, days):
    """One seat, taken by the first; the others wait. The first leaves so many days before the start."""
    served = tuple(900 - 10 * number for number in range(len(doctors)))
    found, rows = released(cast, doctors, 1, days=served)
    with soon(found):
        actions.accept_offer(offer=seats.offer_of(rows[0]), by=doctors[0])
    with near(found, days):
        actions.give_up_seat(offer=seats.offer_of(rows[0]), by=doctors[0])
    return found, rows


def test_with_two_weeks_left_a_seat_that_nobody_answers_for_reaches_the_seventh_and_he_gets_it(cast, doctors):
    """Before, the second had it to the start, and it went empty. The timer alone moves it, one offer at a time."""
    found, rows = freed_seat(cast, doctors, days=14)
    for days, hour in itertools.product(range(13, 0, -1), (9, 13, 21)):
        with near(found, days, hour):
            actions.settle_rounds()
            assert found.round_runs.get().taken == SeatOffer.objects.filter(state__in=SeatOffer.HOLDING).count() == 1
            last = SeatOffer.objects.order_by("pk").last()
            if last.doctor == doctors[6]:
                actions.accept_offer(offer=last, by=doctors[6])
                break
    assert [state(row) for row in rows] == ["ended"] * 6 + ["placed"] + ["waiting"] * 2
    assert_seats_sound(found)


def test_with_two_weeks_left_a_seat_that_nobody_answers_for_reaches_nine(cast):
    """The number in decision 0023: of eleven who wait two are never asked."""
    freed_seat(cast, seats.make_doctors(cast, 12), days=14)
    found = SeatOffer.objects.get(state="offered").round_run.round
    for days, hour, minute in itertools.product(range(13, 0, -1), (0, 12, 20, 23), (0, 30)):
        with clock.at(at(days, hour, minute, run_of(found).starts_on)):
            actions.settle_rounds()
    assert SeatOffer.objects.count() == 1 + 9


def test_the_start_is_the_end_and_in_the_last_minute_nothing_is_offered(cast, doctors):
    found, rows = freed_seat(cast, doctors[:3], days=1)
    run = run_of(found)
    with clock.at(at(1, 23, 58, run.starts_on)):
        actions.settle_rounds()
        offer = SeatOffer.objects.order_by("pk").last()
        assert (offer.doctor, offer.answer_by_at) == (doctors[2], at(1, 23, 59, run.starts_on))
    with clock.at(at(1, 23, 59, run.starts_on)):
        assert refused(lambda: actions.accept_offer(offer=offer, by=doctors[2])) == "offer_not_open"
        actions.settle_rounds()
        assert SeatOffer.objects.filter(state__in=SeatOffer.HOLDING).count() == 0
    assert [state(row) for row in rows] == ["ended"] * 3


def test_nothing_is_given_by_hand_in_the_last_minute(cast, doctors):
    found, rows = freed_seat(cast, doctors[:3], days=20)
    with clock.at(at(1, 23, 59, run_of(found).starts_on)):
        entry = rows[2].waiting.get()
        assert refused(lambda: actions.give_seat_by_hand(entry=entry, reason="Haster.", by=cast.eva)) == "run_has_begun"


def test_whoever_moves_a_seat_moves_those_whose_time_is_out(cast, doctors):
    """Two seats: what one has not answered goes on when another declines, before the timer has come."""
    found, rows = released(cast, doctors[:4], 2, days=(400, 300, 200, 100))
    late = seats.offer_of(rows[0])
    with clock.at(late.answer_by_at):
        SeatOffer.objects.filter(pk=seats.offer_of(rows[1]).pk).update(answer_by_at=clock.now() + dt.timedelta(hours=1))
        actions.decline_offer(offer=seats.offer_of(rows[1]), by=doctors[1])
    assert [state(row) for row in rows] == ["ended", "ended", "offered", "offered"]
    assert OfferEvent.objects.filter(offer=late).last().state_after == "expired"


@pytest.mark.parametrize(("days", "hours", "moved"), [(10, 2, 0), (3, 2, 1), (3, 0, 0)])
def test_a_seat_taken_back_is_kept_a_day_for_the_officer_and_near_the_start_an_hour(cast, doctors, days, hours, moved):
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    with soon(found):
        actions.accept_offer(offer=seats.offer_of(rows[0]), by=doctors[0])
    with near(found, days):
        actions.take_back_offer(offer=seats.offer_of(rows[0]), reason="Dobbelt.", by=cast.eva)
    with near(found, days, 10 + hours):
        assert actions.settle_rounds() == moved


def test_a_seat_that_is_kept_stays_free_when_another_moves_and_only_that_one(cast, doctors):
    """Two seats: one is taken back, the other is declined. That one goes on at once; the kept one waits for the officer."""
    found, rows = released(cast, doctors[:5], 2, days=(500, 400, 300, 200, 100))
    with soon(found):
        actions.take_back_offer(offer=seats.offer_of(rows[0]), reason="Dobbelt.", by=cast.eva)
        actions.decline_offer(offer=seats.offer_of(rows[1]), by=doctors[1])
        assert actions.settle_rounds() == 0
        assert [state(row) for row in rows] == ["ended", "ended", "offered", "waiting", "waiting"]
        actions.give_seat_by_hand(entry=rows[4].waiting.get(), reason="Vaktplanen går ikke opp.", by=cast.eva)
        actions.decline_offer(offer=seats.offer_of(rows[2]), by=doctors[2])
    assert [state(row) for row in rows] == ["ended", "ended", "ended", "offered", "offered"]
    assert_seats_sound(found)


# --- Pages ---


def test_applicant_and_officer_are_told_by_when_and_why(cast, doctors):
    found, rows = freed_seat(cast, doctors[:3], days=2)
    due = f"{norwegian_date(run_of(found).starts_on - dt.timedelta(days=2))} før kl. 20.00"
    with near(found, 2, 11):
        offered = words(as_(doctors[1]).get(rows[1].get_absolute_url()))
        waits = words(as_(doctors[2]).get(rows[2].get_absolute_url()))
        officer = words(as_(cast.eva).get(f"{found.get_absolute_url()}venteliste/"))
        (task,) = [each for each in tasks_for(doctors[1]) if each.kind == "seat_offer"]
    why = "Fristen er kort fordi kurset begynner snart: ubesvart går plassen til den neste."
    assert f"Svar senest {due}. {why}" in offered
    assert f"Svar senest {due}. {why}" in task.said
    assert f"svarfrist {due}" in officer
    rule = str(ANSWER_NEAR_START.sentence)
    assert (f"Du er nr. 1 på ventelisten. {rule}" in waits, f"{rule} {OUR_CHOICE}" in officer) == (True, True)
    told = Notification.objects.filter(user=doctors[1], kind="seat_offered").latest("pk")
    assert "Kurset begynner snart, så svarfristen er kort." in told.text


def test_a_seat_by_hand_and_a_late_release_tell_of_the_short_deadline_too(cast, doctors):
    """The notice of the release is the same to all: who has a seat is not told from it."""
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    told = Notification.objects.filter(kind="seats_released")
    assert not any("svarfrist er kort" in each.text for each in told)
    with near(found, 10):
        actions.take_back_offer(offer=seats.offer_of(rows[0]), reason="Dobbelt.", by=cast.eva)
        actions.give_seat_by_hand(entry=rows[1].waiting.get(), reason="Vaktplanen går ikke opp.", by=cast.eva)
    by_hand = Notification.objects.filter(user=doctors[1], kind="seat_by_hand").latest("pk")
    assert "Kurset begynner snart, så svarfristen er kort." in by_hand.text

    late = seats.make_another_round(cast, found.course)
    for doctor in doctors[2:4]:
        seats.apply(cast, late, doctor)
    with near(late, 10):
        seats.release(cast, late)
    (text,) = {each.text for each in told.filter(user__in=doctors[2:4])}
    assert "Et av kursene begynner snart, så en svarfrist er kort." in text


def test_far_from_the_start_the_pages_say_the_day_and_nothing_of_haste(cast, doctors):
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    with soon(found):
        offered = words(as_(doctors[0]).get(rows[0].get_absolute_url()))
        waits = words(as_(doctors[1]).get(rows[1].get_absolute_url()))
        officer = words(as_(cast.eva).get(f"{found.get_absolute_url()}venteliste/"))
    offer = seats.offer_of(rows[0])
    assert (offer.answer_hour, is_short(offer.since, offer.answer_by_at)) == ("", False)
    assert f"Svar senest {norwegian_date(offer.answer_by_on)}." in offered
    rule = str(ANSWER_NEAR_START.sentence)
    assert ("Fristen er kort" in offered, f"ventelisten. {rule}" in waits, rule in officer) == (False, False, False)
