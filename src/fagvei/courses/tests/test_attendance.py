"""Attendance writes the record: once, for the doctor's own goals, and what was wrong counts no more."""

import datetime as dt
import io

import pikepdf
import pytest
from pypdf import PdfReader

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.access import attendance as attendance_doors
from fagvei.courses.actions import attendance as attendance_actions
from fagvei.courses.models import CourseAttendance
from fagvei.courses.queries import attendance_page, own_run
from fagvei.courses.tests import factories as make
from fagvei.courses.tests.checks import refused
from fagvei.courses.views import attendance as attendance_views
from fagvei.curriculum import actions as curriculum
from fagvei.people.models import Notification, User
from fagvei.training.models import PlanActivity
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event
from fagvei.training.tests.factories import make_record


@pytest.fixture
def record(cast):
    """Anna has a plan with two goals, a seat in a run that ends today, and the course contributes to one of them."""
    record = make_record(cast, goals=2)
    record.geir = make.make_leader(cast)
    course = make.make_course(cast)
    curriculum.add_coverage(goal=record.goals["RUS-001"].goal, activity=course.activity, origin="kilden", by=None)
    with clock.at(clock.now() - dt.timedelta(days=300)):
        record.run = make.make_run(cast, course, starts_on=make.in_days(296), announced=True)
    actions.appoint(
        course=course, person=record.geir, role="leader", from_on=make.in_days(-5), to_on=make.in_days(90), by=cast.eva
    )
    return record


@pytest.fixture(autouse=True)
def seats(monkeypatch):
    """Who has a seat is decided elsewhere in the room; here it is Anna."""
    for module in (attendance_actions, attendance_doors, attendance_page, attendance_views, own_run):
        monkeypatch.setattr(module, "participants_in", lambda run: User.objects.filter(username="anna"))


def activities(record) -> list[tuple[str, str, list[str]]]:
    rows = PlanActivity.objects.filter(doctor=record.anna).order_by("pk")
    return [(row.title, row.state, [goal.goal.code for goal in row.goals.all()]) for row in rows]


def test_attending_is_written_into_the_record_once(record, cast):
    first = actions.register_attendance(run=record.run, doctor=record.anna, by=cast.eva)
    again = actions.register_attendance(run=record.run, doctor=record.anna, by=record.geir)

    assert first == again
    assert activities(record) == [("Kurs RUS-GK1", "fulfilled", ["RUS-001"])]
    assert (first.how, first.activity.done_on) == ("by_hand", record.run.ends_on)
    assert last_event() == ("course_attended", "Eva Strand", "host")
    assert Notification.objects.filter(user=record.anna, kind="course_recorded").count() == 1


def test_the_course_leader_may_and_others_may_not(record, cast):
    assert refused(lambda: actions.register_attendance(run=record.run, doctor=record.anna, by=record.bo)) == (
        "not_for_attendance"
    )
    actions.register_attendance(run=record.run, doctor=record.anna, by=record.geir)
    assert last_event() == ("course_attended", "Geir Sand", "course_leader")


def test_nobody_without_a_seat_is_registered(record, cast):
    assert refused(lambda: actions.register_attendance(run=record.run, doctor=cast.siri, by=cast.eva)) == (
        "not_attending"
    )


def test_attendance_counts_from_the_last_day(record, cast):
    with clock.at(clock.now() - dt.timedelta(days=1)):
        assert refused(lambda: actions.register_attendance(run=record.run, doctor=record.anna, by=cast.eva)) == (
            "not_last_day"
        )


def test_annulling_takes_it_out_of_the_count(record, cast):
    attendance = actions.register_attendance(run=record.run, doctor=record.anna, by=cast.eva)

    actions.annul_course_attendance(attendance=attendance, reason="Var ikke der.", by=cast.eva)

    assert [state for _title, state, _goals in activities(record)] == ["annulled"]
    again = actions.register_attendance(run=record.run, doctor=record.anna, by=cast.eva)
    assert again != attendance
    assert [state for _title, state, _goals in activities(record)] == ["annulled", "fulfilled"]
    assert refused(lambda: actions.annul_course_attendance(attendance=attendance, reason="To.", by=cast.eva)) == (
        "attendance_annulled"
    )


def test_a_course_for_other_goals_leaves_the_record_alone(record, cast):
    """R17: the participant is credited for goals of own plans alone."""
    other = make.make_course(cast, "KLINTOX", credits_own_specialty_only=True)
    with clock.at(clock.now() - dt.timedelta(days=300)):
        run = make.make_run(cast, other, starts_on=make.in_days(296), announced=True)

    attendance = actions.register_attendance(run=run, doctor=record.anna, by=cast.eva)

    assert attendance.activity is None
    assert activities(record) == []


