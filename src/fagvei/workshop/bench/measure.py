"""Measure each page in this process, against the database this process was started with."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from fagvei.people.stepup import mark_identified
from fagvei.workshop.bench import floor
from fagvei.workshop.bench.pages import Page, pages

WARM_UP = 5
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Statement = tuple[str, Any]


@dataclass(frozen=True)
class Measured:
    """Milliseconds. `rows` is what the page's questions fetch together, and what the floor fetches with one."""

    key: str
    title: str
    p50: float
    p95: float
    sql: float
    floor: float
    queries: int
    rows: int
    kilobytes: float


def measure_all(requests: int, step: Callable[[str], None]) -> Iterator[Measured]:
    with override_settings(ROOT_URLCONF=floor.__name__, FAGVEI_GUARD_GET=False):
        for page in pages():
            step(page.title)
            yield measure(page, requests)


def measure(page: Page, requests: int) -> Measured:
    client = Client(raise_request_exception=True)
    if page.user is not None:
        client.force_login(page.user, backend=BACKEND)
        session = client.session
        mark_identified(session, page.user)
        session.save()
    for _time in range(WARM_UP):
        response = client.get(page.path)
    if response.status_code != 200:
        raise RuntimeError(f"{page.path} answered {response.status_code}.")
    with statements_of() as statements:
        client.get(page.path)
    rows = _fetch(statements)
    floor_path = f"/gulv/{rows}/"
    for _time in range(WARM_UP):
        client.get(floor_path)
    # In turns, so that a busy moment of the machine strikes all three alike.
    times, floors, sql = [], [], []
    for _time in range(requests):
        times.append(_timed(lambda: client.get(page.path)))
        floors.append(_timed(lambda: client.get(floor_path)))
        sql.append(_timed(lambda: _fetch(statements)))
    return Measured(
        key=page.key,
        title=page.title,
        p50=statistics.median(times),
        p95=statistics.quantiles(times, n=20)[-1],
        sql=statistics.median(sql),
        floor=statistics.median(floors),
        queries=len(statements),
        rows=rows,
        kilobytes=len(response.content) / 1024,
    )


@contextmanager
def statements_of() -> Iterator[list[Statement]]:
    """What is asked of the database in the block. Savepoints and the one allowed insert count as questions too."""
    found: list[Statement] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def _fetch(statements: list[Statement]) -> int:
    """Ask the same questions again, without Django around them. Returns how many rows came back."""
    rows = 0
    with connection.cursor() as cursor:
        for sql, params in statements:
            if sql.lstrip().upper().startswith("SELECT"):
                cursor.execute(sql, params)
                rows += len(cursor.fetchall())
    return rows


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def database_line() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    return f"{connection.vendor} {version}, {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}"
