"""How a view answers a form: valid or not, one verb once, refusals beside the form."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from fagvei.common.forms import FagveiForm
from fagvei.common.idempotency import once
from fagvei.common.refusal import Refusal
from fagvei.common.text import is_storable


def perform_once(request: HttpRequest, form: FagveiForm, perform: Callable[[], str], *, owner: str = "") -> str | None:
    """The address to go to, or None when the form is invalid or the rules refused (the form then holds the sentence).

    `owner` stands in the key instead of who is logged in, where nobody shall be remembered.
    """
    if not form.is_valid():
        return None
    key = form.cleaned_data["idempotency_key"]
    try:
        address = once(
            key=key,
            owner=owner or owner_of(request),
            scope=_scope_of(request, is_remembered=not owner),
            perform=perform,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    if request.POST.get("draft") == "yes":
        request.saved_form = key  # type: ignore[attr-defined]  # read by middleware.SavedFormIsTold
    return address


def answer_button(request: HttpRequest, form: FagveiForm, perform: Callable[[], str], back_to: Any) -> HttpResponse:
    """For forms without a page of their own: a refusal becomes a message on the page the person came from.

    A form that stands elsewhere as well, as in the inbox, says with `next` where its answer is read.
    """
    address = perform_once(request, form, perform)
    wanted = wanted_next(request)
    if address is not None:
        return HttpResponseRedirect(wanted or address)
    for sentences in form.errors.values():
        for sentence in sentences:
            messages.error(request, str(sentence))
    return HttpResponseRedirect(wanted) if wanted else redirect(back_to)


def wanted_next(request: HttpRequest) -> str:
    """Where the form asks to go on, when that is a page of this site; otherwise nothing."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted.startswith("/") and is_storable(wanted) and is_ours else ""


def _scope_of(request: HttpRequest, *, is_remembered: bool) -> str:
    """The form, and what it is about: the key of one goal does nothing at another. Of who shall not be remembered, the form alone."""
    form = request.resolver_match.view_name if request.resolver_match else ""
    return f"{form} {hashlib.sha256(request.path.encode()).hexdigest()[:16]}" if is_remembered else form


def owner_of(request: HttpRequest) -> str:
    user = request.user
    return str(user.public_id) if user.is_authenticated else f"session:{request.session.session_key or 'none'}"
