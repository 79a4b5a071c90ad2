"""What every refusal must leave behind: nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from fagvei.audit.models import AuditEvent
from fagvei.audit.queries import verify_database
from fagvei.audit.verification import tampering
from fagvei.common.refusal import Refusal
from fagvei.people.models import Notification
from fagvei.training import models
from fagvei.training.queries import projection_faults

TABLES = [getattr(models, name)._meta.db_table for name in models.__all__]


def snapshot() -> list:
    """All rows of the room as the database holds them, and how many events and notices there are."""
    with connection.cursor() as cursor:
        rows = [_rows_of(cursor, table) for table in TABLES]
    return [*rows, AuditEvent.objects.count(), Notification.objects.count()]


def _rows_of(cursor, table: str) -> list:
    cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')  # noqa: S608 -- names from the models
    return cursor.fetchall()


@contextmanager
def refused(refusal: type[Refusal], code: str = "", words: str = "") -> Iterator[None]:
    """The rules say no, with this code, in a whole sentence, and nothing is changed."""
    before = snapshot()
    with pytest.raises(refusal) as caught:
        yield
    assert caught.value.code == (code or refusal.code)
    assert str(caught.value).endswith((".", "?"))
    assert words in str(caught.value)
    assert snapshot() == before


def last_event() -> tuple[str, str, str]:
    """Name, actor and role of the newest entry in the log."""
    event = AuditEvent.objects.order_by("-pk").first()
    return (event.name, event.actor_name, event.acting_as) if event else ("", "", "")


def notices(user) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def assert_sound() -> None:
    """Every row says what its events say, and the log knows the content of every fact."""
    assert list(projection_faults()) == []
    assert list(tampering(verify_database())) == []
