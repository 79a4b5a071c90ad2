"""Local forms of assessment, made and published by the education lead of an institution."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.training import access, actions
from fagvei.training.forms import assessments as forms
from fagvei.training.queries.forms_page import form_page, forms_page
from fagvei.training.views.requests import SignedInRequest


@require_safe
def assessment_forms(request: SignedInRequest) -> HttpResponse:
    institutions = access.form_makers_institutions(request.user)
    context = {"rows": forms_page(request.user), "institutions": institutions}
    return render(request, "training/assessment_forms/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_assessment_form(request: SignedInRequest) -> HttpResponse:
    """At the institution where one is education lead; with several, the first in the alphabet."""
    institution = access.form_makers_institutions(request.user)[0]
    form = forms.LocalFormForm(request.POST or None)
    return _publish(request, form, institution, None, {"institution": institution, "version": None})


@require_safe
def assessment_form(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_form_for(request.user, public_id)
    versions = form_page(found)
    may_change = found.institution is not None and found.retired_at is None
    context = {"form_row": found, "versions": versions, "newest": versions[0], "may_change": may_change}
    return render(request, "training/assessment_forms/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_assessment_form(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_form_for(request.user, public_id, Permission.EDIT)
    newest = form_page(found)[0]
    form = forms.LocalFormForm(request.POST or None, initial=forms.lines_of(newest))
    return _publish(request, form, found.institution, found, {"institution": found.institution, "version": newest})


def _publish(
    request: SignedInRequest, form: forms.LocalFormForm, institution: Any, found: Any, context: dict[str, Any]
) -> HttpResponse:
    def perform() -> str:
        given = form.cleaned_data
        published = actions.publish_local_form(
            institution=institution,
            name=given["name"],
            intro=given["intro"],
            questions=form.questions(),
            form=found,
            by=request.user,
        )
        messages.success(request, _("Versjon %(number)s er publisert.") % {"number": published.number})
        return published.form.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "training/assessment_forms/change.html", {"form": form, **context})


@require_POST
def retire_assessment_form(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_form_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.retire_form(form=found, by=request.user)
        messages.success(request, _("Skjemaet er tatt ut av bruk. Det som er svart, står."))
        return reverse("training:assessment_forms")

    return answer_button(request, ButtonForm(request.POST), perform, found)
