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
from fagvei.courses.models import Course
from fagvei.courses.queries.versions import content_of
from fagvei.courses.rules.courses import DIGITAL_HOURS
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
        messages.success(
            request,
            _("Kurset er endret og står som versjon %(number)s.") % {"number": version.number}
            if version.is_applied
            else _("Forslaget er lagret. I demoen står innholdet fra kilden."),
        )
        return f"{reverse('courses:runs_of_course', args=[course.code])}#versjoner"

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"course": course, "form": form, "digital": DIGITAL_HOURS}
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
            source=given["source"],
            reason=given["reason"],
            by=request.user,
        )
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
