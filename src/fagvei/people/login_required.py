"""Who is not logged in is led to the login page, and back to where the form was: also after a POST that came too late."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from fagvei.common.middleware import SAFE_METHODS

# Never shown again, whatever it holds: the names of what one types to show who one is.
SECRET = re.compile(r"password|passord|token|code|kode|credential|idempotency|digest", re.IGNORECASE)


class LoginRequired(LoginRequiredMiddleware):
    def handle_no_permission(  # type: ignore[override]  # a page that keeps what was typed is no redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.method in SAFE_METHODS:
            return super().handle_no_permission(request, view_func)
        back, login = page_of_the_form(request), self.get_login_url(view_func)
        if (typed := text_to_keep(request)) and back != "/":
            return _kept(request, typed, redirect_to_login(back, login, REDIRECT_FIELD_NAME).url)
        messages.warning(
            request,
            _(
                "Du var logget ut, så det du sendte, er ikke lagret. Logg inn, så kommer du tilbake til siden med skjemaet."
            ),
        )
        return redirect_to_login(back, login, REDIRECT_FIELD_NAME)


def text_to_keep(request: HttpRequest) -> str:
    """What somebody wrote in words, as one text to copy from. "" when the browser keeps a draft itself (see drafts.js), or
    when nothing but choices, days and codes was sent. Nothing is stored.
    """
    if "draft" in request.POST or request.headers.get("HX-Request"):
        return ""
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    return "\n\n".join(value.strip() for name, value in fields if not SECRET.search(name) and _is_prose(value))


def _is_prose(value: str) -> bool:
    return len(value.split()) > 1


def _kept(request: HttpRequest, typed: str, login_url: str) -> HttpResponse:
    """A page that stays while one logs in beside it. What was typed stands in the answer alone: no address, log or store."""
    context = {"typed": typed, "login_url": login_url, "had_files": bool(request.FILES)}
    return render(request, "people/kept.html", context, status=401)


def page_of_the_form(request: HttpRequest) -> str:
    """The page the form was sent from. An address that only takes a POST would answer 405 after login."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    if takes_get(parts.path):
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    above = parts.path.rstrip("/").rsplit("/", 1)[0] + "/"
    return above if takes_get(above) else "/"


def takes_get(path: str) -> bool:
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    methods = _methods_of(view)
    return not methods or "GET" in methods


def _methods_of(view: Callable | None) -> list[str]:
    """What `require_http_methods` keeps of the methods it lets through; nothing when the view is not so decorated."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            if isinstance(cell.cell_contents, list) and {"GET", "POST"} & set(map(str, cell.cell_contents)):
                return cell.cell_contents
        view = getattr(view, "__wrapped__", None)
    return []
