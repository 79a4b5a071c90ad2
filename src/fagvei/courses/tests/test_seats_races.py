"""Many at once, with real threads on both databases: nobody is oversold, nobody has two seats, nobody is passed over."""

import datetime as dt
import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, CourseApplication, RoundRun, SeatOffer
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.seat_checks import assert_seats_sound

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20  # seconds


def at_once(verbs, workers=8):
    """Run all verbs in threads; returns "done" or the code of the refusal for each. Anything else is an error."""

    def run(verb):
        try:
            verb()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, verbs))


def test_a_second_application_at_the_same_time_is_one_application(cast):
    found = seats.make_round(cast, 1)
    wishes = seats.keys(found)
    answers = at_once([lambda: actions.apply_for_seat(round=found, wishes=wishes, by=cast.anna)] * 6)
    assert sorted(answers) == [*["already_applied"] * 5, "done"]
    assert CourseApplication.objects.count() == 1
    assert_seats_sound(found)


def test_two_releases_at_once_are_one_release(cast):
    found = seats.make_round(cast, 2)
    for doctor in seats.make_doctors(cast, 4):
        seats.apply(cast, found, doctor)
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        actions.approve_release(allocation=allocation, by=cast.eva)
        answers = at_once([lambda: actions.approve_release(allocation=allocation, by=cast.geir)] * 4)
    assert sorted(answers) == ["done", *["round_released"] * 3]
    found.refresh_from_db()
    assert SeatOffer.objects.count() == 2
    assert_seats_sound(found)


@pytest.mark.parametrize(("people", "places"), [(24, 5), pytest.param(200, 30, marks=pytest.mark.long)])
def test_everybody_at_once(cast, people, places):
    """All apply and are consented to; after release they answer, decline, give up and leave while the officer changes seats."""
    found = seats.make_round(cast, places)
    doctors, wishes = seats.make_doctors(cast, people), seats.keys(found)
    applied = at_once(
        [lambda doctor=doctor: actions.apply_for_seat(round=found, wishes=wishes, by=doctor) for doctor in doctors]
    )
    assert applied == ["done"] * people
    rows = list(CourseApplication.objects.all())
    assert (
        at_once([lambda row=row: actions.consent_to_application(application=row, by=cast.bo) for row in rows])
        == ["done"] * people
    )
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        at_once(
            [lambda by=by: actions.approve_release(allocation=allocation, by=by) for by in [cast.eva, cast.geir] * 2]
        )
        draw = random.Random(4)
        for _wave in range(3):
            verbs = [*_answers(draw), *_officer(found, draw)]
            draw.shuffle(verbs)
            answers = at_once(verbs)
            assert "done" in answers
        actions.settle_round(round=found, by=None)
    found.refresh_from_db()
    assert_seats_sound(found)
    row = found.round_runs.get()
    assert row.taken == row.seats or not row.waiting.filter(is_waiting=True).exists()


def _answers(draw):
    """Each who has something to answer or to leave does so, some of them twice."""
    verbs = []
    for offer in SeatOffer.objects.filter(state__in=SeatOffer.HOLDING).select_related("application__round", "doctor"):
        act = draw.choice([actions.accept_offer, actions.decline_offer, actions.give_up_seat])
        verbs += [lambda act=act, offer=offer: act(offer=offer, by=offer.doctor)] * draw.choice([1, 2])
    waiting = list(CourseApplication.objects.filter(state="waiting").select_related("doctor"))
    for row in draw.sample(waiting, len(waiting) // 5):
        entry = row.waiting.filter(is_waiting=True).select_related("application__round").first()
        if entry is not None:
            verbs.append(lambda entry=entry, row=row: actions.leave_waiting_list(entry=entry, by=row.doctor))
    return verbs


def _officer(found: ApplicationRound, draw):
    row = RoundRun.objects.select_related("round", "run").get(round=found)
    eva = found.round_runs.get().run.events.first().by
    return [
        lambda number=number: actions.change_seats(round_run=row, seats=number, reason="Rommet er byttet.", by=eva)
        for number in (row.seats + 1, row.seats - 1, row.seats + 2)
    ]


def test_the_last_second_is_decided_alike_however_many_press(cast):
    """Half press before the deadline, half after; the threads wait for one another and none is decided by its own clock."""
    found = seats.make_round(cast, 1)
    doctors, wishes = seats.make_doctors(cast, 12), seats.keys(found)
    for moment, expected in (
        (found.deadline_at - dt.timedelta(microseconds=1), "done"),
        (found.deadline_at, "round_not_open"),
    ):
        half = [doctors.pop() for _each in range(6)]
        with clock.at(moment):
            verbs = [lambda by=by: actions.apply_for_seat(round=found, wishes=wishes, by=by) for by in half]
            assert at_once(verbs) == [expected] * 6
    assert_seats_sound(found)


# --- Those who apply keep the round as it is; whoever moves it waits for them (decision 0017) ---


@contextmanager
def held_open(verb):
    """The verb is done in a thread, in a transaction that stays open until `finish` is called, or the block ends."""
    is_done, may_end = threading.Event(), threading.Event()

    def run():
        try:
            with transaction.atomic():
                verb()
                is_done.set()
                assert may_end.wait(PATIENCE)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)

        def finish():
            may_end.set()
            running.result(PATIENCE)

        assert is_done.wait(PATIENCE)
        try:
            yield finish
        finally:
            finish()


@pytest.mark.postgres_only
def test_a_doctor_applies_while_another_has_not_finished(cast):
    found = seats.make_round(cast, 1)
    first, second = seats.make_doctors(cast, 2)
    wishes = seats.keys(found)
    with held_open(lambda: actions.apply_for_seat(round=found, wishes=wishes, by=first)):
        actions.apply_for_seat(round=found, wishes=wishes, by=second)
        assert [each.doctor for each in CourseApplication.objects.all()] == [second]
    assert CourseApplication.objects.count() == 2


def test_a_preview_waits_for_a_consent_that_was_in_time(cast):
    found = seats.make_round(cast, 1)
    (doctor,) = seats.make_doctors(cast, 1)
    row = actions.apply_for_seat(round=found, wishes=seats.keys(found), by=doctor)
    consent = lambda: actions.consent_to_application(application=row, by=cast.bo)  # noqa: E731
    with held_open(consent) as finish, seats.after_deadline(found), ThreadPoolExecutor(1) as pool:
        previewing = pool.submit(at_once, [lambda: actions.preview_allocation(round=found, by=cast.eva)], 1)
        with pytest.raises(TimeoutError):
            previewing.result(0.5)
        finish()
        assert previewing.result(PATIENCE) == ["done"]
    counted = json.loads(found.allocations.get().transcript)["problem"]["applicants"]
    assert [each["key"] for each in counted] == [row.key]
