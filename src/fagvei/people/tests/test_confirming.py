"""Each half-year the leader says that the relations still hold: one by one, or all that were seen (T-31)."""

import datetime as dt
import uuid

import pytest

from fagvei.common import clock
from fagvei.people import actions, queries
from fagvei.people.models import Delegation
from fagvei.people.queries.reports import CONFIRM_EVERY
from fagvei.people.tests.cast import SINCE

PAGE = "/relasjoner/bekreft/"


@pytest.fixture
def later(cast):
    """Half a year and a day after the relations were made."""
    first = cast.anna.relations_as_doctor.earliest("confirmed_at").confirmed_at
    with clock.at(first + CONFIRM_EVERY + dt.timedelta(days=1)):
        yield cast


def press(client, relations):
    return client.post(
        PAGE, {"idempotency_key": str(uuid.uuid4()), "relation": [str(row.public_id) for row in relations]}
    )


def test_one_press_confirms_one_relation_and_the_page_shows_the_rest(client, later):
    client.force_login(later.bo)
    first, *rest = queries.relations_unconfirmed(later.bo)

    answer = press(client, [first])

    assert answer["Location"] == PAGE
    assert list(queries.relations_unconfirmed(later.bo)) == rest
    assert press(client, rest)["Location"] == "/relasjoner/"
    press(client, rest)
    assert "Relasjonene var allerede bekreftet." in client.get("/relasjoner/").content.decode()
    assert "Alt er bekreftet." in client.get(PAGE).content.decode()


def test_the_task_has_a_due_date(later):
    [task] = queries.tasks_for(later.bo)

    assert (task.url, task.count) == (PAGE, 3)
    assert task.due_on == clock.today() - dt.timedelta(days=1)


def test_a_deputy_confirms_and_others_have_nothing_to_confirm(client, later):
    actions.delegate(
        leader=later.bo, person=later.stian, kind=Delegation.Kind.DEPUTY, institution=later.fjellheim, by=later.bo,
        ends_at=clock.now() + dt.timedelta(days=3),
    )  # fmt: skip
    relation = queries.relations_unconfirmed(later.bo)[0]

    client.force_login(later.dag)
    press(client, [relation])
    assert relation in queries.relations_unconfirmed(later.bo)
    client.force_login(later.stian)
    press(client, [relation])
    assert relation not in queries.relations_unconfirmed(later.bo)
    assert clock.now() > SINCE
