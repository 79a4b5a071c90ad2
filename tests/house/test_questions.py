"""A page asks a fixed number of questions, however many rows it shows: the same question about one row after the other is found.

Each page of the house is opened by those who may, and its questions are told apart by what they ask about. What is asked
again about the same thing, such as a right, does not grow with the rows. Growth with the number of doctors is measured by
`make bench`; here every page is looked at, with the few rows that the world of the matrix holds.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import matrix
import pages
import pytest
import visits
from django.db import connection

from fagvei.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.heavy, pytest.mark.same_on_both]

MOST = 2  # rows that the same question may be asked about
# A question for each of a few kinds, however many there are of each.
OF_EACH_KIND = {
    "account_reauthenticate": "each kind of second factor",
    "guideline:consensus_round": "each of three roles",
    "training:ask_assessment": "mentor, supervisors, leader",
    "training:call_panel": "mentor, supervisors, leader",
    "training:start_assessment": "mentor, supervisors, leader",
}
VISITS_OF_ONE_PATH = 2
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
Asked = dict[str, set[tuple[str, ...]]]


@contextmanager
def listening() -> Iterator[Asked]:
    """{question: the things it was asked about}. Moments are left out: they differ each time."""
    asked: Asked = defaultdict(set)

    def note(execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            about = (str(each) for each in params or () if not isinstance(each, dt.datetime))
            asked[sql].add(tuple(each for each in about if not MOMENT.match(each)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def asked_row_by_row(asked: Asked, most: int = MOST) -> list[str]:
    return [f"{len(about)} times: {sql[:200]}" for sql, about in asked.items() if len(about) > most]


def test_no_page_asks_row_by_row(world, visitors):
    table, seen, found, needed = matrix.the_table(), defaultdict(int), [], set()
    for username, path, at in pages.openings(world, table):
        if seen[path] == VISITS_OF_ONE_PATH:
            continue
        client = visitors.client_of(username)
        with visits.nothing_stays(), visits.unchanged_session(client), listening() as asked:
            answer = client.get(path)
        if answer.status_code == 200:
            seen[path] += 1
            faults = asked_row_by_row(asked)
            if at.name in OF_EACH_KIND:
                needed |= {at.name} if faults else set()
                faults = asked_row_by_row(asked, MOST + 1)
            found += [f"{at.name} as {username}, {fault}" for fault in faults]
    assert not found, "\n".join(found)
    assert len(seen) > 300
    assert needed == set(OF_EACH_KIND)


def test_a_question_for_each_row_is_found(world):
    people = list(User.objects.order_by("pk")[:3])
    with listening() as asked:
        for person in people:
            assert person.goal_plans.count() >= 0
    assert len(asked_row_by_row(asked)) == 1


def test_what_is_asked_again_about_the_same_is_no_growth(world):
    with listening() as asked:
        for _time in range(5):
            assert User.objects.filter(username="anna", created_at__lte=dt.datetime.now(dt.UTC)).exists()
    assert asked_row_by_row(asked) == []
