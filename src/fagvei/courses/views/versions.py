"""The liaison says what a course is."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagvei.common.answers import perform_once
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.versions import CourseForm, NewCourseForm, initial_of
from fagvei.courses.models import Course, CourseProposal
from fagvei.courses.queries.proposals import waiting_version_of
from fagvei.courses.queries.standing import is_for_every_regut
from fagvei.courses.queries.versions import content_of
from fagvei.courses.rules.courses import DIGITAL_HOURS
from fagvei.courses.rules.joint import ANOTHER_REGUT_SAYS_YES
from fagvei.people.requests import PersonalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def edit_course(request: PersonalRequest, code: str) -> HttpResponse:
    course = access.get_course_for(request.user, code, Permission.EDIT)
    form = CourseForm(
        request.POST or None,
        initial=initial_of(content_of(course)),
    )

    def perform() -> str:
        given = form.cleaned_data
        version = actions.revise_course(
            course=course, content=form.content, source=given["source"], reason=given["reason"], by=request.user
        )
        if isinstance(version, CourseProposal):
            messages.success(request, _("Forslaget er sendt. Det gjelder fra en annen RegUt har sagt ja."))
            return version.get_absolute_url()
        messages.success(
            request,
            _("Kurset er endret og står som versjon %(number)s.") % {"number": version.number}
            if version.is_applied
            else _("Forslaget er lagret. I demoen står innholdet fra kilden."),
        )
        return f"{reverse('courses:runs_of_course', args=[course.code])}#versjoner"

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    is_common = is_for_every_regut(course)
    context = {
        "course": course,
        "form": form,
        "digital": DIGITAL_HOURS,
        "rule": ANOTHER_REGUT_SAYS_YES if is_common else None,
        "waiting": waiting_version_of(course) if is_common else None,
    }
    return render(request, "courses/catalogue/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_course(request: PersonalRequest) -> HttpResponse:
    """A course that no source names, of the liaison's own specialty."""
    own = access.specialties_of_liaison(request.user)
    form = NewCourseForm(request.POST or None, own=own)

    def perform() -> str:
        given = form.cleaned_data
        version = actions.add_course(
            specialties=form.specialties,
            content=form.content,
            goals=form.found_goals or [],
            source=given["source"],
            reason=given["reason"],
            by=request.user,
        )
        if (asked := version.course.proposals.first()) is not None:
            told = _("Kurset står hos den andre spesialiteten når %(who)s har sagt ja.")
            messages.info(request, told % {"who": asked.waits_for})
        messages.success(
            request,
            _("Kurset er lagt inn. Si hvilke mål det bidrar til.")
            if version.course.organiser == Course.Organiser.EXTERNAL
            else _("Kurset er lagt inn. Legg det i kursplanen, og si hvilke mål det bidrar til."),
        )
        return reverse("courses:runs_of_course", args=[version.course.code])

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "courses/catalogue/add.html", {"form": form, "digital": DIGITAL_HOURS})
