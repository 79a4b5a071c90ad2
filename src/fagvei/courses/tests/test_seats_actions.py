"""Applications, allocation, offers, waiting list and changes by hand: what happens, what is logged, and what is refused."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import (
    AllocationApproval,
    ApplicationRound,
    CourseApplication,
    ManualChange,
    OfferEvent,
    SeatOffer,
)
from fagvei.courses.queries import people_with_seat
from fagvei.courses.queries import seats as queries
from fagvei.courses.queries.clashes import Clashes
from fagvei.courses.queries.seats import counting, newest_allocation, reasons_of, replayed, secret_of, service_days
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.courses.tests.seat_factories import SECOND
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.people.models import Notification
from fagvei.planning.seats import lottery, replay
from fagvei.training.models import Placement
from fagvei.training.tests import service_factories as service
from fagvei.training.tests.checks import last_event, notices


@pytest.fixture
def doctors(cast):
    return seats.make_doctors(cast, 4)


@pytest.fixture
def found(cast):
    return seats.make_round(cast, 1)


def state(row) -> str:
    return type(row).objects.get(pk=row.pk).state


def released(cast, doctors, *seat_numbers, wishes=(), days=()):
    """A round that is released, with an application of each doctor. Strongest first when `days` fall."""
    found = seats.make_round(cast, *seat_numbers)
    for doctor, served in zip(doctors, days, strict=False):
        seats.serve(cast, doctor, served, clock.today())
    rows = [seats.apply(cast, found, doctor, *wishes) for doctor in doctors]
    with seats.after_deadline(found):
        seats.release(cast, found)
    found.refresh_from_db()
    return found, rows


def soon(found):
    return clock.at(found.deadline_at + dt.timedelta(hours=2))


# --- Applying ---


def test_an_application_counts_when_the_leader_has_consented(cast, found, doctors):
    row = seats.apply(cast, found, doctors[0], consent=False)
    assert (row.state, row.waiting_on, len(row.receipt)) == ("awaiting", cast.bo, 64)
    assert last_event() == ("course_applied", "Lege 000", "doctor")
    assert notices(cast.bo) == ["course_consent_asked"]

    row = actions.consent_to_application(application=row, by=cast.bo)
    assert (row.state, row.waiting_on, row.consent_by) == ("sent", None, cast.bo)
    assert last_event() == ("course_consented", "Bo Lund", "leader")
    assert notices(doctors[0]) == ["course_consented"]
    assert_seats_sound(found)


def test_a_second_application_in_the_same_round_is_refused(cast, found, doctors):
    seats.apply(cast, found, doctors[0])
    assert refused(lambda: seats.apply(cast, found, doctors[0])) == "already_applied"
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseApplication.objects.create(round=found, doctor=doctors[0])


@pytest.mark.parametrize("wishes", [[], ["nonsense"], "twice"])
def test_wishes_must_be_runs_of_the_round_once_each(cast, found, doctors, wishes):
    wishes = seats.keys(found) * 2 if wishes == "twice" else wishes
    assert refused(lambda: actions.apply_for_seat(round=found, wishes=wishes, by=doctors[0])) == "wishes_missing"


def test_only_doctors_with_a_leader_apply(cast, found):
    assert (
        refused(lambda: actions.apply_for_seat(round=found, wishes=seats.keys(found), by=cast.cecilie))
        == "doctors_only"
    )
    cast.anna.relations_as_doctor.filter(kind="leader").update(ends_at=clock.now())
    assert refused(lambda: seats.apply(cast, found, cast.anna, consent=False)) == "consent_leader_missing"


@pytest.mark.parametrize("who", ["anna", "cecilie", "siri", "dag", "eva"])
def test_only_the_leader_consents(cast, found, who):
    row = seats.apply(cast, found, cast.anna, consent=False)
    assert refused(lambda: actions.consent_to_application(application=row, by=getattr(cast, who))) == "not_consenting"
    assert state(row) == "awaiting"


def test_the_leader_says_no_with_a_reason_and_the_doctor_may_ask_again(cast, found, doctors):
    row = seats.apply(cast, found, doctors[0], consent=False)
    assert refused(lambda: actions.refuse_consent(application=row, comment=" ", by=cast.bo)) == "comment_needed"
    row = actions.refuse_consent(application=row, comment="Vaktplanen er full den uken.", by=cast.bo)
    assert (row.state, row.events.last().comment) == ("refused", "Vaktplanen er full den uken.")
    row = actions.change_wishes(application=row, wishes=row.wishes, by=doctors[0])
    assert (row.state, row.waiting_on) == ("awaiting", cast.bo)


def test_another_order_keeps_the_consent_and_a_new_run_asks_again(cast, doctors):
    found = seats.make_round(cast, 1, 1, 1)
    a, b, c = seats.keys(found)
    row = seats.apply(cast, found, doctors[0], 0, 1)
    before = row.receipt
    row = actions.change_wishes(application=row, wishes=[b, a], by=doctors[0])
    assert (row.state, row.consent_by, row.receipt == before) == ("sent", cast.bo, False)
    row = actions.change_wishes(application=row, wishes=[c, b], by=doctors[0])
    assert (row.state, row.consent_by, row.consent_at) == ("awaiting", None, None)
    assert_seats_sound(found)


def test_withdrawn_until_the_deadline_and_applied_again(cast, found, doctors):
    row = actions.withdraw_application(application=seats.apply(cast, found, doctors[0]), by=doctors[0])
    assert row.state == "withdrawn"
    assert last_event() == ("course_application_withdrawn", "Lege 000", "doctor")
    row = seats.apply(cast, found, doctors[0], consent=False)
    assert (row.state, row.consent_at, CourseApplication.objects.count()) == ("awaiting", None, 1)
    assert_seats_sound(found)


@pytest.mark.parametrize(
    ("before", "code"), [(-SECOND, ""), (0 * SECOND, "round_not_open"), (SECOND, "round_not_open")]
)
def test_the_deadline_is_an_instant(cast, found, doctors, before, code):
    """23:59:59 is in time; midnight is not. The same for applying, changing, consenting and withdrawing."""
    early = seats.apply(cast, found, doctors[1], consent=False)
    local = (found.deadline_at - SECOND).astimezone(clock.OSLO)
    assert (local.hour, local.minute, local.second) == (23, 59, 59)
    with clock.at(found.deadline_at + before):
        assert refused(lambda: seats.apply(cast, found, doctors[0], consent=False)) == code
        assert refused(lambda: actions.consent_to_application(application=early, by=cast.bo)) == code
        assert refused(lambda: actions.change_wishes(application=early, wishes=early.wishes, by=doctors[1])) == code
        assert refused(lambda: actions.withdraw_application(application=early, by=doctors[1])) == code


@pytest.mark.parametrize(
    "day", [dt.date(2027, 3, 27), dt.date(2027, 3, 28), dt.date(2027, 10, 30), dt.date(2027, 10, 31)]
)
def test_the_nights_when_the_clock_is_set_decide_like_any_other(cast, doctors, day):
    """A deadline on the last day of a run's window counts to midnight in Norway, whatever the offset is."""
    with clock.at(dt.datetime.combine(day - dt.timedelta(days=30), dt.time(12), tzinfo=clock.OSLO)):
        cast.geir = make.make_leader(cast)
        course = make.make_course(cast)
        starts_on = day + dt.timedelta(days=120)
        run = make.make_run(
            cast, course, starts_on=starts_on, announced=True, deadline_on=day, opens_on=clock.today(),
            answer_by_on=day + dt.timedelta(days=7), deviation_reason="Prøve.",
        )  # fmt: skip
        found = actions.open_round(runs=[run], by=cast.eva)
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=clock.OSLO)
    assert found.deadline_at == midnight
    for moment, code in ((midnight - SECOND, ""), (midnight, "round_not_open")):
        with clock.at(moment):
            doctor = doctors.pop()
            assert refused(lambda: seats.apply(cast, found, doctor, consent=False)) == code  # noqa: B023 -- called at once


