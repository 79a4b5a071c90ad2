"""A small guideline that readers comment on: with its owner and reviewer, and Anna, who is logged in."""

import uuid

from django.core.cache import cache

from fagvei.guideline.tests import factories as make
from fagvei.people import actions as people

TEXT = "Legemidlet på side to heter noe annet nå."


def make_commented():
    cache.clear()
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    found.anna = people.add_user(
        username="anna", full_name="Anna Berg", password="demo", email="anna@example.org", by=None
    )
    return found


def text(response) -> str:
    return " ".join(response.content.decode().split())


def post(client, path, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data})