def test_the_doctor_checks_in_with_the_code_on_the_last_day(record, cast):
    code = actions.show_check_in_code(run=record.run, by=record.geir).code
    assert actions.show_check_in_code(run=record.run, by=cast.eva).code == code
    address = f"{record.run.get_absolute_url()}sjekk-inn/"
    assert address in as_(record.anna).get(record.run.get_absolute_url()).content.decode()

    assert "Koden passer ikke" in words(post(record.anna, address, code="FEIL"))
    answer = post(record.anna, address, code=code.lower())

    attendance = CourseAttendance.objects.get()
    assert answer["Location"] == f"/kursbevis/{attendance.public_id}/"
    assert attendance.how == "code"
    assert "Ført som innfridd aktivitet" in words(as_(record.anna).get(answer["Location"]))
    assert "Kursbeviset ditt" in words(as_(record.anna).get(record.run.get_absolute_url()))
    assert as_(record.siri).get(address).status_code == 404


def test_codes_cannot_be_guessed(record, cast):
    actions.show_check_in_code(run=record.run, by=cast.eva)
    address = f"{record.run.get_absolute_url()}sjekk-inn/"
    pages = [words(post(record.anna, address, code=f"GJETT{number}")) for number in range(12)]
    assert "Du har prøvd for mange ganger" in pages[-1]


def test_the_list_shows_who_came_and_only_to_those_who_care(record, cast):
    address = f"{record.run.get_absolute_url()}oppmote/"
    assert as_(record.bo).get(address).status_code == 403
    assert "0 av 1 er registrert." in words(as_(cast.eva).get(address))

    post(cast.eva, f"{address}ny/", doctor=str(record.anna.public_id))

    assert "1 av 1 er registrert." in words(as_(record.geir).get(address))
    attendance = CourseAttendance.objects.get()
    post(cast.eva, f"/kursbevis/{attendance.public_id}/annuller/", reason="Var ikke der.")
    assert "0 av 1 er registrert." in words(as_(cast.eva).get(address))


def test_the_certificate_is_an_accessible_pdf_and_its_reading_is_logged(record, cast):
    attendance = actions.register_attendance(run=record.run, doctor=record.anna, by=cast.eva)
    address = f"/kursbevis/{attendance.public_id}/pdf/"
    assert as_(record.bo).get(address).status_code == 404

    answer = as_(record.anna).get(address)

    pdf = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "Kursbevis for Anna Berg" in text
    assert "RUS-001" in text
    with pikepdf.open(io.BytesIO(answer.content)) as opened, opened.open_metadata() as meta:
        assert bool(opened.Root.MarkInfo.Marked)
        assert meta["pdfuaid:part"] == "1"


def test_a_certificate_is_withdrawn_by_the_host_with_a_reason_and_the_attendance_stands(record, cast):
    row = actions.register_attendance(run=record.run, doctor=record.anna, by=cast.eva)
    assert refused(lambda: actions.withdraw_certificate(attendance=row, reason="Feil.", by=record.geir)) == "not_host"
    assert refused(lambda: actions.withdraw_certificate(attendance=row, reason=" ", by=cast.eva)) == "reason_missing"

    row = actions.withdraw_certificate(attendance=row, reason="Feil navn på kurset.", by=cast.eva)

    assert last_event() == ("course_certificate_withdrawn", "Eva Strand", "host")
    assert (row.withdrawn_by, row.taken_back_at) == (cast.eva, row.withdrawn_at)
    assert activities(record) == [("Kurs RUS-GK1", "fulfilled", ["RUS-001"])]
    assert CourseAttendance.objects.standing().get() == row
    assert Notification.objects.filter(user=record.anna, kind="course_certificate_withdrawn").count() == 1
    again = refused(lambda: actions.withdraw_certificate(attendance=row, reason="Igjen.", by=cast.eva))
    assert again == "certificate_taken_back"
    actions.annul_course_attendance(attendance=row, reason="Var ikke der heller.", by=cast.eva)
    row.refresh_from_db()
    assert row.taken_back_at == row.withdrawn_at < row.annulled_at


def test_the_page_and_the_paper_tell_that_a_certificate_is_withdrawn(record, cast):
    row = actions.register_attendance(run=record.run, doctor=record.anna, by=cast.eva)
    address = f"{row.get_absolute_url()}trekk-tilbake/"
    assert address in as_(cast.eva).get(row.get_absolute_url()).content.decode()
    assert address not in as_(record.geir).get(row.get_absolute_url()).content.decode()
    assert [post(who, address, reason="Feil.").status_code for who in (record.geir, record.anna)] == [403, 403]

    assert post(cast.eva, address, reason="Feil navn på kurset.").status_code == 302

    text = words(as_(record.anna).get(row.get_absolute_url()))
    assert ("Trukket tilbake" in text, "Feil navn på kurset." in text, "Hent som PDF" in text) == (True, True, False)
    paper = PdfReader(io.BytesIO(as_(record.anna).get(f"{row.get_absolute_url()}pdf/").content))
    assert "Trukket tilbake: gjelder ikke." in "".join(page.extract_text() for page in paper.pages)
