"""How often a course is normally run: read by all, set by the liaison."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagvei.common.answers import perform_once
from fagvei.courses import access, actions
from fagvei.courses.actions.frequency import FrequencySet
from fagvei.courses.forms.frequency import FrequencyForm
from fagvei.courses.queries.frequency_page import frequency_page
from fagvei.courses.queries.slot_page import plan_address
from fagvei.courses.rules.frequency import UNDATED_FOLLOWS
from fagvei.people.requests import PersonalRequest


@login_not_required
@require_safe
def frequency(request: HttpRequest, code: str) -> HttpResponse:
    course = access.get_course_for(request.user, code)
    context = {
        "course": course,
        "regions": frequency_page(course, request.user),
        "plan_url": plan_address(course),
        "rule": UNDATED_FOLLOWS,
    }
    return render(request, "courses/frequency/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_frequency(request: PersonalRequest, code: str, region: str) -> HttpResponse:
    course, centre = access.get_course_to_plan_in(request.user, code, region)
    held = course.patterns.filter(region=centre.region_id).first()
    form = FrequencyForm(request.POST or None, held=held)

    def perform() -> str:
        given = form.cleaned_data
        done = actions.set_frequency(
            course=course,
            centre=centre,
            wanted=form.frequency,
            source=given["source"],
            reason=given["reason"],
            by=request.user,
        )
        _tell(request, done)
        return reverse("courses:frequency", args=[course.code])

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"course": course, "centre": centre, "held": held, "form": form, "rule": UNDATED_FOLLOWS}
    return render(request, "courses/frequency/set.html", context)


def _tell(request: PersonalRequest, done: FrequencySet) -> None:
    if not done.version.is_applied:
        messages.info(request, _("Forslaget er lagret. I demoen står innholdet fra kilden."))
        return
    followed = done.followed
    messages.success(
        request,
        _("Normalfrekvensen er lagret. I planen: %(new)s satt inn, %(moved)s flyttet, %(out)s tatt ut.")
        % {"new": len(followed.new), "moved": len(followed.moved), "out": len(followed.out)},
    )
