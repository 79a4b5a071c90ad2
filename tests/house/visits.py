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
from fagvei.common import clock
from fagvei.people.stepup import mark_identified

# An identification lasts five minutes, a session that nobody uses fifteen, and a walk through every cell many more. What
# a visit stamps is undone with the visit, so both are renewed long before.
SHOWN_AGAIN_AFTER = 60


class Visitors:
    """A client per person; the session is begun once, and whoever it is has always identified just now (step-up)."""

    def __init__(self, world: World):
        self._people = world.people
        self._clients = {ANONYMOUS: Client(raise_request_exception=False)}
        self._clients |= {username: self._log_in(user) for username, user in world.people.items()}

    def client_of(self, username: str) -> Client:
        client = self._clients[username]
        # By the session itself: what a test renewed is undone with the rest of the test.
        if username != ANONYMOUS and time.time() - _identified_at(client) > SHOWN_AGAIN_AFTER:
            self._identify(client, self._people[username])
        return client

    def _log_in(self, user: Any) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        self._identify(client, user)
        return client

    def _identify(self, client: Client, user: Any) -> None:
        session = client.session
        mark_identified(session, user)
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "username": user.username}
        ]
        session["began_at"] = session["seen_at"] = clock.now().isoformat()
        session.save()


def _identified_at(client: Client) -> float:
    """The newest of the two stamps; now for a session that has none, such as that of a closed account."""
    methods = client.session.get("account_authentication_methods", [])
    return max((method["at"] for method in methods), default=time.time())


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
