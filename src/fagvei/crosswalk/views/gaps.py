"""What the wards here must learn, and teaching planned for it in one step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagvei.common.answers import perform_once
from fagvei.crosswalk import actions
from fagvei.crosswalk.access.gaps import get_gap, keeps_calendar, planned_by
from fagvei.crosswalk.queries.gap_page import gap_lines
from fagvei.crosswalk.queries.places import places_of
from fagvei.people.requests import PersonalRequest
from fagvei.training.forms.teaching import TeachingForm, arenas_of


@require_safe
def gaps(request: PersonalRequest) -> HttpResponse:
    """A page, and a window in the report of a wave that is shared."""
    places = places_of(request.user)
    lines = gap_lines(places)
    context = {
        "lines": lines,
        "planned": planned_by(request.user),
        "places": places,
        "has_own": any(line.gap.is_own for line in lines),
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
    initial = {
        "title": f"{line.unit.code}: {line.version.shown if line.version else ''}"[:200],
        "arena": str(survey.arena.public_id) if survey.arena else "",
        "goals": ", ".join(goal.code for goal in line.goals),
    }
    arenas = arenas_of(survey.institution)
    form = TeachingForm(request.POST if request.method == "POST" else None, initial=initial, arenas=arenas)

    def plan() -> str:
        made = actions.plan_teaching_for_gap(round=line.round, unit=line.unit, by=request.user, **form.facts())
        messages.success(request, _("Undervisningen står i kalenderen og på gapet."))
        if not keeps_calendar(request.user, survey.institution_id):
            messages.info(request, _("Utdanningsansvarlig overlege eller koordinator endrer og avlyser den."))
        return made.session.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, plan)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "line": line, "gap": line.gap}
    return render(request, "crosswalk/plan_for_gap.html", context, status=422 if form.errors else 200)
