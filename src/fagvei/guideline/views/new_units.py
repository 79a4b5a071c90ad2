"""A new recommendation is begun on screen."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fagvei.common.answers import perform_once
from fagvei.guideline import access, actions
from fagvei.guideline.forms.new_units import NewUnitForm
from fagvei.guideline.queries.guideline_page import codes_of
from fagvei.people.requests import PersonalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def start_unit(request: PersonalRequest, slug: str) -> HttpResponse:
    guideline = access.get_guideline(slug)
    access.require_owner(request.user)
    form = NewUnitForm(
        request.POST if request.method == "POST" else None, guideline=guideline, taken=codes_of(guideline)
    )

    def start() -> str:
        return actions.start_unit(by=request.user, **form.content).get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, start)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "guideline": guideline, "becomes_local": settings.FAGVEI_DEMO}
    return render(request, "guideline/new_units/start.html", context, status=422 if form.errors else 200)
