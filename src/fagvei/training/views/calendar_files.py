"""A calendar file as an answer."""

from django.http import HttpResponse

from fagvei.training.rules.calendar_file import Appointment, calendar_file


def calendar_answer(appointment: Appointment, name: str) -> HttpResponse:
    answer = HttpResponse(calendar_file(appointment), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
