"""From the seat to the record with nothing put in between: applied, offered, accepted, there on the last day, written down."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseAttendance
from fagvei.courses.queries.absence_page import unaccounted_for
from fagvei.courses.queries.attendance_page import attendance_page
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.curriculum import actions as curriculum
from fagvei.training.models import PlanActivity
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.factories import make_record


@pytest.fixture
def record(cast):
    """Anna has a plan with two goals, and the course contributes to one of them."""
    return make_record(cast, goals=2)


@pytest.fixture
def found(cast, record):
    course = make.make_course(cast)
    curriculum.add_coverage(goal=record.goals["RUS-001"].goal, activity=course.activity, origin="kilden", by=None)
    return seats.make_round(cast, 3, course=course)


def answered(cast, found, *answers) -> list:
    """Applications of (doctor, answer to the offer or None), released and answered."""
    rows = [seats.apply(cast, found, doctor) for doctor, _answer in answers]
    with seats.after_deadline(found):
        seats.release(cast, found)
        for row, (doctor, answer) in zip(rows, answers, strict=True):
            if answer:
                answer(offer=seats.offer_of(row), by=doctor)
    return rows


def last_day(found):
    ends_on = found.round_runs.get().run.ends_on
    return clock.at(dt.datetime.combine(ends_on, dt.time(14), tzinfo=clock.OSLO))


def written(doctor) -> list[tuple[str, str, dt.date, list[str]]]:
    rows = PlanActivity.objects.filter(doctor=doctor).order_by("pk")
    return [(row.title, row.state, row.done_on, [goal.goal.code for goal in row.goals.all()]) for row in rows]


def test_an_accepted_seat_becomes_an_activity_by_the_code_in_the_room(cast, found):
    (row,) = answered(cast, found, (cast.anna, actions.accept_offer))
    run = found.round_runs.get().run
    assert written(cast.anna) == []
    with last_day(found):
        code = actions.show_check_in_code(run=run, by=cast.geir).code
        post(cast.anna, f"{run.get_absolute_url()}sjekk-inn/", code=code)

        assert CourseAttendance.objects.get().activity.doctor == cast.anna
        assert written(cast.anna) == [("Kurs RUS-GK1", "fulfilled", run.ends_on, ["RUS-001"])]
        assert "Du har deltatt. Kurset står i mappen din." in words(as_(cast.anna).get(row.get_absolute_url()))
    found.refresh_from_db()
    assert_seats_sound(found)


def test_an_accepted_seat_becomes_an_activity_when_the_host_registers_it(cast, found):
    answered(cast, found, (cast.anna, actions.accept_offer))
    run = found.round_runs.get().run
    with last_day(found):
        post(cast.eva, f"{run.get_absolute_url()}oppmote/ny/", doctor=str(cast.anna.public_id))
    assert written(cast.anna) == [("Kurs RUS-GK1", "fulfilled", run.ends_on, ["RUS-001"])]


@pytest.mark.parametrize("leaves", ["declines", "gives up", "never answers"])
def test_whoever_gave_the_seat_away_or_never_answered_is_not_written_down(cast, found, leaves):
    """An offer is to be answered before the course begins; that the timer has not come to it makes nobody a participant."""
    (other,) = seats.make_doctors(cast, 1)
    first = {"declines": actions.decline_offer, "gives up": actions.accept_offer, "never answers": None}[leaves]
    rows = answered(cast, found, (cast.anna, first), (other, actions.accept_offer))
    run = found.round_runs.get().run
    if leaves == "gives up":
        with clock.at(found.deadline_at + dt.timedelta(days=2)):
            actions.give_up_seat(offer=seats.offer_of(rows[0]), by=cast.anna)
    with last_day(found):
        code = actions.show_check_in_code(run=run, by=cast.geir).code
        assert as_(cast.anna).get(f"{run.get_absolute_url()}sjekk-inn/").status_code == 404
        assert refused(lambda: actions.check_in_to_course(run=run, code=code, by=cast.anna)) == "not_attending"
        assert refused(lambda: actions.register_attendance(run=run, doctor=cast.anna, by=cast.eva)) == "not_attending"
        assert [each.doctor for each in attendance_page(run).people] == [other]
        assert unaccounted_for(run) == [other]
        absent = {"run": run, "doctor": cast.anna, "has_valid_reason": False, "reason": "Kom ikke."}
        assert refused(lambda: actions.record_no_show(by=cast.eva, **absent)) == "not_attending"
        assert refused(lambda: actions.check_in_to_course(run=run, code=code, by=other)) == ""
    assert written(cast.anna) == []
    assert [each.doctor for each in CourseAttendance.objects.all()] == [other]
