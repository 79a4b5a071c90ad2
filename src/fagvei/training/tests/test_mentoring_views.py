"""The pages of mentoring: what each person finds there, and what a press does."""

import datetime as dt

import pytest
from django.urls import reverse
from icalendar import Calendar

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.people.models import Delegation
from fagvei.training import actions
from fagvei.training.models import MentoringAction, MentoringSeries, MentoringSession, MentoringText
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event
from fagvei.training.tests.inbox import tasks_of
from fagvei.training.tests.mentoring_factories import (
    MINUTES,
    change_mentor,
    make_doctor,
    make_group,
    make_mentor,
    make_series,
    make_session,
)
from fagvei.training.tests.test_views_plan import queries_of

DAY = dt.timedelta(days=1)
LIST = "/veiledning/"


def address(name: str, row) -> str:
    return reverse(f"training:{name}", args=[row.public_id])


def late_series(cast, **more) -> MentoringSeries:
    with clock.at(clock.now() - 60 * DAY):
        return make_series(cast, **more)


# --- The list ---


def test_a_doctor_is_led_to_begin_and_a_press_begins(cast):
    read = words(as_(cast.anna).get(LIST))
    assert "Avtal med Cecilie Vik hvor ofte dere møtes" in read

    answer = post(cast.anna, "/veiledning/ny/", doctor=str(cast.anna.public_id), interval_weeks="4")

    series = MentoringSeries.objects.get()
    assert (answer.status_code, answer.url) == (302, series.get_absolute_url())
    assert (series.doctor, series.interval_weeks) == (cast.anna, 4)
    assert last_event()[0] == "mentoring_started"


def test_no_number_of_weeks_is_suggested(cast):
    page = as_(cast.anna).get("/veiledning/ny/")

    assert page.context["form"]["interval_weeks"].value() is None
    assert "Ingen nasjonal regel sier hvor ofte" in words(page)


@pytest.mark.parametrize("weeks", ["", "0", "27", "fire", "4.5"])
def test_bad_weeks_get_a_sentence(cast, weeks):
    answer = post(cast.anna, "/veiledning/ny/", doctor=str(cast.anna.public_id), interval_weeks=weeks)

    assert answer.context["form"].errors["interval_weeks"][0].endswith(".")
    assert not MentoringSeries.objects.exists()


def test_a_mentor_sees_the_doctors_and_those_not_begun(cast):
    per = make_doctor(cast, "per", "Per Ås")
    change_mentor(cast, per, cast.cecilie)
    make_series(cast)

    read = words(as_(cast.cecilie).get(LIST))

    assert "Anna Berg" in read
    assert "Per Ås Veiledningen er ikke satt i gang." in read


@pytest.mark.parametrize("who", ["bo", "siri", "trond", "hilde"])
def test_others_have_no_such_page(cast, who):
    series = make_series(cast)
    session = make_session(series, "minuted")
    client = as_(getattr(cast, who))
    for url in (LIST, series.get_absolute_url(), session.get_absolute_url(), address("write_minutes", session)):
        assert client.get(url).status_code == 404


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(cast):
    make_session(make_series(cast), "closed")
    before = queries_of(cast.cecilie, LIST)
    for username in ("per", "nora"):
        doctor = make_doctor(cast, username, f"{username.title()} Ås")
        change_mentor(cast, doctor, cast.cecilie)
        make_session(make_series(cast, doctor=doctor), "closed")

    assert queries_of(cast.cecilie, LIST) == before


# --- A session ---


def test_the_session_is_walked_from_invitation_to_closing(cast):
    series = make_series(cast)
    tomorrow = clock.today() + DAY
    answer = post(cast.anna, address("invite_to_mentoring", series), day=f"{tomorrow}", time="14:30", place="Kontoret")
    session = MentoringSession.objects.get()
    assert answer.url == session.get_absolute_url()
    assert session.starts_at.astimezone(clock.OSLO).time() == dt.time(14, 30)

    post(cast.cecilie, address("prepare_mentoring", session), text="Se på planen.")
    assert "Se på planen." in words(as_(cast.anna).get(session.get_absolute_url()))
    with clock.at(clock.now() + 3 * DAY):
        post(cast.anna, address("hold_mentoring", session))
        post(cast.anna, address("write_minutes", session), text="Vi så på planen.", seen="")
        read = words(as_(cast.anna).get(session.get_absolute_url()))
        assert "Vi så på planen." in read
        assert "Bare veilederen ferdigstiller. Cecilie Vik har fått beskjed." in read
        assert post(cast.anna, address("close_mentoring", session)).status_code == 403
        post(cast.cecilie, address("close_mentoring", session))

    session.refresh_from_db()
    assert session.state == "closed"
    assert last_event() == ("mentoring_closed", "Cecilie Vik", "mentor")


