"""Who was there without a seat given here is recorded like everybody else, and the applicants read that it happened."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseAttendance, EvaluationEntry, ManualChange
from fagvei.courses.queries.invoice_page import invoice_basis
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.curriculum import actions as curriculum
from fagvei.training.models import PlanActivity
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event, notices
from fagvei.training.tests.factories import make_record

WHY = "Vikar for en som ble syk første dag."


@pytest.fixture
def held(cast):
    """A run of one seat that ended today, in a released round: its doctor has the seat. Anna came instead of somebody."""
    with clock.at(clock.now() - dt.timedelta(days=304)):
        course = make.make_course(cast)
        record = make_record(cast)
        goal = record.goals["RUS-001"].goal
        curriculum.add_coverage(goal=goal, activity=course.activity, origin="kilden", by=None)
        found = seats.make_round(cast, 1, course=course)
        doctor = seats.make_doctors(cast, 1)[0]
        seats.serve(cast, doctor, 500, clock.today())
        row = seats.apply(cast, found, doctor)
    with seats.after_deadline(found):
        seats.release(cast, found)
        actions.accept_offer(offer=seats.offer_of(row), by=doctor)
    return row


def add(cast, run, doctor, reason=WHY, by=None):
    return actions.add_who_came(run=run, doctor=doctor, reason=reason, by=by or cast.eva)


def test_a_substitute_has_record_certificate_invoice_evaluation_and_notice_like_the_others(cast, held):
    run = held.round.round_runs.get().run
    address = f"{run.get_absolute_url()}oppmote/"
    actions.register_attendance(run=run, doctor=held.doctor, by=cast.eva)
    actions.hold_run(run=run, by=cast.eva)
    actions.open_evaluation(run=run, by=cast.eva)
    assert f"{address}uten-plass/" in as_(cast.geir).get(address).content.decode()

    found = post(cast.geir, f"{address}uten-plass/", search="1", text="Anna")
    assert "Anna Berg" in words(found)
    post(cast.geir, f"{address}uten-plass/", person=str(cast.anna.public_id), reason=WHY)

    row = CourseAttendance.objects.get(doctor=cast.anna)
    assert (row.how, row.added_reason, row.by) == ("no_seat", WHY, cast.geir)
    assert PlanActivity.objects.get(doctor=cast.anna, title="Kurs RUS-GK1").state == "fulfilled"
    assert as_(cast.anna).get(f"{row.get_absolute_url()}pdf/").content.startswith(b"%PDF")
    assert row.badge_number is not None
    assert EvaluationEntry.objects.filter(doctor=cast.anna).count() == 1
    lines = [(line.name, line.note) for line in invoice_basis(run).participants]
    assert lines == [("Anna Berg", "møtte"), (str(held.doctor), "møtte")]
    assert "course_attendance_added" in notices(cast.anna)
    assert "2 av 2 er registrert." in words(as_(cast.eva).get(address))
    assert WHY in words(as_(cast.eva).get(address))


def test_the_applicants_read_it_without_a_name(cast, held):
    run = held.round.round_runs.get().run
    add(cast, run, cast.anna)
    assert last_event()[0] == "seats_changed_by_hand"
    change = ManualChange.objects.get()
    assert (change.kind, change.reason, change.round_run.run) == ("came_anyway", WHY, run)
    text = words(as_(held.doctor).get(held.get_absolute_url()))
    assert (WHY in text, "Anna" in text) == (True, False)
    assert refused(lambda: add(cast, run, cast.anna, reason="En annen grunn.")) == "is_registered"
    assert CourseAttendance.objects.count() == ManualChange.objects.count() == 1


def test_a_run_whose_round_was_never_opened_has_participants_all_the_same(cast):
    with clock.at(clock.now() - dt.timedelta(days=300)):
        run = make.make_run(cast, starts_on=make.in_days(296), announced=True)
    row = add(cast, run, cast.anna, reason="Anna Berg var der.")  # read by the officers and herself alone
    assert [line.name for line in invoice_basis(run).participants] == ["Anna Berg"]
    actions.annul_course_attendance(attendance=row, reason="Feil lege.", by=cast.eva)
    assert invoice_basis(run).participants == []


def test_what_is_refused(cast, held):
    run = held.round.round_runs.get().run
    for act, code in (
        (lambda: add(cast, run, held.doctor), "has_seat"),
        (lambda: add(cast, run, cast.anna, reason=" "), "reason_missing"),
        (lambda: add(cast, run, cast.anna, reason="Anna Berg var vikar."), "names_somebody"),
        (lambda: add(cast, run, cast.bo), "not_a_doctor"),
        (lambda: add(cast, run, cast.anna, by=cast.bo), "not_for_attendance"),
    ):
        assert refused(act) == code
    with clock.at(clock.now() - dt.timedelta(days=1)):
        assert refused(lambda: add(cast, run, cast.anna)) == "not_last_day"
        page = as_(cast.eva).get(f"{run.get_absolute_url()}oppmote/").content.decode()
        assert "uten-plass/" not in page
    assert CourseAttendance.objects.count() == ManualChange.objects.count() == 0
    assert as_(cast.anna).get(f"{run.get_absolute_url()}oppmote/uten-plass/").status_code == 403
