"""A record to work in, and a folder for files that goes with the test."""

import pytest

from fagvei.training.tests.factories import make_record


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def record(cast):
    """The cast with a small curriculum, and Anna's plan: RUS-001 to RUS-003, FKM-01 and FKM-02."""
    return make_record(cast)
