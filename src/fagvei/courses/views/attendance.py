"""Attendance: the list of the host and the course leader, the doctor's own check-in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.attendance import AddWhoCameForm, CheckInForm, RegisterForm
from fagvei.courses.forms.plan import ReasonForm
from fagvei.courses.queries.attendance_page import attendance_page
from fagvei.courses.queries.holders import participants_in
from fagvei.courses.queries.standing import is_host
from fagvei.people.requests import PersonalRequest
from fagvei.people.views.picking import Picker
from fagvei.training import actions as training

# Where anybody checks a badge: a page of the room above.
CHECK_ADDRESS = "/kursbevis/kontroll/"


@require_safe
def attendance(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    run = access.get_run_to_register(request.user, public_id)
    context = {"run": run, "page": attendance_page(run), "hosts": is_host(request.user, run)}
    return render(request, "courses/attendance/list.html", context)


@require_POST
def register_attendance(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    run = access.get_run_to_register(request.user, public_id)
    form = RegisterForm(request.POST, people=participants_in(run))
    back = reverse("courses:attendance", args=[run.public_id])

    def perform() -> str:
        actions.register_attendance(run=run, doctor=form.cleaned_data["doctor"], by=request.user)
        messages.success(request, _("Oppmøtet er registrert, og kurset er ført i legens mappe."))
        return back

    return answer_button(request, form, perform, back)


@require_http_methods(["GET", "HEAD", "POST"])
def add_who_came(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    run = access.get_run_to_register(request.user, public_id)
    picker = Picker(request, only_role="doctor", only_here=True)
    form = AddWhoCameForm(picker.chosen_data, initial=picker.initial)
    picker.offer_in(form)

    def perform() -> str:
        given = form.cleaned_data
        actions.add_who_came(run=run, doctor=given["person"], reason=given["reason"], by=request.user)
        messages.success(request, _("Legen er ført som deltaker, og kurset er ført i legens mappe."))
        return reverse("courses:attendance", args=[run.public_id])

    if picker.is_choosing and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "courses/attendance/add.html", {"run": run, "picker": picker, "form": form})


@require_POST
def show_check_in_code(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    run = access.get_run_to_register(request.user, public_id)
    back = reverse("courses:attendance", args=[run.public_id])

    def perform() -> str:
        actions.show_check_in_code(run=run, by=request.user)
        return back

    return answer_button(request, ButtonForm(request.POST), perform, back)


@require_POST
def annul_attendance(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_attendance_for(request.user, public_id, Permission.ANNUL)
    form = ReasonForm(request.POST)
    back = reverse("courses:attendance", args=[found.run.public_id])

    def perform() -> str:
        actions.annul_course_attendance(attendance=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Oppmøtet er annullert og teller ikke lenger i mappen."))
        return back

    return answer_button(request, form, perform, back)


@require_POST
def withdraw_certificate(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_attendance_for(request.user, public_id, Permission.RECALL)
    form = ReasonForm(request.POST)

    def perform() -> str:
        actions.withdraw_certificate(attendance=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Kursbeviset er trukket tilbake. Legen får beskjed."))
        return found.get_absolute_url()

    return answer_button(request, form, perform, found)


@require_safe
def course_attendance(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    """What the certificate says, with a link to the PDF."""
    found = access.get_attendance_for(request.user, public_id)
    may_withdraw = found.taken_back_at is None and access.can(request.user, Permission.RECALL, found)
    may_annul = found.annulled_at is None and access.can(request.user, Permission.ANNUL, found)
    context = {
        "attendance": found,
        "run": found.run,
        "is_own": found.doctor_id == request.user.pk,
        "may_annul": may_annul,
        "annul_form": ReasonForm(),
        "may_withdraw": may_withdraw,
        "withdraw_form": ReasonForm(auto_id="withdraw_%s"),
        "gives_badge": bool(settings.FAGVEI_BADGE_KEY),
        "check_address": CHECK_ADDRESS,
    }
    return render(request, "courses/attendance/certificate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    """A wrong code is counted apart, so that the refusal does not undo the counting."""
    run = access.get_run_to_check_in(request.user, public_id)
    form = CheckInForm(request.POST or None)

    def perform() -> str:
        made = actions.check_in_to_course(run=run, code=form.cleaned_data["code"], by=request.user)
        messages.success(request, _("Du er registrert, og kurset er ført i mappen din."))
        return reverse("courses:course_attendance", args=[made.public_id])

    if request.method == "POST":
        if (address := perform_once(request, form, perform)) is not None:
            return HttpResponseRedirect(address)
        if str(actions.CodeWrong.message) in [str(each) for each in form.non_field_errors()]:
            training.count_wrong_code(by=request.user)
    return render(request, "courses/attendance/check_in.html", {"form": form, "run": run})