def test_minutes_written_at_the_same_time_are_not_lost(cast):
    session = make_session(make_series(cast), "minuted")

    answer = post(cast.anna, address("write_minutes", session), text="Mine ord.", seen="")

    assert "Noen andre har skrevet i referatet" in words(answer)
    assert answer.context["form"]["text"].value() == "Mine ord."
    assert MentoringText.objects.filter(kind="minutes").count() == 1


def test_a_press_twice_is_one_session(cast):
    series = make_series(cast)
    key = "11111111-1111-4111-8111-111111111111"
    for _again in range(2):
        post(cast.anna, address("invite_to_mentoring", series), key, day="2026-12-01", time="14:30", place="")
    assert MentoringSession.objects.count() == 1


@pytest.mark.parametrize(("day", "time"), [("", "14:30"), ("2026-12-01", ""), ("i går", "x"), ("2026-12-01", "25:00")])
def test_a_bad_time_gets_a_sentence(cast, day, time):
    answer = post(cast.anna, address("invite_to_mentoring", make_series(cast)), day=day, time=time)
    assert answer.context["form"].errors
    assert not MentoringSession.objects.exists()


def test_moving_and_cancelling_from_the_page(cast):
    session = make_session(make_series(cast))
    page = as_(cast.anna).get(address("move_mentoring", session))
    assert page.context["form"]["place"].value() == "Kontoret"

    post(cast.anna, address("move_mentoring", session), day="2026-12-24", time="09:00", reason="Vakt.")
    session.refresh_from_db()
    assert session.starts_at == dt.datetime(2026, 12, 24, 9, tzinfo=clock.OSLO)
    post(cast.cecilie, address("cancel_mentoring", session), reason="Ferie.")

    read = words(as_(cast.anna).get(session.get_absolute_url()))
    assert "Avlyst" in read
    assert "Vakt." in read
    assert "Ferie." in read


def test_an_action_follows_to_the_next_session_until_it_is_done(cast):
    series = make_series(cast)
    first = make_session(series, "held")
    post(cast.cecilie, address("agree_action", first), text="Les kapitlet.", owner=str(cast.anna.public_id), due_on="")
    following = make_session(series)

    read = words(as_(cast.anna).get(following.get_absolute_url()))
    assert "Åpne fra andre samtaler Les kapitlet." in read
    agreed = MentoringAction.objects.get()
    post(cast.anna, address("finish_action", agreed))

    assert "Les kapitlet." not in words(as_(cast.anna).get(following.get_absolute_url()))
    assert "1 er gjort" in words(as_(cast.anna).get(LIST))


def test_reading_is_logged_for_the_doctor_and_one_s_own_reading_is_not(cast):
    session = make_session(make_series(cast), "minuted")
    as_(cast.anna).get(session.get_absolute_url())
    as_(cast.cecilie).get(session.get_absolute_url())

    rows = AccessLog.objects.values_list("reader_name", "reader_role", "what")
    assert list(rows) == [("Cecilie Vik", "veileder", "veiledningssamtale")]


def test_the_session_asks_the_same_number_of_questions_whatever_is_written(cast):
    series = make_series(cast)
    session = make_session(series, "minuted")
    actions.agree_action(session=session, text="En.", owner=cast.anna, by=cast.anna)
    before = queries_of(cast.anna, session.get_absolute_url())
    for number in range(3):
        actions.agree_action(session=session, text=f"{number}.", owner=cast.anna, by=cast.anna)
        newest = session.texts.filter(kind="minutes").order_by("-pk").first()
        actions.write_minutes(session=session, text=f"{number}", seen=str(newest.public_id), by=cast.cecilie)

    assert queries_of(cast.anna, session.get_absolute_url()) == before


# --- After a change of mentor ---


def test_the_doctor_shares_one_session_with_the_new_mentor(cast):
    session = make_session(make_series(cast), "closed")
    change_mentor(cast, cast.anna, mats := make_mentor(cast))
    assert as_(mats).get(session.get_absolute_url()).status_code == 404
    assert "Del med veilederen din nå" in words(as_(cast.anna).get(session.get_absolute_url()))

    post(cast.anna, address("share_minutes", session))

    read = words(as_(mats).get(session.get_absolute_url()))
    assert MINUTES in read
    assert "Vil snakke om vakter." not in read
    assert "Delt med Mats Bø" in words(as_(cast.anna).get(session.get_absolute_url()))
    assert post(mats, address("write_minutes", session), text="Mer.", seen="").status_code == 403