def test_what_is_judged_in_time_is_stamped_in_time_and_counts(cast, found, doctors, monkeypatch):
    """Found by the storm: judged a moment before the deadline and stamped a moment after, an acknowledged consent did not count."""
    row = seats.apply(cast, found, doctors[0], consent=False)
    answers = set()
    for calls in range(8):  # the clock goes on with each call; the deadline is passed at a later one each time
        moments = itertools.count(-calls)
        with transaction.atomic(), monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda m=moments: found.deadline_at + next(m) * dt.timedelta(milliseconds=1))
            answers.add(refused(lambda: actions.consent_to_application(application=row, by=cast.bo)))
            counted = counting(found)
            assert all(each.at < found.deadline_at for each in row.events.filter(kind="consented"))
            assert len(counted) == row.events.filter(kind="consented").count()
            transaction.set_rollback(True)
    assert answers == {"", "round_not_open"}


def test_an_allocation_is_run_again_once_however_many_look(cast, doctors, monkeypatch):
    found, _rows = released(cast, doctors, 1)
    allocation = newest_allocation(found)
    first = reasons_of(allocation)
    monkeypatch.setattr(queries, "replay", None)
    assert reasons_of(newest_allocation(found)) is first
    assert replayed(newest_allocation(found)) == (first.problem, first.allocation)


