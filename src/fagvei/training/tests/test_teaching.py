"""Internal teaching: the calendar, the code in the room, hours against seventy, and what counts towards a goal."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from icalendar import Calendar

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.organisations import actions as organisations
from fagvei.training import actions
from fagvei.training.models import Attendance, PlanActivity, TeachingSession, WrongCode
from fagvei.training.queries.teaching_page import hours_of, offered, year_hours
from fagvei.training.rules.teaching import minutes_together
from fagvei.training.rules.teaching_calendar import CalendarRefused, lessons_of
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.service_factories import confirm_part_1, make_employment, make_placement
from fagvei.training.tests.teaching_factories import HOUR, calendar, event, make_lesson, make_organiser
from fagvei.training.tests.test_views_plan import queries_of

LIST, CHECK_IN = "/undervisning/", "/undervisning/oppmote/"
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=clock.OSLO)


def address(name: str, row) -> str:
    return reverse(f"training:{name}", args=[row.public_id])


# --- Checking in ---


def test_the_code_in_the_room_is_attendance(record):
    lesson = make_lesson(record)

    answer = post(record.anna, CHECK_IN, code=f" {lesson.code.lower()} ")

    attendance = Attendance.objects.get()
    assert (answer.status_code, answer.url) == (302, lesson.get_absolute_url())
    assert (attendance.doctor, attendance.how, attendance.by) == (record.anna, "code", record.anna)
    assert last_event() == ("attendance_checked_in", "Anna Berg", "doctor")
    assert "Oppmøtet ditt er registrert" in words(as_(record.anna).get(lesson.get_absolute_url()))
    assert_sound()


@pytest.mark.parametrize(("hours_ago", "is_open"), [(-0.3, False), (-0.2, True), (0, True), (1.2, True), (1.3, False)])
def test_the_code_counts_a_quarter_before_and_after(cast, hours_ago, is_open):
    lesson = make_lesson(cast, hours_ago=hours_ago)

    post(cast.anna, CHECK_IN, code=lesson.code)

    assert Attendance.objects.exists() is is_open


def test_a_wrong_code_is_a_sentence_and_guessing_is_stopped(cast):
    lesson = make_lesson(cast)
    for number in range(5):
        answer = post(cast.anna, CHECK_IN, code=f"FEIL{number}")
        assert "Koden passer ikke til noe som holdes nå" in words(answer)
    assert last_event()[0] == "attendance_codes_refused"

    answer = post(cast.anna, CHECK_IN, code=lesson.code)

    assert "Du har prøvd for mange ganger" in words(answer)
    assert not Attendance.objects.exists()
    with clock.at(clock.now() + dt.timedelta(minutes=16)):
        post(cast.anna, CHECK_IN, code=lesson.code)
    assert Attendance.objects.count() == 1
    assert WrongCode.objects.count() == 5


def test_one_is_there_once_and_only_doctors_are(cast):
    lesson = make_lesson(cast)
    actions.check_in(code=lesson.code, by=cast.anna)
    with refused(actions.AlreadyThere):
        actions.check_in(code=lesson.code, by=cast.anna)
    with refused(actions.NotDoctorHere):
        actions.check_in(code=lesson.code, by=cast.siri)
    assert post(cast.siri, CHECK_IN, code=lesson.code).status_code == 404


def test_a_cancelled_lesson_takes_nobody_in(cast):
    lesson = make_lesson(cast)
    actions.cancel_teaching(session=lesson, reason="Syk.", by=make_organiser(cast))
    with refused(actions.CodeUnknown):
        actions.check_in(code=lesson.code, by=cast.anna)


def test_only_those_who_teach_or_organise_see_the_code(cast):
    lesson = actions.set_teacher(session=make_lesson(cast), teacher=cast.siri, by=make_organiser(cast))
    page = lesson.get_absolute_url()

    assert lesson.code in words(as_(cast.siri).get(page))
    assert lesson.code in words(as_(make_organiser(cast)).get(page))
    for user in (cast.anna, cast.bo, cast.cecilie):
        assert lesson.code not in as_(user).get(page).content.decode()
    assert as_(cast.dag).get(page).status_code == 404
    assert notices(cast.siri) == ["teacher_set"]


# --- Goals ---


def test_attendance_becomes_a_draft_only_when_the_session_names_the_goal(record):
    actions.check_in(code=make_lesson(record, title="Uten mål").code, by=record.anna)
    assert not PlanActivity.objects.exists()
    goals = [record.goals["RUS-001"].goal, record.goals["FKM-01"].goal]

    lesson = make_lesson(record, title="Med mål", hours=2, goals=goals)
    actions.check_in(code=lesson.code, by=record.anna)

    draft = PlanActivity.objects.get()
    assert (draft.kind, draft.title, draft.hours, draft.state) == ("internal_teaching", "Med mål", 2, "done")
    assert sorted(goal.goal.code for goal in draft.goals.all()) == ["FKM-01", "RUS-001"]
    assert "Send den til en supervisør" in words(as_(record.anna).get(lesson.get_absolute_url()))


# --- On behalf ---


def test_the_teacher_marks_one_without_a_telephone_and_the_doctor_is_told(cast):
    lesson = actions.set_teacher(session=make_lesson(cast), teacher=cast.siri, by=make_organiser(cast))
    found = post(cast.siri, address("mark_attendance", lesson), text="Anna", search="1")
    assert "Anna Berg" in words(found)

    post(cast.siri, address("mark_attendance", lesson), person=str(cast.anna.public_id), reason="Telefonen lå igjen.")

    attendance = Attendance.objects.get()
    assert (attendance.how, attendance.by, attendance.reason) == ("on_behalf", cast.siri, "Telefonen lå igjen.")
    assert last_event() == ("attendance_marked", "Siri Dahl", "teacher")
    assert notices(cast.anna) == ["attendance_marked"]
    post(cast.siri, address("annul_attendance", attendance), reason="Feil person.")
    assert not Attendance.objects.standing().exists()
    assert notices(cast.anna)[-1] == "attendance_annulled"
    assert_sound()


def test_others_mark_nobody(cast):
    lesson = make_lesson(cast)
    with refused(actions.NotTeacherOrOrganiser):
        actions.mark_attendance(session=lesson, doctor=cast.anna, reason="Var der.", by=cast.bo)
    with refused(actions.TeachingReasonMissing, words="hvorfor"):
        actions.mark_attendance(session=lesson, doctor=cast.anna, reason=" ", by=make_organiser(cast))
    ahead = make_lesson(cast, hours_ago=-5)
    with refused(actions.NotHeldYet):
        actions.mark_attendance(session=ahead, doctor=cast.anna, reason="Var der.", by=make_organiser(cast))
    assert as_(cast.bo).get(address("mark_attendance", lesson)).status_code == 403


# --- The calendar by hand ---


def test_an_organiser_puts_a_lesson_in_the_calendar(record):
    arena = organisations.save_arena(institution=record.fjellheim, name="Avrusning", by=None)
    organiser = make_organiser(record)
    fields = {
        "title": "Søvn", "day": f"{clock.today()}", "begins": "08:00", "ends": "09:30",
        "arena": str(arena.public_id), "place": "Auditoriet", "teacher_name": "Siri Dahl", "goals": "rus-001, FKM-01",
    }  # fmt: skip

    post(organiser, "/undervisning/ny/", **fields)

    lesson = TeachingSession.objects.get()
    assert (lesson.minutes, lesson.arena, len(lesson.code)) == (90, arena, 6)
    assert [goal.code for goal in lesson.goals.order_by("code")] == ["FKM-01", "RUS-001"]
    assert last_event() == ("teaching_planned", "Jorunn Bakke", "education_lead")
    page = as_(organiser).get(address("change_teaching", lesson))
    assert page.context["form"]["goals"].value() == "FKM-01, RUS-001"
    post(organiser, address("change_teaching", lesson), **{**fields, "title": "Søvn og rus", "goals": ""})
    lesson.refresh_from_db()
    assert (lesson.title, lesson.goals.count()) == ("Søvn og rus", 0)
    post(organiser, address("cancel_teaching", lesson), reason="Syk.")
    assert "Avlyst" in words(as_(record.anna).get(lesson.get_absolute_url()))
    assert_sound()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("goals", "RUS-999", "Dette målet finnes ikke: RUS-999."),
        ("begins", "25:00", "Skriv klokkeslettet som 14:30."),
        ("ends", "07:00", "Undervisningen må slutte etter at den begynner"),
    ],
)
def test_a_bad_lesson_gets_a_sentence(record, field, value, sentence):
    fields = {"title": "Søvn", "day": "2026-12-01", "begins": "08:00", "ends": "09:00", "arena": "", "goals": ""}
    answer = post(make_organiser(record), "/undervisning/ny/", **{**fields, field: value})
    assert sentence in words(answer)
    assert not TeachingSession.objects.exists()


def test_only_organisers_plan(cast):
    for user in (cast.anna, cast.bo, cast.siri):
        for url in ("/undervisning/ny/", "/undervisning/kalender/", "/undervisning/timer/"):
            assert as_(user).get(url).status_code == 404
    with refused(actions.NotOrganiser):
        make_lesson(cast, by=cast.bo)


def test_what_somebody_has_attended_is_neither_moved_nor_called_off(cast):
    lesson, organiser = make_lesson(cast), make_organiser(cast)
    actions.check_in(code=lesson.code, by=cast.anna)
    with refused(actions.TeachingHasAttendance):
        actions.cancel_teaching(session=lesson, reason="Syk.", by=organiser)
    fields = {"title": "Nytt", "place": "", "arena": None, "teacher_name": "", "goals": []}
    with refused(actions.TeachingHasAttendance):
        actions.change_teaching(
            session=lesson, starts_at=lesson.starts_at, ends_at=lesson.ends_at + HOUR, by=organiser, **fields
        )
    actions.change_teaching(session=lesson, starts_at=lesson.starts_at, ends_at=lesson.ends_at, by=organiser, **fields)
    lesson.refresh_from_db()
    assert lesson.title == "Nytt"


# --- The calendar from a file ---


def test_a_calendar_is_taken_in_and_again_with_changes(cast):
    organiser = make_organiser(cast)

    def take_in(*events):
        upload = SimpleUploadedFile("avdeling.ics", calendar(*events), content_type="text/calendar")
        return as_(organiser).post(
            "/undervisning/kalender/",
            {"upload": upload, "arena": "", "idempotency_key": "11111111-1111-4111-8111-" + f"{len(events)}" * 12},
            follow=True,
        )

    day = clock.today() + dt.timedelta(days=3)
    stamp = f"{day:%Y%m%d}"
    read = words(
        take_in(event("a", f"{stamp}T080000", f"{stamp}T090000"), event("b", f"{stamp}T100000", f"{stamp}T110000"))
    )
    assert "2 lagt inn, 0 endret, 0 avlyst." in read
    read = words(
        take_in(
            event("a", f"{stamp}T083000", f"{stamp}T093000"),
            event("b", f"{stamp}T100000", f"{stamp}T110000", "Fagmøte", "STATUS:CANCELLED"),
            f"UID:c\r\nDTSTART;VALUE=DATE:{stamp}\r\nSUMMARY:Ferie",
        )
    )
    assert "0 lagt inn, 1 endret, 1 avlyst. 1 hendelse er utelatt" in read
    moved, cancelled = TeachingSession.objects.order_by("calendar_uid")
    assert moved.starts_at == dt.datetime.combine(day, dt.time(8, 30), clock.OSLO)
    assert cancelled.cancelled_by == organiser
    assert AuditEvent.objects.filter(name="teaching_calendar_taken_in").count() == 2
    assert_sound()


def test_a_repeated_lesson_keeps_its_hour_over_the_change_of_clocks_and_its_exceptions():
    weekly = event(
        "fast", "20261014T080000", "20261014T090000", "Fagmøte", "RRULE:FREQ=WEEKLY;COUNT=10",
        "EXDATE;TZID=Europe/Oslo:20261118T080000",
    )  # fmt: skip
    moved = event(
        "fast",
        "20261126T140000",
        "20261126T150000",
        "Fagmøte flyttet",
        "RECURRENCE-ID;TZID=Europe/Oslo:20261125T080000",
    )

    lessons, left_out = lessons_of(calendar(weekly, moved), NOW)

    local = [f"{each.starts_at.astimezone(clock.OSLO):%m-%d %H:%M}" for each in lessons]
    assert local == [
        "10-28 08:00",
        "11-04 08:00",
        "11-11 08:00",
        "12-02 08:00",
        "12-09 08:00",
        "12-16 08:00",
        "11-26 14:00",
    ]
    assert left_out == 0
    assert len({each.uid for each in lessons}) == len(lessons)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"BEGIN:VCALENDAR", calendar(), b"<html>", b"BEGIN:VCALENDAR\r\n" * 5_000, b"x" * 1_100_000],
)
def test_what_is_no_calendar_is_refused_in_a_sentence(content):
    with pytest.raises(CalendarRefused, match=r"\.$"):
        lessons_of(content, NOW)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=MINUTELY;COUNT=99999999",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=9",
    ],
)
def test_a_repetition_that_could_run_for_ever_is_left_out(rule):
    odd = event("x", "20261125T080000", "20261125T090000", "Fagmøte", f"RRULE:{rule}")
    assert lessons_of(calendar(odd), NOW) == ([], 1)


def test_too_many_lessons_are_refused():
    many = [
        event(f"{number}", "20261125T080000", "20261125T090000", "Fagmøte", "RRULE:FREQ=DAILY") for number in range(3)
    ]
    with pytest.raises(CalendarRefused, match="500"):
        lessons_of(calendar(*many), NOW)


def test_a_patient_s_number_in_a_calendar_does_not_come_in():
    lessons, left_out = lessons_of(calendar(event("x", "20261126T080000", "20261126T090000", "01017000027")), NOW)
    assert (lessons, left_out) == ([], 1)


# --- Hours ---


@pytest.mark.parametrize(("minutes", "told"), [(0, "0"), (45, "0,75"), (60, "1"), (90, "1,5"), (4200, "70")])
def test_minutes_are_told_in_hours(minutes, told):
    assert hours_of(minutes) == told


def test_the_doctor_sees_hours_against_seventy_and_what_will_be_missing(cast):
    with clock.at(NOW):
        actions.check_in(code=make_lesson(cast, hours=2).code, by=cast.anna)
        make_lesson(cast, hours_ago=-48, hours=3)
        make_lesson(cast, hours_ago=-24 * 60, hours=8)  # next year
        own = year_hours(cast.anna)
        assert (own.minutes, own.minutes_ahead, own.missing) == (120, 180, "65")

        read = words(as_(cast.anna).get(LIST))

    assert "2 av 70 timer i 2026" in read
    assert (
        "68 timer gjenstår til nyttår. Kalenderen har 3 timer til for alle og for enheten der du tjenestegjør, så det mangler 65."
        in read
    )
    assert "Veileder for kompetansevurdering, definisjoner" in read


def test_only_what_the_doctor_can_come_to_is_ahead(cast):
    own, other = (organisations.save_arena(institution=cast.fjellheim, name=name, by=None) for name in ("Døgn", "Poli"))
    confirm_part_1(cast)
    employment = make_employment(cast)
    with clock.at(NOW):
        tomorrow = NOW.date() + dt.timedelta(days=1)
        make_placement(cast, employment, arena=own, starts_on=dt.date(2025, 12, 1), ends_on=tomorrow)
        make_lesson(cast, hours_ago=-24, hours=2, arena=own)
        make_lesson(cast, hours_ago=-25, hours=2)  # for all: one hour of it at the same time
        make_lesson(cast, hours_ago=-24, hours=2, arena=other)
        make_lesson(cast, hours_ago=-24 * 5, hours=2, arena=own)  # after the service there
        assert year_hours(cast.anna).minutes_ahead == 3 * 60


def test_a_minute_counts_once():
    def at(first, last):
        return NOW + dt.timedelta(minutes=first), NOW + dt.timedelta(minutes=last)

    assert minutes_together([at(30, 90), at(0, 60), at(10, 20), at(100, 110)]) == 100


def test_nothing_is_missing_when_the_calendar_has_it(cast):
    with clock.at(NOW):
        for day in range(1, 8):
            make_lesson(cast, hours_ago=-24 * day, hours=10)
        assert year_hours(cast.anna).missing == ""


def test_the_leader_sees_the_hours_of_own_doctors(cast):
    actions.check_in(code=make_lesson(cast).code, by=cast.anna)
    assert "Anna Berg 1 av 70 timer" in words(as_(cast.bo).get(LIST))
    assert "Anna Berg" not in words(as_(cast.siri).get(LIST))


def test_organisers_see_what_each_unit_offers(cast):
    arena = organisations.save_arena(institution=cast.fjellheim, name="Avrusning", by=None)
    with clock.at(NOW):
        make_lesson(cast, hours_ago=5, hours=2)  # the whole institution
        make_lesson(cast, hours_ago=-48, hours=1, arena=arena)
        (unit,) = offered(cast.fjellheim, 2026)
        assert (unit.held, unit.ahead, unit.missing) == (120, 60, "67")

        read = words(as_(make_organiser(cast)).get("/undervisning/timer/"))

    assert "Avrusning 2 1 3 av 70 timer mangler 67" in read


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(cast):
    make_lesson(cast, hours_ago=-24)
    before = queries_of(cast.anna, LIST)
    for day in (2, 3):
        make_lesson(cast, hours_ago=-24 * day)
    assert queries_of(cast.anna, LIST) == before


def test_the_session_asks_the_same_number_of_questions_for_one_and_three(cast):
    from fagvei.training.tests.mentoring_factories import make_doctor  # noqa: PLC0415 -- one use

    lesson, organiser = make_lesson(cast), make_organiser(cast)
    actions.check_in(code=lesson.code, by=cast.anna)
    before = queries_of(organiser, lesson.get_absolute_url())
    for username in ("per", "nora"):
        actions.check_in(code=lesson.code, by=make_doctor(cast, username, f"{username.title()} Ås"))
    assert queries_of(organiser, lesson.get_absolute_url()) == before


# --- One's own calendar ---


def test_a_lesson_can_be_put_in_ones_own_calendar_without_the_code(cast):
    lesson = make_lesson(cast, hours_ago=-48)
    file = reverse("training:teaching_calendar", args=[lesson.public_id])
    assert file in as_(cast.anna).get(lesson.get_absolute_url()).content.decode()

    response = as_(cast.anna).get(file)

    assert response["Content-Disposition"] == 'attachment; filename="undervisning.ics"'
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("DTSTART") == lesson.starts_at.replace(microsecond=0)
    assert event.decoded("DTEND") == lesson.ends_at.replace(microsecond=0)
    assert str(event["SUMMARY"]) == lesson.title
    assert lesson.code not in response.content.decode()
    assert as_(cast.dag).get(file).status_code == 404
