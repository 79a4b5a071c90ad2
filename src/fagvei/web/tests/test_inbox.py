"""One list of what waits for a person, whichever room it comes from."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.common import clock
from fagvei.common.tasks import Task
from fagvei.people import actions as people
from fagvei.web import inbox

PACKAGE = Path(inbox.__file__).parents[1]
NOW = dt.datetime(2027, 5, 3, 10, tzinfo=dt.UTC)


def task(title="Signer 5 aktiviteter fra Anna Berg", waited_days=0, due_in=None, count=1) -> Task:
    due_on = None if due_in is None else NOW.date() + dt.timedelta(days=due_in)
    since = NOW - dt.timedelta(days=waited_days)
    return Task("sign", title, "/oppgaver/", "Se én og én", waiting_since=since, due_on=due_on, count=count)


@pytest.mark.parametrize(
    ("row", "group"),
    [
        (task(due_in=-2), "today"),
        (task(due_in=0), "today"),
        (task(due_in=7), "week"),
        (task(due_in=8), "later"),
        (task(due_in=30, waited_days=100), "later"),
        (task(waited_days=10), "today"),
        (task(waited_days=3), "week"),
        (task(waited_days=1), "later"),
    ],
)
def test_what_is_late_or_has_waited_long_comes_first(row, group):
    with clock.at(NOW):
        assert inbox.urgency(row) == group


def test_groups_without_tasks_are_left_out():
    with clock.at(NOW):
        groups = inbox.grouped([task(due_in=0), task(waited_days=0)])

    assert [(group.key, len(group.tasks)) for group in groups] == [("today", 1), ("later", 1)]


def test_the_page_shows_task_age_and_one_act_button(client, bo, monkeypatch):
    monkeypatch.setattr(inbox, "tasks_for", lambda user: [task(waited_days=12, count=5)])
    client.force_login(bo)

    with clock.at(NOW):
        page = client.get("/oppgaver/").content.decode()

    assert "Signer 5 aktiviteter fra Anna Berg" in page
    assert "21. april 2027" in page
    assert "(12 dager)" in page
    assert page.count("Se én og én") == 1


@pytest.mark.parametrize(
    ("due_in", "said", "unsaid"),
    [(-2, "Fristen gikk ut", "Frist "), (0, "Frist ", "gikk ut"), (9, "Frist ", "gikk ut")],
)
def test_a_deadline_that_has_passed_is_told_in_words(client, bo, monkeypatch, due_in, said, unsaid):
    monkeypatch.setattr(inbox, "tasks_for", lambda user: [task(due_in=due_in)])
    client.force_login(bo)

    with clock.at(NOW):
        page = " ".join(client.get("/oppgaver/").content.decode().split())

    assert said in page
    assert unsaid not in page


def test_tasks_of_all_rooms_are_one_list_with_the_nearest_deadline_first(bo, monkeypatch):
    rows = {"training": [task("sist", due_in=9), task("først", due_in=1)], "people": [task("midt", due_in=4)]}
    monkeypatch.setattr(inbox, "ROOMS", tuple(rows))
    monkeypatch.setattr(
        inbox, "_function", lambda room, name: (lambda user: rows[room]) if name == "tasks_for" else None
    )

    assert [row.title for row in inbox.tasks_for(bo)] == ["først", "midt", "sist"]
    assert inbox.task_count(bo) == 3


def test_a_room_may_count_more_cheaply_than_it_lists(bo, monkeypatch):
    monkeypatch.setattr(inbox, "ROOMS", ("training",))
    monkeypatch.setattr(inbox, "_function", lambda room, name: (lambda user: 42) if name == "task_count" else None)

    assert inbox.task_count(bo) == 42


def test_every_room_with_something_waiting_is_asked():
    """A room that offers tasks and is not named would keep them to itself."""
    files = [*PACKAGE.glob("*/queries.py"), *PACKAGE.glob("*/queries/*.py")]
    offering = [path for path in files if "\ndef tasks_for(" in path.read_text()]

    rooms = {path.relative_to(PACKAGE).parts[0] for path in offering}

    assert rooms
    assert rooms <= set(inbox.ROOMS)


def test_an_inbox_with_nothing_says_what_will_come(client, eva):
    client.force_login(eva)

    page = client.get("/oppgaver/").content.decode()

    assert "Ingenting venter på deg." in page
    assert "Ingen varsler ennå." in page


def test_notices_are_marked_as_read(client, bo):
    people.notify(user=bo, kind="goal_sent", text="Et mål venter på deg", path="/oppgaver/")
    client.force_login(bo)
    assert client.get("/oppgaver/").context["has_unread"] is True

    response = client.post("/varsler/lest/", {"next": "/oppgaver/"})

    assert response["Location"] == "/oppgaver/"
    assert client.get("/oppgaver/").context["has_unread"] is False


def test_the_number_of_queries_does_not_depend_on_the_number_of_notices(client, bo):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/oppgaver/")
        return len(captured)

    client.force_login(bo)
    client.get("/oppgaver/")
    people.notify(user=bo, kind="goal_sent", text="Et mål venter på deg")
    with_one = queries()
    for _ in range(2):
        people.notify(user=bo, kind="goal_sent", text="Et mål venter på deg")

    assert queries() == with_one


def test_the_inbox_is_for_those_who_are_logged_in(client, db):
    assert client.get("/oppgaver/").status_code == 302


def test_a_visitor_costs_no_questions_about_tasks_or_roles(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/")
