"""What every test may ask for: the people everybody knows, and a quick password hasher."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.template import Node, engines
from django.template.base import FilterExpression
from django.template.defaulttags import ForNode, RegroupNode
from django.test import override_settings

from fagvei.common import clock
from fagvei.common.tests.random_order import random_order
from fagvei.people.tests.cast import make_cast


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """The files that take minutes come first: two workers share what is left, and neither ends long after the other.

    On PostgreSQL those that never ask a database are left out, and those that judge what is the same on either: the run on
    SQLite has judged them.
    """
    items.sort(key=lambda item: item.get_closest_marker("heavy") is None)
    if os.environ.get("FAGVEI_TEST_DB") == "postgres" and os.environ.get("FAGVEI_LONG") != "1":
        config.hook.pytest_deselected(items=[item for item in items if not differs_by_database(item)])
        items[:] = [item for item in items if differs_by_database(item)]


def differs_by_database(item) -> bool:
    return asks_a_database(item) and item.get_closest_marker("same_on_both") is None


def asks_a_database(item) -> bool:
    """pytest-django closes the database to every other test."""
    fixtures = {"db", "transactional_db", "live_server", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Tables are made from the models: to play a hundred migrations takes a minute for each worker.

    What the migrations make is the same: tests/house/test_migrations.py compares.
    """
    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("migrate", fake=True, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def fast_passwords():
    """Hashing as slowly as in production would be half of the suite's time."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def the_clock_is_measured_once():
    """On PostgreSQL the clock asks the database again every few seconds, and would now and then count as a page's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "REMEASURE_AFTER_SECONDS", float("inf"))
        yield


@pytest.fixture(scope="session", autouse=True)
def unordered_queries_are_shuffled():
    with random_order():
        yield


class UndefinedVariable(str):
    """Stands in for `string_if_invalid`: a variable that does not exist in one of our own templates is an error.

    Django asks `string_if_invalid % name`. Whose template it is, the nearest node on the stack knows; those of others
    (Django, allauth) get the empty text they are written for.
    """

    __slots__ = ()

    def __mod__(self, variable):
        origin = _origin_of_nearest_node(sys._getframe(1))
        if origin.startswith(str(OUR_TEMPLATES)):
            raise AssertionError(f"Undefined variable {variable} in {origin.removeprefix(str(OUR_TEMPLATES))}")
        return ""


OUR_TEMPLATES = Path(__file__).resolve().parent / "src" / "fagvei"


def _origin_of_nearest_node(frame) -> str:
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin)
        frame = frame.f_back
    return ""


def _resolve_loudly(self, context, ignore_failures=False):
    """`for` and `regroup` make nothing of a variable that does not exist, so a wrong name would show an empty list. `if` may ask."""
    asks = sys._getframe(1).f_locals.get("self") if ignore_failures else None
    return _resolve(self, context, ignore_failures and not isinstance(asks, (ForNode, RegroupNode)))


_resolve = FilterExpression.resolve


@pytest.fixture(scope="session", autouse=True)
def undefined_variables_fail():
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, UndefinedVariable("%s")
    FilterExpression.resolve = _resolve_loudly
    yield
    FilterExpression.resolve = _resolve
    engine.string_if_invalid = before


@pytest.fixture
def cast(db) -> SimpleNamespace:
    """All people and places at once: `cast.anna`, `cast.fjellheim` ..."""
    return make_cast()


def _one(name: str):
    @pytest.fixture(name=name)
    def fixture(cast):
        return getattr(cast, name)

    return fixture


anna, bo, cecilie, siri, stian = map(_one, ("anna", "bo", "cecilie", "siri", "stian"))
dag, eva, hilde, trond = map(_one, ("dag", "eva", "hilde", "trond"))
fjellheim, kystbyen = map(_one, ("fjellheim", "kystbyen"))
region, centre, specialty = map(_one, ("region", "centre", "specialty"))
