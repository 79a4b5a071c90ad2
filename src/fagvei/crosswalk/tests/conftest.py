"""The cast with goals, recommendations and the people of both fields."""

import pytest

from fagvei.crosswalk.tests import factories as make


@pytest.fixture
def world(cast, settings):
    """Where the national text is one's own to change; the demo's local layer has a test of its own."""
    settings.FAGVEI_DEMO = False
    return make.make_world(cast)
