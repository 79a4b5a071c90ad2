"""Visiting pages as somebody: clients that are logged in, and visits that leave nothing behind."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client
from everybody import ANONYMOUS, World

from fagvei.audit.models import AuditEvent
from fagvei.people.stepup import mark_identified


class Visitors:
    """A client per person; the session is begun once, with a login just now (so that step-up is satisfied)."""

    def __init__(self, world: World):
        self._clients = {ANONYMOUS: Client(raise_request_exception=False)}
        self._clients |= {username: self._log_in(user) for username, user in world.people.items()}

    def client_of(self, username: str) -> Client:
        return self._clients[username]

    def _log_in(self, user: Any) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        mark_identified(session, user)
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "username": user.username}
        ]
        session.save()
        return client


@contextmanager
def nothing_stays() -> Iterator[None]:
    """Whatever the visit did is undone, and a visit that broke its transaction does not spoil the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def unchanged_session(client: Client) -> Iterator[None]:
    """Login and logout change the client itself; afterwards it is as before."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    try:
        yield
    finally:
        client.cookies.clear()
        for name, value in cookies.items():
            client.cookies[name] = value


def newest_event() -> int:
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def with_key(data: dict[str, Any]) -> dict[str, Any]:
    return {"idempotency_key": str(uuid.uuid4())} | data
