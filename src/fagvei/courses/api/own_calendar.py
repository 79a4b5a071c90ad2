"""A doctor's own calendar, for a calendar program that has the address. Nothing says whose it is."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagvei.courses import access
from fagvei.courses.queries.own_calendar import entries_of
from fagvei.courses.rules.calendar_entries import calendar_of


@login_not_required
@require_safe
def own_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    doctor = access.doctor_of_secret(secret)
    text = calendar_of(_("Mine kurs og avtaler"), entries_of(doctor), settings.FAGVEI_BASE_URL)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
