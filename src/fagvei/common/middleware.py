"""What holds for every answer: nothing personal in caches, and GET never writes."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from fagvei.common.permissions import NotAllowed

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# The two named exceptions: the line that tells the doctor who has read the record, and the session's idle stamp.
WRITES_ALLOWED_ON_GET = {"audit_accesslog": ("INSERT",), "django_session": ("INSERT", "UPDATE")}

_COMMENTS = re.compile(r"^(\s+|/\*.*?\*/|--[^\n]*\n)+", re.DOTALL)
_WRITE = re.compile(r'(INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)"?', re.IGNORECASE)
_READ = re.compile(
    r"\(*(SELECT|WITH|VALUES|EXPLAIN|PRAGMA|SHOW|SET|BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|DECLARE|FETCH|CLOSE)\b",
    re.I,
)
# A write can stand inside a statement that begins as a reading.
_INNER_WRITE = re.compile(
    r"^\(*WITH\b.*\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\b|;\s*\w|\b(nextval|setval)\s*\(", re.I | re.S
)


class GetWrote(AssertionError):
    """A programmer's mistake: a page that is only looked at changed something."""


def refuse_writes(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    statement = _COMMENTS.sub("", str(sql))
    if write := _WRITE.match(statement):
        verb, table = write.group(1).split()[0].upper(), write.group(2).lower()
        if verb not in WRITES_ALLOWED_ON_GET.get(table, ()):
            raise GetWrote(f"GET ran {verb} on {table}")
    elif not _READ.match(statement) or _INNER_WRITE.search(statement):
        raise GetWrote(f"GET ran {statement.split(maxsplit=1)[0]}")
    return execute(sql, params, many, context)


class GetNeverWrites:
    """On in tests and in the demo; it costs one regular expression per statement."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS or not settings.FAGVEI_GUARD_GET:
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)


class NoSharedCache:
    """Pages are for one pair of eyes: neither a proxy nor the browser's back button may keep them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie"])
        return response


SAVED_FORM = "fagvei_saved"


class SavedFormIsTold:
    """The key of a form that was saved, for the script that keeps drafts on the device: a random number, for five minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if key := getattr(request, "saved_form", ""):
            response.set_cookie(
                SAVED_FORM, str(key), max_age=300, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
            )
        return response


class RefusalsBecomeAnswers:
    """A door that says "seen, but not yours to do" becomes 403 with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"sentence": str(exception)}, status=403)
        return None
