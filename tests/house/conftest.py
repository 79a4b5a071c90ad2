"""A small history of the whole house, done by its own actions."""

from importlib import import_module
from importlib.util import find_spec

import pytest

from fagvei.audit.actions import seal_everything
from fagvei.config.settings import ROOMS


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
