"""Sessions on shared hospital computers: short idle time, a working day at most, gone at logout."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fagvei.common import clock

STAMP_EVERY = dt.timedelta(seconds=60)


class SessionExpiry:
    """Ends a session that has been idle too long or lived too long. The idle stamp is the one thing a GET may write here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = clock.now()
            began = _instant(request.session.get("began_at"))
            seen = _instant(request.session.get("seen_at"))
            if began is None or seen is None:
                request.session["began_at"] = request.session["seen_at"] = now.isoformat()
            elif now - began > dt.timedelta(hours=settings.FAGVEI_SESSION_HOURS):
                _end(request, _("Du ble logget ut fordi det er en arbeidsdag siden du logget inn."))
            elif now - seen > dt.timedelta(minutes=settings.FAGVEI_IDLE_MINUTES):
                _end(request, _("Du ble logget ut fordi maskinen har stått urørt."))
            elif now - seen > STAMP_EVERY:
                request.session["seen_at"] = now.isoformat()
        return self.get_response(request)


def _end(request: HttpRequest, why: str) -> None:
    """Empty the session and leave its row: on a GET only the row's own update is allowed, and login renews the id."""
    request.session.clear()
    request.user = AnonymousUser()
    messages.info(request, f"{why} {_('Det du har lagret, er der fortsatt.')}")


def _instant(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
