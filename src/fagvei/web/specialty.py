"""The public page of a specialty, composed from the rooms. Nothing here is stored here."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagvei.curriculum import queries as curriculum
from fagvei.handbook import queries as handbook
from fagvei.organisations.models import Specialty

LONGEST_SEARCH = 100

# The handbook's sections on the page, in order: what their address ends with, after the specialty's own.
ROLES, GOALS, ACTIVITIES, PLAN = "roller-og-ansvar", "laeringsmal", "laeringsaktiviteter", "utdanningsplan-22"
CALENDAR, CENTRES, LEADERSHIP = "kursplan", "regut-ansvar", "administrasjon-og-ledelse"
OLD_SCHEME, DIGLIS, LINKS, CONTACT = "gammel-ordning", "diglis", "lenker", "kontakt"
SECTIONS = (ROLES, GOALS, ACTIVITIES, PLAN, CALENDAR, CENTRES, LEADERSHIP, OLD_SCHEME, DIGLIS, LINKS, CONTACT)


@login_not_required
@require_safe
def specialty_list(request: HttpRequest) -> HttpResponse:
    return render(request, "web/specialty_list.html", {"specialties": curriculum.specialties()})


@login_not_required
@require_safe
def specialty(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole page, or its list of goals when only that is asked for."""
    found = Specialty.objects.select_related("liaison_centre__region").filter(slug=slug).first()
    if found is None:
        raise Http404
    search = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    sets = curriculum.sets_of_specialty(found, search=search)
    own = next((page for page in sets if page.goal_set.specialty_id == found.pk), None)
    context = {"specialty": found, "search": search, "sets": sets, "own": own}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "web/specialty_goals.html", context)
    sections = handbook.sections(f"{slug}-")
    courses = curriculum.course_pages(curriculum.courses_of_specialty(found))
    named = {name.replace("-", "_"): sections.get(f"{slug}-{name}") for name in SECTIONS}
    context |= {
        "sections": named,
        "levels": curriculum.level_table(),
        "courses": courses,
        "groups": list(dict.fromkeys(group for page in courses for group in page.groups)),
        "is_thin": not sections,
    }
    return render(request, "web/specialty.html", context)
