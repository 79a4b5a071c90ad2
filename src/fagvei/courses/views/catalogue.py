"""The catalogue, and the windows that lower rooms open on it: next runs of a course, for a goal, of a specialty."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from fagvei.common.permissions import Permission
from fagvei.courses import access
from fagvei.courses.forms.catalogue import wish_from
from fagvei.courses.models import CourseRun
from fagvei.courses.queries.catalogue import Wish, course_page, courses_of_specialty, regions
from fagvei.courses.queries.catalogue import catalogue as found_by
from fagvei.courses.queries.national import national_courses
from fagvei.courses.queries.plan_page import specialties_with_plan
from fagvei.courses.queries.proposals import proposals_of
from fagvei.courses.queries.slot_page import plan_address
from fagvei.courses.queries.standing import is_for_every_regut
from fagvei.courses.rules.courses import DIGITAL_HOURS
from fagvei.courses.rules.joint import EVERY_REGUT_WHERE_NONE_IS_LIAISON
from fagvei.curriculum import queries as curriculum
from fagvei.curriculum import schemas


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """For programs that ask for JSON, the descriptions of the courses, as always at this address."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        courses = [schemas.course_short(course) for course in curriculum.courses()]
        return _varying(JsonResponse({"courses": courses}, json_dumps_params={"ensure_ascii": False}))
    return _varying(_catalogue(request, wish_from(request.GET)))


def _catalogue(request: HttpRequest, wish: Wish) -> HttpResponse:
    context = {
        "wish": wish,
        "found": found_by(wish),
        "regions": regions(),
        "languages": CourseRun.Language.choices,
        "specialties": specialties_with_plan(),
        "national": [] if wish.goal or wish.words else national_courses(),
    }
    return render(request, "courses/catalogue/catalogue.html", context)


def _varying(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept"])
    return response


@login_not_required
@require_safe
def runs_of_course(request: HttpRequest, code: str) -> HttpResponse:
    course = access.get_course_for(request.user, code)
    page = course_page(course)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "courses/catalogue/_window.html", {"page": page, "course": course})
    context = {
        "page": page,
        "course": course,
        "plan_url": plan_address(course),
        "may_edit": access.can(request.user, Permission.EDIT, course),
        "no_liaison_rule": EVERY_REGUT_WHERE_NONE_IS_LIAISON if is_for_every_regut(course) else None,
        "proposals": proposals_of(course, request.user),
        "is_added_here": bool(page.versions) and not page.has_source_version,
        "digital": DIGITAL_HOURS,
        "may_send": access.may_send_external(request.user, course),
    }
    return render(request, "courses/catalogue/course.html", context)


@login_not_required
@require_safe
def runs_for_goal(request: HttpRequest, code: str) -> HttpResponse:
    wish = Wish(goal=code[:40])
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "courses/catalogue/_next.html", {"found": found_by(wish), "named": True})
    return _catalogue(request, wish)


@login_not_required
@require_safe
def runs_of_specialty(request: HttpRequest, slug: str) -> HttpResponse:
    specialty = access.get_specialty(slug)
    found = found_by(Wish(), courses=courses_of_specialty(specialty))
    template = "courses/catalogue/_next.html" if request.htmx else "courses/catalogue/specialty.html"  # type: ignore[attr-defined]
    return render(request, template, {"found": found, "named": True, "specialty": specialty})