def test_a_round_needs_announced_runs_of_one_course_once(cast):
    dated = make.make_run(cast)
    assert refused(lambda: actions.open_round(runs=[dated], by=cast.eva)) == "runs_missing"
    assert refused(lambda: actions.open_round(runs=[], by=cast.eva)) == "runs_missing"
    run = actions.announce_run(run=dated, by=cast.eva)
    eli = make.make_officer_elsewhere(cast)
    assert refused(lambda: actions.open_round(runs=[run], by=eli)) == "not_host"
    actions.open_round(runs=[run], by=cast.eva)
    assert last_event() == ("round_opened", "Eva Strand", "host")
    assert refused(lambda: actions.open_round(runs=[run], by=cast.eva)) == "already_in_round"


# --- Preview and release ---


def test_nothing_is_previewed_before_the_deadline(cast, found):
    assert refused(lambda: actions.preview_allocation(round=found, by=cast.eva)) == "round_not_over"


def test_who_is_officer_and_course_leader_leaves_the_other_capacity_open(cast, found, doctors):
    seats.apply(cast, found, doctors[0])
    people.assign_role(user=cast.geir, role="centre_officer", centre=cast.centre, by=None)
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.geir)
        actions.approve_release(allocation=allocation, by=cast.geir)
        actions.approve_release(allocation=allocation, by=cast.eva)
    assert [each.capacity for each in AllocationApproval.objects.order_by("pk")] == ["course_leader", "officer"]


def test_two_officers_do_not_release_together(cast, found, doctors):
    seats.apply(cast, found, doctors[0])
    kari = people.add_user(username="kari", full_name="Kari Moe", password="demo", by=None)
    people.assign_role(user=kari, role="centre_officer", centre=cast.centre, by=None)
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        actions.approve_release(allocation=allocation, by=cast.eva)
        assert refused(lambda: actions.approve_release(allocation=allocation, by=kari)) == "capacity_given"


def test_two_different_people_release(cast, found, doctors):
    row = seats.apply(cast, found, doctors[0])
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.bo)) == "not_releaser"
        actions.approve_release(allocation=allocation, by=cast.eva)
        assert state(row) == "sent"
        assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.eva)) == "same_person_twice"
        actions.approve_release(allocation=allocation, by=cast.geir)
        assert state(row) == "offered"
        assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.geir)) == "round_released"
        assert refused(lambda: actions.preview_allocation(round=found, by=cast.eva)) == "round_released"
    with pytest.raises(IntegrityError), transaction.atomic():
        AllocationApproval.objects.create(allocation=allocation, capacity="course_leader", by=cast.eva)
    assert last_event() == ("seats_released", "Geir Sand", "")
    found.refresh_from_db()
    assert_seats_sound(found)


