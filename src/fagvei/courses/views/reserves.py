"""The host sets seats aside for a region first, before the run is announced."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagvei.common.answers import perform_once
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.reserves import ReservesForm
from fagvei.courses.queries.reserves import region_names, reserves_of
from fagvei.courses.rules.joint import REGION_FIRST
from fagvei.people.requests import PersonalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def set_reserves(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_run_for(request.user, public_id, Permission.EDIT)
    decided = reserves_of(found)
    standing = decided.reserves if decided else {}
    form = ReservesForm(request.POST or None, regions=region_names(), standing=standing)

    def perform() -> str:
        given = form.cleaned_data["reason"]
        actions.set_reserves(run=found, reserves=form.reserves, reason=given, by=request.user)
        messages.success(request, _("Plassene for regionene er satt av og kunngjøres med kurset."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "courses/reserves/set.html", {"form": form, "run": found, "rule": REGION_FIRST})
