"""How the page tests look at pages: as somebody, with the words one would read."""

import html
import re
import uuid
from typing import Any

from django.test import Client

from fagvei.people.stepup import mark_identified

HTMX = {"HTTP_HX_REQUEST": "true"}


def as_(user: Any) -> Client:
    """A client logged in as the user, who has just shown who it is."""
    client = Client()
    if user is not None:
        client.force_login(user)
        session = client.session
        mark_identified(session, user)
        session.save()
    return client


def post(user: Any, url: str, key: uuid.UUID | None = None, **fields: Any) -> Any:
    return as_(user).post(url, {"idempotency_key": str(key or uuid.uuid4()), **fields})


def words(response: Any) -> str:
    """What is read on the page, without markup and with single spaces."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def hidden(response: Any, name: str) -> str:
    """The value of the first hidden field with this name."""
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', response.content.decode())
    assert found, f"no hidden field {name}"
    return html.unescape(found.group(1))