def test_what_has_no_consent_by_the_deadline_lapses(cast, found, doctors):
    counts, forgotten = seats.apply(cast, found, doctors[0]), seats.apply(cast, found, doctors[1], consent=False)
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
    problem, _answer = replay(allocation.transcript)
    assert [each.key for each in problem.applicants] == [counts.key]
    assert state(forgotten) == "lapsed"
    assert notices(doctors[1]) == ["course_application_lapsed"]


def test_leave_above_the_limit_is_no_seniority(cast, found, doctors):
    """Three hundred days, a hundred and fifty of them away, are fewer than two hundred and fifty at work."""
    for doctor, days in zip(doctors[:2], (300, 250), strict=True):
        seats.serve(cast, doctor, days, clock.today())
    row = Placement.objects.get(doctor=doctors[0])
    service.make_absence(cast, row, kind="leave", starts_on=row.starts_on, ends_on=row.starts_on + 149 * make.DAY)
    rows = [seats.apply(cast, found, doctor) for doctor in doctors[:2]]
    with seats.after_deadline(found):
        seats.release(cast, found)
    assert [state(row) for row in rows] == ["waiting", "offered"]


def test_the_longest_service_in_the_specialty_has_the_seat(cast, doctors):
    found, rows = released(cast, doctors[:3], 1, days=(100, 300, 200))
    assert [state(row) for row in rows] == ["waiting", "offered", "waiting"]
    assert [each.application for each in found.round_runs.get().waiting.all()] == [rows[2], rows[0]]
    assert_seats_sound(found)


def test_service_in_any_specialty_but_the_excepted_counts_for_a_course_that_names_none(cast, doctors):
    """Whatever the plans of others say: each has served where nobody has a plan."""
    other, excepted = (organisations.save_specialty(slug=slug, name=slug, by=None) for slug in ("amm", "onk"))
    course = make.make_course(cast, "ADMLED")
    course.activity.specialties.clear()
    course.activity.for_all_specialties_but.add(excepted)
    found = seats.make_round(cast, 1, course=course)
    for doctor, days, specialty in zip(doctors, (100, 300, 500), (cast.specialty, other, excepted), strict=False):
        seats.serve(cast, doctor, days, clock.today())
        Placement.objects.filter(doctor=doctor).update(specialty=specialty)
    rows = [seats.apply(cast, found, doctor) for doctor in doctors[:3]]
    days = service_days(course, rows, clock.today())
    assert [days.get(doctor.pk, 0) for doctor in doctors[:3]] == [100, 300, 0]


def test_the_lottery_is_the_promised_one(cast, found, doctors):
    rows = [seats.apply(cast, found, doctor) for doctor in doctors]
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
    problem, _answer = replay(allocation.transcript)
    numbers = {each.key: each.lottery for each in problem.applicants}
    receipts = {each.key: each.receipt for each in rows}
    assert lottery.verify(found.commitment, secret_of(found), receipts, numbers)


def test_a_round_with_a_public_value_waits_for_it(cast, doctors):
    found = seats.make_round(cast, 1, public_value_source="Trekningen i Lotto dagen etter fristen")
    seats.apply(cast, found, doctors[0])
    with seats.after_deadline(found):
        assert refused(lambda: actions.preview_allocation(round=found, by=cast.eva)) == "public_value_missing"
        actions.preview_allocation(round=found, by=cast.eva, public_value="3 7 12")
    found.refresh_from_db()
    assert found.public_value == "3 7 12"


def test_a_preview_is_outdated_when_the_seats_were_changed(cast, found, doctors):
    seats.apply(cast, found, doctors[0])
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        actions.change_seats(round_run=found.round_runs.get(), seats=2, reason="Større rom.", by=cast.eva)
        assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.eva)) == "allocation_outdated"
        newer = actions.preview_allocation(round=found, by=cast.eva)
        assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.eva)) == "allocation_replaced"
        actions.approve_release(allocation=newer, by=cast.eva)


