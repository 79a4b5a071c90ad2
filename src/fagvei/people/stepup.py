"""Ask once more who it is before a decision with legal effect, when the last time is over five minutes ago (T-14).

    @require_http_methods(["GET", "POST"])
    @recently_identified
    def goal_sign_off(request, public_id): ...

GET sends the person to confirm and back again; a POST that comes too late is refused with a sentence.
The stamp is ours and from `common.clock`: allauth's own is from another clock and leaves out the first login.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.permissions import NotAllowed
from fagvei.people.models import User

SESSION_KEY = "identified"


class IdentifyAgain(NotAllowed):
    code = "identify_again"
    message = _(
        "Det er mer enn fem minutter siden du bekreftet hvem du er, så ingenting er endret. "
        "Gå tilbake til siden, last den på nytt og bekreft, og gjør det en gang til."
    )


def recently_identified(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if was_recently_identified(request):
            return view(request, *args, **kwargs)
        if request.method not in {"GET", "HEAD"}:
            raise IdentifyAgain
        return HttpResponseRedirect(f"{_where_to_identify(request)}?{urlencode({'next': request.get_full_path()})}")

    guarded.needs_recent_identification = True  # type: ignore[attr-defined]
    return guarded


def was_recently_identified(request: HttpRequest) -> bool:
    """At most five minutes ago, in this session, as this user."""
    stamp = request.session.get(SESSION_KEY)
    if not isinstance(request.user, User) or not stamp or stamp["user"] != str(request.user.public_id):
        return False
    age = clock.now() - dt.datetime.fromisoformat(stamp["at"])
    return age <= dt.timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def mark_identified(session: Any, user: User) -> None:
    """The person has just shown who it is."""
    session[SESSION_KEY] = {"user": str(user.public_id), "at": clock.now().isoformat()}


def stamp_authentication(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Receives allauth's signal, the only place where every way of identifying passes."""
    if get_authentication_records(request, user):
        mark_identified(request.session, user)


def _where_to_identify(request: HttpRequest) -> str:
    methods = get_adapter().get_reauthentication_methods(request.user)
    return methods[0]["url"] if methods else reverse("account_login")
