"""Certificates: kept as files that nobody can make the browser run."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import answer_button
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.training import access, actions, forms
from fagvei.training.views.requests import SignedInRequest


@require_safe
def attachment(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Always a download, of the type we found it to be ourselves; the sandbox holds even if a browser opens it (T-17)."""
    found = access.get_attachment_for(request.user, public_id)
    with found.file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def attach(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    activity = access.get_activity_for(request.user, public_id, Permission.EDIT)
    form = forms.AttachForm(request.POST, request.FILES)

    def perform() -> str:
        actions.attach(plan_activity=activity, upload=form.cleaned_data["upload"], by=request.user)
        messages.success(request, _("Vedlegget er lagt til."))
        return activity.get_absolute_url()

    return answer_button(request, form, perform, activity)


@require_POST
def remove_attachment(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_attachment_for(request.user, public_id, Permission.EDIT)
    activity = found.activity

    def perform() -> str:
        actions.remove_attachment(attachment=found, by=request.user)
        messages.success(request, _("Vedlegget er fjernet."))
        return activity.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, activity)
