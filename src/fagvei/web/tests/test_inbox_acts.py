"""What can be done in the row itself: by the room's own address, with the answer read in the inbox."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.courses import actions as courses
from fagvei.courses.models import CourseApplication
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.test_seats_actions import released, soon
from fagvei.people import actions
from fagvei.people import queries as people
from fagvei.people.queries.confirm_tasks import CONFIRM_EVERY, ROWS_AT_MOST
from fagvei.training.tests import factories as make
from fagvei.training.tests.browsing import as_, words
from fagvei.web import inbox

INBOX = "/oppgaver/"
FORM = re.compile(r'<form action="([^"]+)" method="post">(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def forms_of(user) -> list[tuple[str, dict[str, list[str]]]]:
    """The buttons that stand in the rows: where they go, and what they send."""
    page = as_(user).get(INBOX).content.decode()
    found = []
    for action, inside in FORM.findall(page.partition("<main")[2].partition('id="notices"')[0]):
        sent: dict[str, list[str]] = {}
        for name, value in FIELD.findall(inside):
            sent.setdefault(name, []).append(html.unescape(value))
        found.append((action, sent))
    return found


def press(user, form) -> tuple[str, str]:
    """Where one comes, and what is said there."""
    client = as_(user)
    answer = client.post(form[0], form[1])
    return answer["Location"], words(client.get(answer["Location"]))


@pytest.fixture
def record(cast):
    return make.make_record(cast)


@pytest.fixture
def awaiting(cast):
    (doctor,) = seats.make_doctors(cast, 1)
    found = seats.make_round(cast, 1, 1)
    return found, seats.apply(cast, found, doctor, 1, 0, consent=False)


def test_consent_is_given_from_a_row_that_says_every_wish_in_its_order(cast, awaiting):
    found, row = awaiting
    first, second = (each.run for each in found.round_runs.order_by("run__starts_on"))
    text = words(as_(cast.bo).get(INBOX))
    assert f"{second.dates}, Sted 2 eller {first.dates}, Sted 1" in text
    [form] = forms_of(cast.bo)

    where, said = press(cast.bo, form)

    row.refresh_from_db()
    assert (where, row.state, row.consent_by) == (INBOX, CourseApplication.State.SENT, cast.bo)
    assert "Du har samtykket. Søknaden teller med." in said
    assert AuditEvent.objects.filter(name="course_consented").count() == 1
    assert forms_of(cast.bo) == []


def test_a_consent_is_to_the_wishes_that_were_read(cast, awaiting):
    found, row = awaiting
    [form] = forms_of(cast.bo)
    courses.change_wishes(application=row, wishes=[str(found.round_runs.first().public_id)], by=row.doctor)

    where, said = press(cast.bo, form)

    row.refresh_from_db()
    assert (where, row.state) == (INBOX, CourseApplication.State.AWAITING)
    assert "Legen har endret ønskene etter at du åpnet siden." in said
    [again] = forms_of(cast.bo)
    assert "Du har samtykket." in press(cast.bo, again)[1]


def test_pressing_twice_does_one_thing_and_a_refusal_is_read_in_the_inbox(cast, awaiting):
    _found, row = awaiting
    [form], [late] = forms_of(cast.bo), forms_of(cast.bo)
    press(cast.bo, form)

    assert press(cast.bo, form)[0] == INBOX
    where, said = press(cast.bo, late)

    assert where == INBOX
    assert "Søknaden venter ikke på samtykke." in said
    assert AuditEvent.objects.filter(name="course_consented").count() == 1
    assert row.events.filter(kind="consented").count() == 1


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "javascript:alert(1)", "/oppgaver/\0"])
def test_a_form_leads_to_no_other_site(cast, awaiting, wanted):
    _found, row = awaiting
    [(action, sent)] = forms_of(cast.bo)

    assert as_(cast.bo).post(action, sent | {"next": wanted})["Location"] == row.get_absolute_url()


def test_a_word_is_no_page_to_go_on_to(cast, awaiting):
    _found, row = awaiting
    [form], [late] = forms_of(cast.bo), forms_of(cast.bo)
    press(cast.bo, form)

    assert as_(cast.bo).post(late[0], late[1] | {"next": "inbox"})["Location"] == row.get_absolute_url()
    assert as_(cast.bo).post("/varsler/lest/", {"next": "inbox"})["Location"] == "/min-side/"


def test_a_seat_is_taken_from_a_row_that_says_what_it_costs_and_when_one_can_leave(cast):
    (doctor,) = seats.make_doctors(cast, 1)
    found, (row,) = released(cast, [doctor], 1)
    run = found.round_runs.get().run
    with soon(found):
        text = words(as_(doctor).get(INBOX))
        [form] = forms_of(doctor)
        where, said = press(doctor, form)

    assert f"{run.dates}, {run.where}. Du kan melde deg av til og med " in text
    assert "Etter fristen sendes faktura. Kursavgift: " in text
    assert (where, row.offers.get().state) == (INBOX, "accepted")
    assert "Du har takket ja. Plassen er din." in said


def test_a_yes_that_lets_go_of_another_wish_is_not_given_from_the_row(cast):
    (doctor,) = seats.make_doctors(cast, 1)
    found = seats.make_round(cast, 1, 1)
    seats.serve(cast, doctor, 400, until=clock.today())
    seats.apply(cast, found, doctor, 0, 1)
    with seats.after_deadline(found):
        seats.release(cast, found)
    with soon(found):
        [task] = [each for each in inbox.tasks_for(doctor) if each.kind == "seat_offer"]

    assert (task.act, task.act_label) == (None, "Svar")


def test_a_goal_is_sent_from_the_row(record):
    goal = make.bring_goal(record, "RUS-001", "ready")
    [form] = forms_of(record.anna)

    where, said = press(record.anna, form)

    goal.refresh_from_db()
    assert (where, goal.state) == (INBOX, "sent")
    assert "Sendt til Bo Lund, som avgjør målet." in said


def test_the_relations_of_one_doctor_are_confirmed_as_they_stand_in_the_row(cast):
    first = cast.anna.relations_as_doctor.earliest("confirmed_at").confirmed_at
    with clock.at(first + CONFIRM_EVERY + dt.timedelta(days=1)):
        text = words(as_(cast.bo).get(INBOX))
        shown = people.relations_unconfirmed(cast.bo)
        names = {f"{each.get_kind_display()} {each.person}" for each in shown}
        [form] = forms_of(cast.bo)
        where, said = press(cast.bo, form)
        left = people.relations_unconfirmed(cast.bo).count()

    assert names
    assert all(name in text for name in names)
    assert sorted(form[1]["relation"]) == sorted(str(each.public_id) for each in shown)
    assert (where, left) == (INBOX, 0)
    assert f"{len(names)} relasjoner er bekreftet." in said


def test_relations_of_many_doctors_are_one_line_without_a_button(cast):
    doctors = seats.make_doctors(cast, ROWS_AT_MOST)
    for doctor in doctors:
        actions.relate(doctor=doctor, person=cast.siri, kind="supervisor", institution=cast.fjellheim, by=None)
    with clock.at(clock.now() + CONFIRM_EVERY + dt.timedelta(days=1)):
        [task] = [each for each in inbox.tasks_for(cast.bo) if each.kind == "confirm_relations"]

    assert task.act is None
    assert task.count == ROWS_AT_MOST + 3  # Anna's three


def test_nothing_is_signed_said_or_decided_from_a_row(record):
    """Each item is seen first: also a single one."""
    make.make_activity(record, sent=True)
    make.bring_goal(record, "RUS-001", "completed")
    make.bring_goal(record, "RUS-002", "sent")
    kinds = set()

    for person in (record.siri, record.cecilie, record.bo):
        tasks = inbox.tasks_for(person)
        kinds |= {each.kind for each in tasks}
        assert [each.kind for each in tasks if each.act] == []
        assert forms_of(person) == []

    assert kinds == {"sign_activities", "give_opinion", "decide_goal"}


def test_more_rows_with_buttons_ask_no_more_questions(cast, awaiting):
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(INBOX)
        return len(captured)

    client = as_(cast.bo)
    client.get(INBOX)
    with_one = questions()
    for doctor in seats.make_doctors(cast, 3):
        seats.apply(cast, awaiting[0], doctor, 0, 1, consent=False)

    assert questions() == with_one
    assert len(forms_of(cast.bo)) == 3
