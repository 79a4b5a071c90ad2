"""A small history of the whole house, done by its own actions."""

import logging
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.db import transaction
from django.test import override_settings
from visits import Visitors
from world import build_world

from fagvei.audit.actions import seal_everything
from fagvei.config.settings import ROOMS
from fagvei.web import inbox


@pytest.fixture
def build_history(cast):
    """Call it to let people act. A room adds to it with `add_history(cast)` in its `tests/history.py`.

    Upper rooms come first: they make the world they need, and the lower ones add to it.
    """

    def build():
        for room in reversed(ROOMS):
            if find_spec(f"{room}.tests") and find_spec(f"{room}.tests.history"):
                import_module(f"{room}.tests.history").add_history(cast)
        seal_everything()
        return cast

    return build


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """People in every relation and objects in every state, built once for a file; every test leaves it as it was.

    The tests that ask for it say `pytestmark = pytest.mark.django_db`. Thousands of refusals would fill the log, and the
    number beside «Oppgaver» is half the work of a page and has tests of its own: both are off.
    """
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(inbox, "task_count", lambda user: 0)
        logging.disable(logging.ERROR)
        yield build_world()
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visitors(world):
    return Visitors(world)
