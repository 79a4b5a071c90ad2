"""The due dates of open measures as a calendar: what and when, without who."""

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from fagvei.people.requests import PersonalRequest
from fagvei.surveys import access
from fagvei.surveys.models import ImprovementMeasure
from fagvei.surveys.queries.improvement import open_measures_of


@require_safe
def measures_calendar(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    survey = access.get_survey_for(request.user, public_id)
    book = Calendar()
    book.add("prodid", "-//Fagvei//GAP//NO")
    book.add("version", "2.0")
    book.add("x-wr-calname", _("Tiltak etter GAP-undersøkelse"))
    for measure in open_measures_of(survey):
        book.add_component(_event(measure, request.build_absolute_uri(measure.get_absolute_url())))
    return HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")


def _event(measure: ImprovementMeasure, address: str) -> Event:
    """A whole day."""
    event = Event()
    event.add("uid", f"{measure.public_id}@fagvei")
    event.add("dtstamp", measure.since)
    event.add("dtstart", measure.due_on)
    event.add("dtend", measure.due_on + dt.timedelta(days=1))
    event.add("summary", _("Frist: %(what)s") % {"what": measure.what})
    event.add("url", address)
    return event
