"""Who is not logged in is led to the login page, and back to where the form was: also after a POST that came too late."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from fagvei.common.middleware import SAFE_METHODS


class LoginRequired(LoginRequiredMiddleware):
    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method in SAFE_METHODS:
            return super().handle_no_permission(request, view_func)
        messages.warning(
            request,
            _(
                "Du var logget ut, så det du sendte, er ikke lagret. Logg inn, så kommer du tilbake til siden med skjemaet."
            ),
        )
        return redirect_to_login(page_of_the_form(request), self.get_login_url(view_func), REDIRECT_FIELD_NAME)


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
