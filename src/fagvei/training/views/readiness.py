"""Whether everything is there to apply: the doctor's page, and the same for the leader."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training import access
from fagvei.training.queries.readiness_page import readiness_page
from fagvei.training.rules.readiness import APPLICATION_PAGE
from fagvei.training.views.requests import SignedInRequest

EXPORT = "/min-utdanning/eksport/"  # a page of a room above


@require_safe
def readiness(request: SignedInRequest) -> HttpResponse:
    return _answer(request, access.own_record(request.user))


@require_safe
def doctor_readiness(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The leader and the deputy, who see service and certificates anyway. Reading it is logged by the door."""
    return _answer(request, access.get_doctor_for(request.user, public_id, Permission.MARK_ON_BEHALF))


def _answer(request: SignedInRequest, doctor: User) -> HttpResponse:
    context = {
        "page": readiness_page(doctor, request.user),
        "doctor": doctor,
        "is_own": doctor == request.user,
        "reads_plan": True,
        "export_url": EXPORT,
        "application_page": APPLICATION_PAGE,
    }
    return render(request, "training/certificates/readiness.html", context)
