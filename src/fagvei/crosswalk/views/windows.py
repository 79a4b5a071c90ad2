"""What a goal shows of the guideline, and a recommendation of goals and courses: a window there, a page of its own here."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagvei.courses.access import get_course_for
from fagvei.crosswalk import access
from fagvei.crosswalk.queries import as_json, windows
from fagvei.crosswalk.queries.course_window import course_window
from fagvei.crosswalk.queries.places import places_of
from fagvei.crosswalk.queries.practice_page import practice_page
from fagvei.crosswalk.views.answers import answer
from fagvei.guideline.access import get_unit


@login_not_required
@require_safe
def recommendations_of_goal(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever works somewhere sees the gaps that the wards there have shared; a visitor sees none."""
    page = windows.goal_window(access.get_goal(code), places_of(request.user))
    context = {"page": page, "goal": page.goal, "is_maker": access.is_maker(request.user)}
    return answer(
        request,
        "crosswalk/recommendations_of_goal.html",
        context,
        lambda: as_json.goal_out(page),
        fragment="crosswalk/_recommendations_of_goal.html",
    )


@login_not_required
@require_safe
def goal_to_practice(request: HttpRequest, code: str) -> HttpResponse:
    """One goal all the way: recommendations, what the wards here must learn, courses and lessons."""
    page = practice_page(access.get_goal(code), places_of(request.user))
    return render(request, "crosswalk/practice.html", {"page": page, "goal": page.goal})


@login_not_required
@require_safe
def recommendations_of_course(request: HttpRequest, code: str) -> HttpResponse:
    """What the goals of a course ask for, and of that what the wards here have shared; a visitor sees no gap."""
    page = course_window(get_course_for(request.user, code), places_of(request.user))
    return answer(
        request,
        "crosswalk/recommendations_of_course.html",
        {"page": page},
        lambda: as_json.course_out(page),
        fragment="crosswalk/_recommendations_of_course.html",
    )


@login_not_required
@require_safe
def goals_of_unit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The gap is for those who work where it was measured, as on the goal."""
    page = windows.unit_window(get_unit(slug, code), places_of(request.user))
    context = {"page": page, "unit": page.unit, "is_maker": access.is_maker(request.user)}
    return answer(
        request,
        "crosswalk/goals_of_unit.html",
        context,
        lambda: as_json.unit_out(page),
        fragment="crosswalk/_goals_of_unit.html",
    )
