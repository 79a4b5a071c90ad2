"""The one national application of a course: where everybody begins, and how a run joins it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import answer_button
from fagvei.courses import access, actions
from fagvei.courses.forms.seats import JoinNationalForm
from fagvei.courses.queries.national import national_page
from fagvei.courses.queries.slot_page import plan_address
from fagvei.courses.rules.joint import NATIONAL_RULES
from fagvei.courses.rules.seats import SEAT_RULES
from fagvei.people.queries import has_role
from fagvei.people.requests import PersonalRequest


@login_not_required
@require_safe
def national_application(request: HttpRequest, code: str) -> HttpResponse:
    course = access.get_course_for(request.user, code)
    if not course.has_national_application:
        return redirect(course)
    context = {
        "course": course,
        "page": national_page(course, request.user),
        "may_apply": request.user.is_authenticated and has_role(request.user, "doctor"),
        "plan_url": plan_address(course),
        "rules": (*SEAT_RULES, *NATIONAL_RULES),
    }
    return render(request, "courses/national/page.html", context)


@require_POST
def join_national_round(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    run = access.run_to_collect_for(request.user, public_id)
    back = reverse("courses:open_round", args=[run.public_id])

    form = JoinNationalForm(request.POST)

    def perform() -> str:
        part = actions.join_national_round(run=run, late_reason=form.cleaned_data["late_reason"], by=request.user)
        messages.success(request, _("Kjøringen er med i den nasjonale søknaden. De som har søkt, får beskjed."))
        return part.round.get_absolute_url()

    return answer_button(request, form, perform, back)
