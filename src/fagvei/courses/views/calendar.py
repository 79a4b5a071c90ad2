"""The page where a doctor opens, renews and closes the address of the own calendar."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import answer_button
from fagvei.common.forms import ButtonForm
from fagvei.courses import access, actions
from fagvei.courses.models import PersonalCalendar
from fagvei.courses.queries.catalogue import specialties_of
from fagvei.courses.rules.calendar_secret import print_of, secret_of
from fagvei.people.requests import PersonalRequest


@require_safe
def my_calendar(request: PersonalRequest) -> HttpResponse:
    doctor = access.doctor_of_courses(request.user)
    row = access.calendar_of(doctor)
    context: dict[str, Any] = {
        "calendar": row,
        "address": _address(row) if row else "",
        "specialties": specialties_of(doctor),
    }
    answer = render(request, "courses/calendar/mine.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _address(row: PersonalCalendar) -> str:
    """Shown again from the key of the installation; when that was changed since, it must be renewed."""
    secret = secret_of(row.seed)
    if print_of(secret) != row.secret_hash:
        return ""
    return settings.FAGVEI_BASE_URL + reverse("courses:own_calendar", args=[secret])


@require_POST
def open_calendar(request: PersonalRequest) -> HttpResponse:
    access.doctor_of_courses(request.user)

    def perform() -> str:
        actions.open_calendar(by=request.user)
        messages.success(request, _("Adressen er laget. En tidligere adresse virker ikke lenger."))
        return reverse("courses:my_calendar")

    return answer_button(request, ButtonForm(request.POST), perform, "courses:my_calendar")


@require_POST
def close_calendar(request: PersonalRequest) -> HttpResponse:
    access.doctor_of_courses(request.user)

    def perform() -> str:
        actions.close_calendar(by=request.user)
        messages.success(request, _("Adressen er lukket. Den viser ikke noe lenger."))
        return reverse("courses:my_calendar")

    return answer_button(request, ButtonForm(request.POST), perform, "courses:my_calendar")
