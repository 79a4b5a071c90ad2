"""How a view answers a form: valid or not, one verb once, refusals beside the form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from fagvei.common.forms import FagveiForm
from fagvei.common.idempotency import once
from fagvei.common.refusal import Refusal


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
            scope=request.resolver_match.view_name if request.resolver_match else request.path,
            perform=perform,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    if request.POST.get("draft") == "yes":
        request.saved_form = key  # type: ignore[attr-defined]  # read by middleware.SavedFormIsTold
    return address


def answer_button(request: HttpRequest, form: FagveiForm, perform: Callable[[], str], back_to: Any) -> HttpResponse:
    """For forms without a page of their own: a refusal becomes a message on the page the person came from."""
    address = perform_once(request, form, perform)
    if address is not None:
        return HttpResponseRedirect(address)
    for sentences in form.errors.values():
        for sentence in sentences:
            messages.error(request, str(sentence))
    return redirect(back_to)


def owner_of(request: HttpRequest) -> str:
    user = request.user
    return str(user.public_id) if user.is_authenticated else f"session:{request.session.session_key or 'none'}"
