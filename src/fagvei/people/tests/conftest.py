"""Ways to log in that the tests of this room share."""

import pytest
from django.core.cache import cache
from django.urls import reverse


@pytest.fixture(autouse=True)
def own_cache(settings):
    """allauth counts attempts in the cache; two workers must not count together."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def log_in(client):
    """By the page, with a password, as people do."""

    def log_in(user, password="demo", **extra):
        return client.post(reverse("account_login"), {"login": user.username, "password": password, **extra})

    return log_in
