"""The own calendar: opened, renewed and closed by the doctor, fetched with the secret, and silent about everybody else."""

import datetime as dt
import logging

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from fagvei.common import clock
from fagvei.common.logs import WithoutSecrets, without_secrets
from fagvei.courses import actions
from fagvei.courses.models import CourseRun, PersonalCalendar
from fagvei.courses.rules.calendar_secret import secret_of
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.people import actions as people
from fagvei.training.tests import mentoring_factories as mentoring
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event

PAGE = "/mine-kurs/kalender/"


def address_of(row) -> str:
    return reverse("courses:own_calendar", args=[secret_of(row.seed)])


def events_of(row) -> list:
    return Calendar.from_ical(Client().get(address_of(row)).content).walk("VEVENT")


def titles_of(row) -> list[str]:
    return sorted(str(event["SUMMARY"]) for event in events_of(row))


def test_a_doctor_opens_renews_and_closes_the_address(cast):
    assert "Lag en adresse" in words(as_(cast.anna).get(PAGE))
    post(cast.anna, f"{PAGE}apne/")
    first = PersonalCalendar.objects.get()
    assert last_event() == ("personal_calendar_opened", "Anna Berg", "doctor")
    shown = as_(cast.anna).get(PAGE)
    assert f'value="{settings.FAGVEI_BASE_URL}{address_of(first)}"' in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"
    assert Client().get(address_of(first)).status_code == 200

    post(cast.anna, f"{PAGE}apne/")
    second = PersonalCalendar.objects.get()
    assert last_event()[0] == "personal_calendar_renewed"
    assert [Client().get(address_of(each)).status_code for each in (first, second)] == [404, 200]

    post(cast.anna, f"{PAGE}lukk/")
    assert last_event() == ("personal_calendar_closed", "Anna Berg", "doctor")
    assert Client().get(address_of(second)).status_code == 404
    assert refused(lambda: actions.close_calendar(by=cast.anna)) == "calendar_closed"


def test_the_secret_is_nowhere_in_the_database(cast):
    row = actions.open_calendar(by=cast.anna)
    secret = secret_of(row.seed)
    assert secret not in str(PersonalCalendar.objects.values().get())
    assert len(row.secret_hash) == 64


def test_only_doctors_with_an_open_account_have_one(cast):
    assert refused(lambda: actions.open_calendar(by=cast.bo)) == "doctors_only"
    assert as_(cast.bo).get(PAGE).status_code == 404
    row = actions.open_calendar(by=cast.anna)
    people.deactivate_user(user=cast.anna, by=None)
    assert Client().get(address_of(row)).status_code == 404


@pytest.mark.parametrize("secret", ["x", "0" * 64, "æ" * 64])
def test_any_other_secret_is_not_found(cast, secret):
    actions.open_calendar(by=cast.anna)
    assert Client().get(reverse("courses:own_calendar", args=[secret])).status_code == 404


def test_offers_seats_and_deadlines_stand_in_it(cast):
    row = actions.open_calendar(by=cast.anna)
    found = seats.make_round(cast, 1)
    application = seats.apply(cast, found, cast.anna)
    assert titles_of(row) == []
    with seats.after_deadline(found):
        seats.release(cast, found)
        assert titles_of(row) == ["Svarfrist for kursplass: Kurs RUS-GK1", "Tilbud om kursplass: Kurs RUS-GK1"]
        actions.accept_offer(offer=seats.offer_of(application), by=cast.anna)
        assert titles_of(row) == ["Avmeldingsfrist: Kurs RUS-GK1", "Kurs RUS-GK1"]
        event = next(each for each in events_of(row) if each["SUMMARY"] == "Kurs RUS-GK1")
        run = found.round_runs.get().run
        assert (event["DTSTART"].dt, event["LOCATION"], event["STATUS"]) == (run.starts_on, "Sted 1", "CONFIRMED")
        before = event["SEQUENCE"]
    with clock.at(found.deadline_at + dt.timedelta(hours=2)):
        actions.cancel_run(run=run, reason="Kurslederen er syk.", by=cast.eva)
        (event,) = events_of(row)
        assert (event["STATUS"], event["SEQUENCE"] - before) == ("CANCELLED", 3600)


def test_a_course_of_one_day_takes_the_day_and_a_deadline_does_not(cast):
    """Found by audit: whoever asks the calendar was told that the doctor is free on the day of the course."""
    row = actions.open_calendar(by=cast.anna)
    found = seats.make_round(cast, 1)
    application = seats.apply(cast, found, cast.anna)
    run = found.round_runs.get().run
    CourseRun.objects.filter(pk=run.pk).update(ends_on=run.starts_on, days=1)
    with seats.after_deadline(found):
        seats.release(cast, found)
        actions.accept_offer(offer=seats.offer_of(application), by=cast.anna)
        busy = {str(each["SUMMARY"]): each["TRANSP"] for each in events_of(row)}
    assert busy == {"Kurs RUS-GK1": "OPAQUE", "Avmeldingsfrist: Kurs RUS-GK1": "TRANSPARENT"}


def test_talks_and_courses_taken_stand_in_it_and_nobody_is_named(cast):
    make.attend(cast, cast.anna)
    mentoring.make_session(mentoring.make_series(cast))
    row = actions.open_calendar(by=cast.anna)
    assert titles_of(row) == ["Kurs HELD-1", "Veiledning"]
    text = Client().get(address_of(row)).content.decode()
    assert [name for name in ("Anna", "Berg", "Cecilie", "Vik", "Eva", "Bo Lund") if name in text] == []


def test_one_seat_and_three_take_as_many_queries(cast, django_assert_num_queries):
    row = actions.open_calendar(by=cast.anna)
    for number in (1, 2, 3):
        found = seats.make_round(cast, 1, course=make.make_course(cast, f"RUS-K{number}"))
        seats.apply(cast, found, cast.anna)
        with seats.after_deadline(found):
            seats.release(cast, found)
            with django_assert_num_queries(6):
                assert len(titles_of(row)) == 2 * number


def test_no_log_has_the_secret(cast, caplog):
    secret = secret_of(actions.open_calendar(by=cast.anna).seed)
    assert without_secrets(f"Not Found: /kalender/{secret}/x") == "Not Found: /kalender/…/x"
    caplog.handler.addFilter(WithoutSecrets())
    with caplog.at_level(logging.WARNING):
        Client().get(f"/kalender/{secret[:-1]}/mine-kurs.ics")
    assert "/kalender/…/mine-kurs.ics" in caplog.text
    assert secret[:-1] not in caplog.text
    assert [each["filters"] for each in settings.LOGGING["handlers"].values()] == [["without_secrets"]]