def test_a_preview_is_outdated_when_a_run_was_moved_and_another_comes_first(cast, doctors):
    """The second one's service has just begun and is the longer one by the new day: it counts until the course starts."""
    found = seats.make_round(cast, 1)
    run = found.round_runs.get().run
    for doctor, served, until in ((doctors[0], 400, -100), (doctors[1], 610, 600)):
        seats.serve(cast, doctor, served, make.in_days(until))
    rows = [seats.apply(cast, found, doctor) for doctor in doctors[:2]]
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        assert holder_in(allocation) == rows[0].key
        actions.approve_release(allocation=allocation, by=cast.eva)
    with soon(found):
        later = run.starts_on + dt.timedelta(days=200)
        withdraw = later - dt.timedelta(days=28)
        actions.move_run(
            run=run, starts_on=later, ends_on=later, days=1, withdraw_by_on=withdraw, reason="Opptatt.", by=cast.eva
        )
        assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.geir)) == "allocation_outdated"
    with clock.at(found.deadline_at + dt.timedelta(hours=3)):
        newer = actions.preview_allocation(round=found, by=cast.eva)
        assert holder_in(newer) == rows[1].key
        for person in (cast.eva, cast.geir):
            actions.approve_release(allocation=newer, by=person)
    assert [state(row) for row in rows] == ["waiting", "offered"]
    assert_seats_sound(found)


def holder_in(allocation) -> str:
    (key,) = replay(allocation.transcript)[1].seats
    return key


# --- Offers and the waiting list ---


def test_an_offer_is_accepted(cast, doctors):
    found, (row, _other) = released(cast, doctors[:2], 1, days=(200, 100))
    with soon(found):
        actions.accept_offer(offer=seats.offer_of(row), by=doctors[0])
    assert (state(row), seats.offer_of(row).state) == ("placed", "accepted")
    assert list(people_with_seat(found.round_runs.get().run)) == [doctors[0]]
    assert_seats_sound(found)


def test_a_declined_seat_goes_to_the_first_in_line_with_its_reason(cast, doctors):
    found, rows = released(cast, doctors[:3], 1, days=(300, 200, 100))
    with soon(found):
        assert refused(lambda: actions.decline_offer(offer=seats.offer_of(rows[0]), by=doctors[1])) == "not_applicant"
        actions.decline_offer(offer=seats.offer_of(rows[0]), by=doctors[0])
        assert refused(lambda: actions.decline_offer(offer=seats.offer_of(rows[0]), by=doctors[0])) == "offer_not_open"
    assert [state(row) for row in rows] == ["ended", "offered", "waiting"]
    assert OfferEvent.objects.order_by("pk").last().reason == "Ledig plass gikk til den første i rekken."
    assert "seat_offered" in notices(doctors[1])
    assert_seats_sound(found)


def test_an_offer_that_is_not_answered_in_time_expires_and_goes_on(cast, doctors):
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    due = seats.offer_of(rows[0]).answer_by_at
    last = seats.offer_of(rows[0]).since.astimezone(clock.OSLO).date() + dt.timedelta(days=14)
    assert due.astimezone(clock.OSLO) == dt.datetime.combine(
        last + dt.timedelta(days=1), dt.time.min, tzinfo=clock.OSLO
    )
    assert seats.offer_of(rows[0]).answer_by_on == last
    with clock.at(due - SECOND):
        assert actions.settle_rounds() == 0
    with clock.at(due):
        assert refused(lambda: actions.accept_offer(offer=seats.offer_of(rows[0]), by=doctors[0])) == "offer_not_open"
        assert actions.settle_rounds(dry_run=True) == 1
        assert actions.settle_rounds() == 2
        assert actions.settle_rounds() == 0
    assert [state(row) for row in rows] == ["ended", "offered"]
    assert [notices(doctor)[-1] for doctor in doctors[:2]] == ["seat_expired", "seat_offered"]
    assert_seats_sound(found)