def test_the_doctor_takes_the_sharing_back_and_sees_what_was_read(cast):
    session = make_session(make_series(cast), "closed")
    change_mentor(cast, cast.anna, mats := make_mentor(cast))
    post(cast.anna, address("share_minutes", session))
    assert as_(mats).get(session.get_absolute_url()).status_code == 200
    assert "Ta delingen tilbake" in words(as_(cast.anna).get(session.get_absolute_url()))
    assert post(mats, address("take_back_sharing", session)).status_code == 403

    post(cast.anna, address("take_back_sharing", session))

    assert as_(mats).get(session.get_absolute_url()).status_code == 404
    read = words(as_(cast.anna).get(session.get_absolute_url()))
    assert "Delingen med Mats Bø ble tatt tilbake" in read
    assert "Del med veilederen din nå" in read
    (logged,) = AccessLog.objects.filter(reader_name="Mats Bø", what__startswith="delt referat fra veiledning ")
    assert logged.subject_id == str(cast.anna.public_id)


def test_the_appointment_is_a_calendar_file_without_names_or_words(cast):
    session = make_session(make_series(cast), "prepared", days=7)
    address_of = address("mentoring_calendar", session)
    assert address_of in as_(cast.anna).get(session.get_absolute_url()).content.decode()
    actions.move_mentoring(
        session=session, starts_at=session.starts_at + DAY, place="Rom 2", reason="Vakt.", by=cast.anna
    )

    response = as_(cast.anna).get(address_of)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"]), event["SEQUENCE"]) == ("Veiledning", "Rom 2", 1)
    assert event.decoded("DTSTART") == (session.starts_at + DAY).replace(microsecond=0)
    for secret in ("Anna", "Cecilie", "Vil snakke", "Vakt."):
        assert secret not in response.content.decode()
    assert as_(cast.bo).get(address_of).status_code == 404


def test_a_former_mentor_reads_own_words_and_can_do_nothing(cast):
    series = make_series(cast)
    session = make_session(series, days=-1)
    actions.write_minutes(session=session, text="Annas ord.", by=cast.anna)
    own = make_session(series, "minuted")
    change_mentor(cast, cast.anna, make_mentor(cast))
    client = as_(cast.cecilie)

    assert "Annas ord." not in words(client.get(session.get_absolute_url()))
    assert MINUTES in words(client.get(own.get_absolute_url()))
    assert client.get(address("write_minutes", own)).status_code == 403
    assert "Avsluttet veiledning Legen leser alt" in words(client.get(LIST))


# --- Groups ---


def test_a_mentor_gathers_a_group_by_searching(cast):
    per = make_doctor(cast, "per", "Per Ås")
    post(cast.cecilie, "/veiledning/ny-gruppe/", name="Tirsdag", institution=str(cast.fjellheim.public_id))
    series = MentoringSeries.objects.get()
    url = address("add_member", series)

    found = post(cast.cecilie, url, text="Per", search="1")
    assert "Per Ås" in words(found)
    post(cast.cecilie, url, person=str(per.public_id))

    read = words(as_(cast.cecilie).get(series.get_absolute_url()))
    assert "Per Ås" in read
    assert (
        "Gruppeveiledning er helst for 6–8 leger. Gruppen har 1. Den kan møtes likevel. Kilde: Helsedirektoratet"
        in read
    )
    assert post(cast.anna, url, text="Per", search="1").status_code == 404


def test_a_group_page_shows_the_doctor_what_is_the_doctor_s(cast):
    per = make_doctor(cast, "per", "Per Ås")
    group = make_group(cast, cast.anna, per)
    session = make_session(group, "minuted", minutes="Delt.")
    post(cast.cecilie, address("write_note", session), doctor=str(per.public_id), text="Bare Per.")
    post(per, address("write_note", session), doctor=str(per.public_id), text="Pers eget.")

    assert "Delt." in words(as_(cast.anna).get(session.get_absolute_url()))
    assert "Bare Per." not in words(as_(cast.anna).get(session.get_absolute_url()))
    read = words(as_(per).get(session.get_absolute_url()))
    assert "Bare Per." in read
    assert "Pers eget." in read
    assert as_(cast.anna).get(address("write_minutes", session)).status_code == 403
    member = group.members.get(doctor=per)
    post(per, address("end_membership", member))
    assert group.members.present().count() == 1
    post(cast.cecilie, address("end_group", group))
    assert not MentoringSeries.objects.running().exists()


