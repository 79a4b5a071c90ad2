"""The doctor's page of whether everything is there to apply."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagvei.training import access
from fagvei.training.queries.readiness_page import readiness_page
from fagvei.training.views.requests import SignedInRequest

EXPORT = "/min-utdanning/eksport/"  # a page of a room above


@require_safe
def readiness(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    return render(
        request, "training/certificates/readiness.html", {"page": readiness_page(doctor), "export_url": EXPORT}
    )
