"""A text that somebody wrote: read, hidden with a reason, shown again with a reason."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import perform_once
from fagvei.common.forms import FagveiForm
from fagvei.common.permissions import Permission
from fagvei.people.requests import PersonalRequest
from fagvei.surveys import access, actions
from fagvei.surveys.forms.free_text import HideForm, ShowForm
from fagvei.surveys.models import FreeText
from fagvei.surveys.queries.free_texts import told


@require_safe
def free_text(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_free_text_for(request.user, public_id)
    return _show(request, found, ShowForm() if told(found).hiding else HideForm())


@require_POST
def hide_free_text(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _turn(
        request, public_id, HideForm(request.POST), actions.hide_free_text, _("Teksten er skjult i rapporten.")
    )


@require_POST
def show_free_text(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _turn(
        request, public_id, ShowForm(request.POST), actions.show_free_text, _("Teksten vises igjen i rapporten.")
    )


def _turn(
    request: PersonalRequest, public_id: UUID, form: FagveiForm, act: Callable[..., Any], done: str
) -> HttpResponse:
    found = access.get_free_text_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        act(text=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, done)
        return reverse("surveys:report", args=[found.round.public_id])

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, form, status=422)


def _show(request: PersonalRequest, found: FreeText, form: FagveiForm, status: int = 200) -> HttpResponse:
    context = {"told": told(found), "round": found.round, "survey": found.round.survey, "form": form}
    return render(request, "surveys/free_texts/free_text.html", context, status=status)