def test_a_note_page_is_only_for_groups(cast):
    session = make_session(make_series(cast), "held")
    assert as_(cast.anna).get(address("write_note", session)).status_code == 404


# --- The leader's page: dates ---


def test_the_leader_sees_that_they_met_and_what_is_late(cast):
    series = late_series(cast)
    make_session(series, "closed", days=-50)

    read = words(as_(cast.bo).get("/leger/veiledning/"))

    assert "Anna Berg Forsinket Cecilie Vik avtalt hver 4. uke" in read
    assert "ingen er avtalt" in read
    for secret in (MINUTES, "Vil snakke om vakter", "Kontoret"):
        assert secret not in read
    make_session(series)
    assert "Forsinket" not in words(as_(cast.bo).get("/leger/veiledning/"))


def test_a_deputy_sees_it_and_a_delegate_does_not(cast):
    make_series(cast)
    for person, kind, sees in ((cast.siri, "DEPUTY", True), (cast.stian, "DELEGATE", False)):
        Delegation.objects.create(
            leader=cast.bo, person=person, kind=Delegation.Kind[kind], institution=cast.fjellheim,
            ends_at=clock.now() + DAY,
        )  # fmt: skip
        assert ("Anna Berg" in words(as_(person).get("/leger/veiledning/"))) is sees
    assert "Du leder ingen leger nå" in words(as_(cast.dag).get("/leger/veiledning/"))


def test_the_leader_s_page_asks_the_same_number_of_questions_for_one_and_three(cast):
    make_session(make_series(cast), "closed")
    before = queries_of(cast.bo, "/leger/veiledning/")
    for username in ("per", "nora"):
        doctor = make_doctor(cast, username, f"{username.title()} Ås")
        change_mentor(cast, doctor, cast.cecilie)
        from_bo(cast, doctor)
        make_session(make_series(cast, doctor=doctor), "closed")

    assert queries_of(cast.bo, "/leger/veiledning/") == before


def from_bo(cast, doctor) -> None:
    from fagvei.people import actions as people  # noqa: PLC0415 -- one use

    people.relate(doctor=doctor, person=cast.bo, kind="leader", institution=cast.fjellheim, by=None)


# --- The inbox ---


def kinds(user) -> list[str]:
    return [task.kind for task in tasks_of(user)]


def test_tasks_follow_the_session(cast):
    series = make_series(cast)
    session = make_session(series)
    assert kinds(cast.anna) == kinds(cast.cecilie) == ["prepare_mentoring"]
    actions.prepare_mentoring(session=session, text="Vakter.", by=cast.anna)
    assert (kinds(cast.anna), kinds(cast.cecilie)) == ([], ["prepare_mentoring"])
    with clock.at(session.starts_at + DAY):
        assert kinds(cast.anna) == kinds(cast.cecilie) == ["write_minutes"]
        actions.write_minutes(session=session, text="Vakter.", by=cast.anna)
        assert (kinds(cast.anna), kinds(cast.cecilie)) == ([], ["close_mentoring"])
        actions.close_mentoring(session=session, by=cast.cecilie)
        assert kinds(cast.anna) == kinds(cast.cecilie) == []
        assert kinds(cast.bo) == []


def test_both_are_told_when_it_is_late_and_the_title_tells_nothing_else(cast):
    with clock.at(clock.now().replace(hour=11)):  # near midnight the nights when the clock is set would count
        late_series(cast)

        (task,) = tasks_of(cast.anna)

        assert (task.kind, task.due_on) == ("mentoring_late", clock.today() - 32 * DAY)
        assert kinds(cast.cecilie) == ["mentoring_late"]
    assert task.title == "Veiledningen er forsinket: avtal ny samtale (Cecilie Vik)"


def test_a_promise_is_reminded_of_without_its_words(cast):
    session = make_session(make_series(cast), "held")
    actions.agree_action(
        session=session, text="Hemmelig løfte.", owner=cast.anna, due_on=clock.today() + 3 * DAY, by=cast.cecilie
    )

    titles = [task.title for task in tasks_of(cast.anna) if task.kind == "mentoring_action"]

    assert len(titles) == 1
    assert "Hemmelig" not in titles[0]


def test_a_former_mentor_has_no_tasks(cast):
    make_session(late_series(cast), "held")
    change_mentor(cast, cast.anna, make_mentor(cast))
    assert kinds(cast.cecilie) == []
