"""A calendar and a news feed per specialty, and each run as schema.org's CourseInstance."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from fagvei.courses import access
from fagvei.courses.models import CourseRun
from fagvei.courses.queries.catalogue import changed_at, runs_to_announce
from fagvei.courses.queries.holders import rows_in_rounds
from fagvei.courses.queries.linked_data import course_data
from fagvei.courses.queries.openness import state_words
from fagvei.courses.rules.calendar_entries import sequence_of


@login_not_required
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Runs as whole days, and the deadline of each as a day of its own."""
    specialty = access.get_specialty(slug)
    book = Calendar()
    book.add("prodid", "-//Fagvei//Kurs//NO")
    book.add("version", "2.0")
    book.add("x-wr-calname", _("Kurs i %(specialty)s") % {"specialty": specialty.name.lower()})
    for run in runs_to_announce(specialty):
        address = request.build_absolute_uri(run.get_absolute_url())
        book.add_component(_event(run, f"{run.public_id}@fagvei", run.starts_on, run.ends_on, str(run.course), address))
        if run.announced_on:
            title = _("Søknadsfrist: %(course)s") % {"course": run.course}
            uid = f"{run.public_id}-frist@fagvei"
            book.add_component(_event(run, uid, run.deadline_on, run.deadline_on, title, address))
    return HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")


def _event(run: CourseRun, uid: str, first: dt.date, last: dt.date, title: str, address: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", run.since)
    event.add("dtstart", first)
    event.add("dtend", last + dt.timedelta(days=1))
    event.add("summary", title)
    event.add("location", run.place or _("digitalt"))
    event.add("url", address)
    event.add("status", "CANCELLED" if run.state == CourseRun.State.CANCELLED else "CONFIRMED")
    event.add("sequence", sequence_of(run.since))
    return event


@login_not_required
@require_safe
def atom(request: HttpRequest, slug: str) -> HttpResponse:
    """What is settled, announced, moved and cancelled, the latest first."""
    specialty = access.get_specialty(slug)
    runs = runs_to_announce(specialty)
    changed = changed_at(runs)
    runs.sort(key=lambda run: changed[run.pk], reverse=True)
    rows = rows_in_rounds(runs)
    context = {
        "specialty": specialty,
        "entries": [
            {
                "run": run,
                "words": state_words(run, rows.get(run.pk)),
                "address": request.build_absolute_uri(run.get_absolute_url()),
                "changed_at": changed[run.pk],
                "is_cancelled": run.state == CourseRun.State.CANCELLED,
            }
            for run in runs
        ],
        "address": request.build_absolute_uri(),
        "updated": changed[runs[0].pk] if runs else None,
    }
    return render(request, "courses/catalogue/atom.xml", context, content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
def json_ld(request: HttpRequest, public_id: UUID) -> HttpResponse:
    run = access.get_run_for(request.user, public_id)
    content = course_data(run, request.build_absolute_uri)
    return JsonResponse(content, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
