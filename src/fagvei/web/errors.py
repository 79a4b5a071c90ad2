"""What somebody sees when a page cannot be given. Nothing here needs the database to be well."""

import sqlite3
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

SECONDS_UNTIL_NEXT_TRY = 1


def is_away(error: BaseException | None) -> bool:
    """The database is locked, full or gone. SQLite also calls a question to a table that is not there operational: that is ours."""
    if getattr(error.__cause__ if error else None, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        return False
    return isinstance(error, OperationalError | InterfaceError)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"sentence": ""}, status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: the database may be what is broken. Then it is a pause, and no mistake of ours."""
    if is_away(sys.exc_info()[1]):
        answer = HttpResponse(render_to_string("503.html"), status=503)
        answer["Retry-After"] = str(SECONDS_UNTIL_NEXT_TRY)
        return answer
    return HttpResponse(render_to_string("500.html"), status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "csrf_failure.html", status=403)
