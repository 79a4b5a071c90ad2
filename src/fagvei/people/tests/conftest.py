"""Ways to log in that the tests of this room share."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from fagvei.common.clock import DATABASE_CLOCK_SQL


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


@pytest.fixture
def count_queries(django_assert_max_num_queries):
    """How many queries something makes, once it is warm; the clock asks PostgreSQL every few seconds and is left out."""

    def count_queries(act):
        act()  # the first request of a session stamps it
        with django_assert_max_num_queries(60) as captured:
            act()
        return sum(query["sql"] != DATABASE_CLOCK_SQL for query in captured.captured_queries)

    return count_queries
