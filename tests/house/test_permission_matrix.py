"""Every cell of the permission matrix, asked in ways that must agree: the table, the policy, the queryset.

A cell is a person, an object in a state, and a permission. The people, and who they are to each object, are written by
hand in `everybody.py` and `objects_of_*.py`. The fourth way, over HTTP, is in `test_permission_matrix_http.py`.
"""

import datetime as dt

import matrix
import pytest
from everybody import SINCE, World
from matrix import Visit, agree

from fagvei.common import clock
from fagvei.common.permissions import Permission, PermissionRow
from fagvei.training import access as training

# So that there is a database; the world below lies around what each test does.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def table():
    return matrix.the_table()


def cells_of(world: World, table: matrix.Table):
    for specimen in world.specimens:
        for permission in table.permissions_of(specimen.object_type):
            for username in world.people:
                yield username, permission, specimen


# --- Three answers without HTTP --------------------------------------------------------------------------------------


@pytest.mark.same_on_both
def test_the_policy_is_the_table(world, table):
    """The policy is Python alone; what the database answers is the queryset's, asked on both."""

    def wrong():
        for username, permission, specimen in cells_of(world, table):
            told = table.allows(username, permission, specimen)
            if matrix.policy_says(world.people[username], permission, specimen) != told:
                yield f"{username} {permission} {specimen}: the table says {told}, the policy {not told}"

    agree(wrong())


def test_the_queryset_is_the_table(world, table):
    def wrong():
        for specimens in matrix.alike(world.specimens):
            for username, user in world.people.items():
                shown = matrix.queryset_shows(user, specimens)
                for specimen in specimens:
                    told = table.sees(username, specimen)
                    if (specimen.obj.pk in shown) != told:
                        yield f"{username} sees {specimen}: the table says {told}, the queryset {not told}"

    agree(wrong())


def test_every_row_has_an_object_that_it_is_about(world, table):
    """Otherwise a row could say anything."""
    unused = []
    for row in table.rows:
        about = [s for s in world.of_type(row.object_type) if not row.states or s.state in row.states]
        words = {word for specimen in about for name in world.people for word in specimen.words(name)}
        unused += [f"{row.object_type} {row.permission}: nobody is its {word}" for word in row.relations - words]
        unused += [f"{row.object_type} in state {state}" for state in row.states - {s.state for s in about}]
    assert not unused, "\n".join(sorted(set(unused)))


# --- The comparison itself can fail ----------------------------------------------------------------------------------


def test_a_wrong_row_is_found(world, table):
    """Planted: the table says that a supervisor may see accounts."""
    planted = PermissionRow("user", Permission.SEE, frozenset({"public"}), url_names=("people:person",))
    wrong_table = matrix.Table([*table.rows, planted])
    account = world.find("user", "anna")
    assert wrong_table.allows("siri", Permission.SEE, account)
    assert not matrix.policy_says(world.cast.siri, Permission.SEE, account)
    assert not matrix.queryset_says(world.cast.siri, account)


# --- Time ------------------------------------------------------------------------------------------------------------

SECOND = dt.timedelta(seconds=1)


def decides(world, visitors, username: str) -> tuple[bool, bool, int]:
    """Policy, queryset and HTTP about Anna's goal that is sent, at the instant of the clock."""
    goal = world.find("plan_goal", "RUS-006 of anna, sent").obj
    user = world.people[username]
    visit = Visit(visitors.client_of(username), "GET", f"{goal.get_absolute_url()}avgjor/", {})
    seen = type(goal).objects.visible_to(user).filter(pk=goal.pk).exists()
    return training.can(user, Permission.SIGN_OFF, goal), seen, visit.status


def test_a_delegation_holds_until_the_second_it_ends(world, visitors):
    """Erik's power over Anna's case (T-05): one second before the end, at the end, one second after."""
    ends_at = world.cast.delegations["erik"].ends_at
    answers = []
    for moment in (ends_at - SECOND, ends_at, ends_at + SECOND):
        with clock.at(moment):
            answers.append(decides(world, visitors, "erik"))
    assert answers == [(True, True, 200), (False, False, 404), (False, False, 404)]


def test_a_delegation_begins_at_the_second_it_says(world):
    starts_at = world.cast.delegations["fia"].starts_at
    goal = world.find("plan_goal", "RUS-006 of anna, sent").obj
    answers = []
    for moment in (starts_at - SECOND, starts_at, starts_at + SECOND):
        with clock.at(moment):
            answers.append(training.can(world.cast.fia, Permission.SIGN_OFF, goal))
    assert answers == [False, True, True]


def test_a_mentor_sees_nothing_new_from_the_second_another_takes_over(world):
    """Gro was Anna's mentor until Cecilie became it (T-07)."""
    goal = world.find("plan_goal", "RUS-006 of anna, sent").obj
    answers = []
    for moment in (SINCE - SECOND, SINCE):
        with clock.at(moment):
            answers.append([training.can(user, Permission.SEE, goal) for user in (world.cast.gro, world.cast.cecilie)])
    assert answers == [[True, False], [False, True]]