def test_a_seat_given_up_goes_on_until_the_course_starts(cast, doctors):
    found, rows = released(cast, doctors[:3], 1, days=(300, 200, 100))
    run = found.round_runs.get().run
    with soon(found):
        actions.accept_offer(offer=seats.offer_of(rows[0]), by=doctors[0])
    with clock.at(queries.starts_at(run)):  # whoever does not come now has not met
        offer = seats.offer_of(rows[0])
        assert refused(lambda: actions.give_up_seat(offer=offer, by=doctors[0])) == "run_has_begun"
    with soon(found):
        actions.give_up_seat(offer=seats.offer_of(rows[0]), by=doctors[0])
    assert [state(row) for row in rows] == ["ended", "offered", "waiting"]
    with clock.at(dt.datetime.combine(run.starts_on, dt.time.min, tzinfo=clock.OSLO)):
        actions.settle_rounds()
    assert [state(row) for row in rows] == ["ended", "ended", "waiting"]
    assert_seats_sound(found)


def test_whoever_gets_a_higher_wish_lets_the_lower_one_go(cast, doctors):
    """Two runs with one seat each; all three want the first most."""
    found, rows = released(cast, doctors[:3], 1, 1, wishes=(0, 1), days=(300, 200, 100))
    first, second = found.round_runs.order_by("run__starts_on")
    assert [seats.offer_of(row).round_run if seats.offer_of(row) else None for row in rows] == [first, second, None]
    with soon(found):
        actions.accept_offer(offer=seats.offer_of(rows[1]), by=doctors[1])
        actions.decline_offer(offer=seats.offer_of(rows[0]), by=doctors[0])
        assert seats.offer_of(rows[1]).round_run == first
        actions.accept_offer(offer=seats.offer_of(rows[1]), by=doctors[1])
    assert [state(row) for row in rows] == ["ended", "placed", "offered"]
    assert sorted(rows[1].offers.values_list("state", flat=True)) == ["accepted", "exchanged"]
    assert seats.offer_of(rows[2]).round_run == second
    assert_seats_sound(found)


def test_the_waiting_list_is_left_at_any_time(cast, doctors):
    found, rows = released(cast, doctors[:3], 1, days=(300, 200, 100))
    entry = rows[1].waiting.get()
    with soon(found):
        assert refused(lambda: actions.leave_waiting_list(entry=entry, by=doctors[0])) == "not_applicant"
        actions.leave_waiting_list(entry=entry, by=doctors[1])
        assert refused(lambda: actions.leave_waiting_list(entry=entry, by=doctors[1])) == "not_on_list"
        actions.decline_offer(offer=seats.offer_of(rows[0]), by=doctors[0])
    assert [state(row) for row in rows] == ["ended", "ended", "offered"]


# --- By hand ---


def test_more_seats_go_to_the_first_in_line_at_once(cast, doctors):
    found, rows = released(cast, doctors[:3], 1, days=(300, 200, 100))
    row = found.round_runs.get()
    with soon(found):
        assert (
            refused(lambda: actions.change_seats(round_run=row, seats=2, reason="", by=cast.eva))
            == "change_reason_missing"
        )
        assert (
            refused(lambda: actions.change_seats(round_run=row, seats=0, reason="Rom.", by=cast.eva))
            == "fewer_than_taken"
        )
        eli = make.make_officer_elsewhere(cast)
        assert refused(lambda: actions.change_seats(round_run=row, seats=2, reason="Rom.", by=eli)) == "not_host"
        actions.change_seats(round_run=row, seats=2, reason="Større rom.", by=cast.eva)
    assert [state(each) for each in rows] == ["offered", "offered", "waiting"]
    change = ManualChange.objects.get()
    assert (change.kind, change.before, change.after, change.reason) == ("seats", 1, 2, "Større rom.")
    assert_seats_sound(found)


def test_the_seats_of_a_run_in_a_round_are_changed_in_the_round(cast, found):
    run = found.round_runs.get().run
    details = make.details(run.starts_on, seats=9, place=run.place, deviation_reason="Felles frist.")
    assert refused(lambda: actions.change_run(run=run, details=details, by=cast.eva)) == "seats_in_round"


