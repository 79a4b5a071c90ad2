"""Course leader and committee: who they are, appointed and ended by the liaison."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.appointments import AppointForm
from fagvei.courses.forms.plan import ReasonForm
from fagvei.courses.models import Course
from fagvei.courses.queries.appointments_page import appointments_page, people_to_appoint
from fagvei.people.requests import PersonalRequest


@require_safe
def appointments(request: PersonalRequest, code: str) -> HttpResponse:
    course = access.get_course_for(request.user, code, Permission.APPOINT)
    return _answer(request, course, AppointForm(people=people_to_appoint(course, request.user)))


def _answer(request: PersonalRequest, course: Course, form: AppointForm) -> HttpResponse:
    context = {"course": course, "page": appointments_page(course), "form": form}
    return render(request, "courses/appointments/page.html", context)


@require_POST
def appoint(request: PersonalRequest, code: str) -> HttpResponse:
    course = access.get_course_for(request.user, code, Permission.APPOINT)
    form = AppointForm(request.POST, people=people_to_appoint(course, request.user))

    def perform() -> str:
        given = form.cleaned_data
        actions.appoint(
            course=course,
            person=given["person"],
            role=given["role"],
            from_on=given["from_on"],
            to_on=given["to_on"],
            by=request.user,
        )
        messages.success(request, _("Oppnevningen er registrert."))
        return reverse("courses:appointments", args=[course.code])

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _answer(request, course, form)


@require_POST
def end_appointment(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_appointment_for(request.user, public_id)
    form = ReasonForm(request.POST)
    back = reverse("courses:appointments", args=[found.course.code])

    def perform() -> str:
        actions.end_appointment(appointment=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Oppnevningen er avsluttet."))
        return back

    return answer_button(request, form, perform, back)
