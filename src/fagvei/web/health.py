"""What machines ask: alive, ready, whom to tell about a hole, what robots may read."""

import datetime as dt
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from fagvei.common import clock

QUEUE_MAY_LAG = dt.timedelta(minutes=15)


class Behind(Exception):
    """Something must be done before visitors can be let in; the text goes to the operator."""


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches no database."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations and queue; 503 names the one that is not well."""
    answer, status = {}, 200
    for name, check in (("database", _database), ("migrations", _migrations), ("queue", _queue)):
        try:
            check()
            answer[name] = "ok"
        except Behind as behind:
            answer[name], status = str(behind), 503
        except DatabaseError:
            answer[name], status = "unreachable", 503
    return JsonResponse(answer, status=status)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    if not _all_migrations_are_applied():
        _all_migrations_are_applied.cache_clear()
        raise Behind("migrations are missing: run fagvei migrate")


@lru_cache(maxsize=1)
def _all_migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _queue() -> None:
    overdue = clock.now() - QUEUE_MAY_LAG
    # The library writes "as soon as possible" as the last date there is.
    is_due = Q(run_after=get_date_max(), enqueued_at__lt=overdue) | Q(run_after__lt=overdue)
    if DBTaskResult.objects.filter(is_due, status=TaskResultStatus.READY).exists():
        raise Behind("tasks have waited too long: is the worker running?")


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    expires = (clock.now() + dt.timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.FAGVEI_SECURITY_CONTACT}",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: nb, en",
        f"Canonical: {settings.FAGVEI_BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


CLOSED_TO_ROBOTS = (
    "/konto/",
    "/min-",
    "/leger/",
    "/planer/",
    "/utdanningsmal/",
    "/aktiviteter/",
    "/oppgaver/",
    "/sok/",
)


@login_not_required
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """A demo is no source: robots stay out of it altogether."""
    closed = ("/",) if settings.FAGVEI_DEMO else CLOSED_TO_ROBOTS
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