def test_a_seat_by_hand_and_an_offer_taken_back_have_reasons(cast, doctors):
    found, rows = released(cast, doctors[:3], 1, days=(300, 200, 100))
    with soon(found):
        last = rows[2].waiting.get()
        assert refused(lambda: actions.give_seat_by_hand(entry=last, reason="X.", by=cast.eva)) == "no_seat_free"
        actions.take_back_offer(offer=seats.offer_of(rows[0]), reason="Dobbelt søknad.", by=cast.eva)
        named = f"{last.application.doctor} har siste sjanse."
        assert refused(lambda: actions.give_seat_by_hand(entry=last, reason=named, by=cast.eva)) == "names_somebody"
        actions.give_seat_by_hand(entry=last, reason="Siste sjanse før spesialistgodkjenning.", by=cast.eva)
    assert [state(row) for row in rows] == ["ended", "waiting", "offered"]
    assert list(ManualChange.objects.values_list("kind", flat=True)) == ["seat_taken", "seat_given"]
    assert seats.offer_of(rows[2]).by_hand
    assert last_event()[0] == "seats_changed_by_hand"


def test_a_seat_taken_back_is_kept_a_day_for_the_officer_and_then_goes_on(cast, doctors):
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    with soon(found):
        actions.take_back_offer(offer=seats.offer_of(rows[0]), reason="Dobbelt søknad.", by=cast.eva)
        assert actions.settle_rounds() == 0
    with clock.at(found.deadline_at + dt.timedelta(days=2)):
        assert actions.settle_rounds() == 1
    assert [state(row) for row in rows] == ["ended", "offered"]


# --- Walls ---


def test_the_database_refuses_one_seat_too_many_and_one_doctor_too_many(cast, doctors):
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    row, offer = found.round_runs.get(), seats.offer_of(rows[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(taken=2)
    for doctor, number in ((doctors[1], offer.seat_no), (doctors[0], 2)):
        with pytest.raises(IntegrityError), transaction.atomic():
            SeatOffer.objects.create(
                round_run=row, application=rows[1], doctor=doctor, seat_no=number, answer_by_at=clock.now()
            )


def test_letters_say_nothing_about_the_outcome(cast, doctors):
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    told = Notification.objects.filter(kind="seats_released")
    assert {each.user for each in told} == set(doctors[:2])
    assert len({each.text for each in told}) == 1


def test_a_clash_with_a_seat_elsewhere_is_warned_of(cast, doctors):
    found, rows = released(cast, doctors[:1], 1)
    other = make.make_run(cast, make.make_course(cast, "RUS-GK2"), starts_on=found.round_runs.get().run.starts_on)
    assert Clashes(doctors[0], [other]).of(other) == [f"Plass: {found.round_runs.get().run}"]
    assert Clashes(doctors[1], [other]).of(other) == []
    assert newest_allocation(found).sha256


@pytest.mark.postgres_only
@pytest.mark.parametrize("minutes", [-5, 0, 5])
@pytest.mark.parametrize(("ahead", "code"), [(60, ""), (-60, "round_not_open")])
def test_a_server_whose_clock_is_five_minutes_off_decides_like_any_other(cast, found, doctors, minutes, ahead, code):
    """The deadline is a minute ahead, or a minute over, by the clock of the database; the server's own is wrong."""
    early = seats.apply(cast, found, doctors[1], consent=False)
    ApplicationRound.objects.filter(pk=found.pk).update(deadline_at=clock.now() + ahead * SECOND)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)):
        connection._fagvei_clock = (None, None)
        assert refused(lambda: seats.apply(cast, found, doctors[0], consent=False)) == code
        assert refused(lambda: actions.consent_to_application(application=early, by=cast.bo)) == code
        assert refused(lambda: actions.withdraw_application(application=early, by=doctors[1])) == code
    connection._fagvei_clock = (None, None)
