"""What every test may ask for: the people everybody knows, and a quick password hasher."""

from types import SimpleNamespace

import pytest
from django.test import override_settings

from fagvei.people.tests.cast import make_cast


@pytest.fixture(scope="session", autouse=True)
def fast_passwords():
    """Hashing as slowly as in production would be half of the suite's time."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


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
