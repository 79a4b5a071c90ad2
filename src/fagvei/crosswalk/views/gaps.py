"""What the wards here must learn, and a lesson, a course or reading planned for it in one step."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import FagveiForm
from fagvei.crosswalk import actions
from fagvei.crosswalk.access.gaps import get_gap, get_plan_for, keeps_calendar, planned_by
from fagvei.crosswalk.forms.gaps import CourseForm, MarkForm, ReadingForm
from fagvei.crosswalk.queries.gap_page import GapLine, gap_lines
from fagvei.crosswalk.queries.places import places_of
from fagvei.people.requests import PersonalRequest
from fagvei.training.forms.teaching import TeachingForm, arenas_of

LESSON = (gettext_lazy("Planlegg undervisning"), gettext_lazy("Legg i kalenderen"))
READING = (gettext_lazy("Planlegg lesing"), gettext_lazy("Sett opp lesingen"))
COURSE = (gettext_lazy("Planlegg kurs"), gettext_lazy("Sett opp kurset"))


@require_safe
def gaps(request: PersonalRequest) -> HttpResponse:
    """A page, and a window in the report of a wave that is shared."""
    places = places_of(request.user)
    lines = gap_lines(places)
    context = {
        "lines": lines,
        "planned": planned_by(request.user),
        "places": places,
        "has_own": any(line.gap.is_near for line in lines),
    }
    is_window = request.htmx  # type: ignore[attr-defined]
    response = render(request, "crosswalk/_gaps.html" if is_window else "crosswalk/gaps.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def plan_for_gap(request: PersonalRequest, public_id: UUID, code: str) -> HttpResponse:
    """The form proposes what is known: the theme, the unit and the goals. Time and teacher are written by hand."""
    line = get_gap(request.user, public_id, code)
    survey = line.round.survey
    initial = _ward(line) | {
        "title": f"{line.unit.code}: {line.version.shown if line.version else ''}"[:200],
        "goals": ", ".join(goal.code for goal in line.goals),
    }
    arenas = arenas_of(survey.institution)
    form = TeachingForm(request.POST if request.method == "POST" else None, initial=initial, arenas=arenas)

    def plan() -> str:
        made = actions.plan_teaching_for_gap(round=line.round, unit=line.unit, by=request.user, **form.facts())
        messages.success(request, _("Undervisningen står i kalenderen og på gapet."))
        if not keeps_calendar(request.user, survey.institution_id):
            messages.info(request, _("Utdanningsansvarlig overlege eller koordinator endrer og avlyser den."))
        return made.session.get_absolute_url() if made.session else reverse("crosswalk:gaps")

    return _answer(request, line, form, plan, LESSON)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_reading(request: PersonalRequest, public_id: UUID, code: str) -> HttpResponse:
    """The recommendation itself, or one of the references it builds on."""
    line = get_gap(request.user, public_id, code)
    form = ReadingForm(
        request.POST if request.method == "POST" else None,
        initial=_ward(line),
        arenas=arenas_of(line.round.survey.institution),
        code=line.unit.code,
        references=[each["citation"] for each in line.version.references] if line.version else [],
    )

    def plan() -> str:
        data = form.cleaned_data
        actions.plan_reading_for_gap(
            round=line.round,
            unit=line.unit,
            reading=data["reading"],
            arena=data["arena"],
            due_on=data["due_on"],
            by=request.user,
        )
        messages.success(request, _("Lesingen står på gapet og på målet hos legene det gjelder."))
        return reverse("crosswalk:gaps")

    return _answer(request, line, form, plan, READING)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_course(request: PersonalRequest, public_id: UUID, code: str) -> HttpResponse:
    """A run that has a date, of a course that helps with one of the goals. Nobody is given a seat by it."""
    line = get_gap(request.user, public_id, code)
    form = CourseForm(
        request.POST if request.method == "POST" else None,
        initial=_ward(line),
        arenas=arenas_of(line.round.survey.institution),
        runs=[run.run for each in line.courses for run in each.runs],
    )

    def plan() -> str:
        data = form.cleaned_data
        actions.plan_course_for_gap(
            round=line.round, unit=line.unit, run=data["run"], arena=data["arena"], by=request.user
        )
        messages.success(request, _("Kurset står på gapet og på målet hos legene det gjelder. Hver lege søker selv."))
        return reverse("crosswalk:gaps")

    return _answer(request, line, form, plan, COURSE)


@require_POST
def mark_plan(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    plan = get_plan_for(request.user, public_id)
    form = MarkForm(request.POST)

    def mark() -> str:
        event = actions.mark_plan(plan=plan, state=form.cleaned_data["state"], by=request.user)
        messages.success(request, _("Merket: %s.") % event.get_kind_display())
        return reverse("crosswalk:gaps")

    return answer_button(request, form, mark, reverse("crosswalk:gaps"))


def _ward(line: GapLine) -> dict[str, Any]:
    """For the ward that measured."""
    arena = line.round.survey.arena
    return {"arena": str(arena.public_id) if arena else ""}


def _answer(
    request: PersonalRequest, line: GapLine, form: FagveiForm, plan: Callable[[], str], words: tuple[Any, Any]
) -> HttpResponse:
    if request.method == "POST" and (address := perform_once(request, form, plan)) is not None:
        return HttpResponseRedirect(address)
    title, button = words
    context = {"form": form, "line": line, "gap": line.gap, "title": title, "button": button}
    return render(request, "crosswalk/plan_for_gap.html", context, status=422 if form.errors else 200)
