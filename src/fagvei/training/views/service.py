"""Service and time: the doctor registers and sends, the leader confirms or returns."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm, FagveiForm
from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training import access, actions, forms
from fagvei.training.models import Absence, Employment, Placement
from fagvei.training.queries.service_choices import ServiceChoices, service_choices
from fagvei.training.queries.service_page import service_page
from fagvei.training.views.requests import SignedInRequest


@require_safe
def my_service(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    return render(request, "training/service/page.html", {"page": service_page(doctor, request.user)})


@require_safe
def service(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The doctor's service as the leader reads and confirms it; the door writes the line the doctor sees."""
    doctor = access.get_doctor_for(request.user, public_id, Permission.MARK_ON_BEHALF)
    return render(request, "training/service/page.html", {"page": service_page(doctor, request.user)})


# --- The doctor registers ---


@require_http_methods(["GET", "HEAD", "POST"])
def new_employment(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    choices = service_choices(doctor)
    form = forms.EmploymentForm(request.POST or None, institutions=choices.institutions)

    def perform() -> str:
        row = actions.register_employment(doctor=doctor, by=request.user, **form.content())
        return _registered(request, row)

    return _form_answer(request, form, perform, heading=_("Ny stilling"))


@require_http_methods(["GET", "HEAD", "POST"])
def new_placement(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    choices = service_choices(doctor)
    if not choices.employments:
        messages.info(request, _("Registrer stillingen først. Periodene hører til en stilling."))
        return redirect("training:new_employment")
    form = forms.PlacementForm(request.POST or None, **_offered(choices))

    def perform() -> str:
        return _registered(request, actions.register_placement(by=request.user, **form.content()))

    return _form_answer(request, form, perform, heading=_("Ny tjenesteperiode"))


@require_http_methods(["GET", "HEAD", "POST"])
def new_absence(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    placement = access.get_placement_for(request.user, public_id, Permission.CREATE)
    form = forms.AbsenceForm(request.POST or None)

    def perform() -> str:
        row = actions.register_absence(placement=placement, by=request.user, **form.content())
        return _registered(request, row)

    return _form_answer(request, form, perform, heading=_("Nytt fravær"), about=placement)


@require_http_methods(["GET", "HEAD", "POST"])
def change_service(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_service_for(request.user, public_id, Permission.EDIT)
    form = _form_of(row, request.POST or None)

    def perform() -> str:
        return _registered(request, actions.change_service(row=row, by=request.user, **form.content()))

    return _form_answer(request, form, perform, heading=_("Endre %(what)s") % {"what": row._meta.verbose_name})


def _form_of(row: Any, data: Any) -> Any:
    initial = {name.removesuffix("_id"): getattr(row, name.removesuffix("_id")) for name in row.content_fields}
    initial = {name: getattr(value, "public_id", value) for name, value in initial.items()}
    if isinstance(row, Employment):
        institutions = service_choices(row.doctor).institutions
        return forms.EmploymentForm(data, initial=initial, institutions=institutions)
    if isinstance(row, Placement):
        return forms.PlacementForm(data, initial=initial, **_offered(service_choices(row.doctor)))
    return forms.AbsenceForm(data, initial=initial)


def _offered(choices: ServiceChoices) -> dict[str, Any]:
    return {
        "employments": choices.employments,
        "specialties": choices.specialties,
        "institutions": choices.institutions,
        "arenas": choices.arenas,
    }


def _registered(request: SignedInRequest, row: Any) -> str:
    """Saved, and sent when that was the button: in one transaction, so what cannot be sent is not half saved."""
    if request.POST.get("then") == "send":
        row = actions.send_service(row=row, by=request.user)
        messages.success(request, _("Sendt til %(name)s.") % {"name": row.waiting_on})
    else:
        messages.success(request, _("Kladden er lagret. Bare du ser den."))
    return reverse("training:my_service")


@require_POST
def send_service(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_service_for(request.user, public_id, Permission.SEND)

    def perform() -> str:
        sent = actions.send_service(row=row, by=request.user)
        messages.success(request, _("Sendt til %(name)s.") % {"name": sent.waiting_on})
        return _page_of(request, row.doctor)

    return answer_button(request, ButtonForm(request.POST), perform, _page_of(request, row.doctor))


@require_POST
def recall_service(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_service_for(request.user, public_id, Permission.RECALL)

    def perform() -> str:
        actions.recall_service(row=row, by=request.user)
        messages.success(request, _("Kalt tilbake. Du kan endre og sende på nytt."))
        return _page_of(request, row.doctor)

    return answer_button(request, ButtonForm(request.POST), perform, _page_of(request, row.doctor))


# --- The leader confirms, returns and follows up ---


@require_POST
def confirm_service(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_service_for(request.user, public_id, Permission.SIGN_OFF)

    def perform() -> str:
        actions.confirm_service(row=row, by=request.user)
        messages.success(request, _("Bekreftet. %(name)s har fått beskjed.") % {"name": row.doctor})
        return _page_of(request, row.doctor)

    return answer_button(request, ButtonForm(request.POST), perform, _page_of(request, row.doctor))


@require_http_methods(["GET", "HEAD", "POST"])
def return_service(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_service_for(request.user, public_id, Permission.SIGN_OFF)
    form = forms.ReturnServiceForm(request.POST or None)

    def perform() -> str:
        actions.return_service(row=row, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("Returnert. %(name)s har fått beskjed.") % {"name": row.doctor})
        return _page_of(request, row.doctor)

    return _step_answer(request, form, perform, row, heading=_("Returner"), button=_("Returner"))


@require_http_methods(["GET", "HEAD", "POST"])
def annul_service(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_service_for(request.user, public_id, Permission.ANNUL)
    form = forms.AnnulServiceForm(request.POST or None, needs_reason=not row.is_draft)

    def perform() -> str:
        actions.annul_service(row=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Annullert. Det teller ikke lenger."))
        return _page_of(request, row.doctor)

    return _step_answer(request, form, perform, row, heading=_("Annuller"), button=_("Annuller"), is_danger=True)


@require_http_methods(["GET", "HEAD", "POST"])
def end_service(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_service_for(request.user, public_id, Permission.FOLLOW_UP)
    form = forms.EndServiceForm(request.POST or None, initial={"ends_on": row.ends_on})

    def perform() -> str:
        actions.end_service(row=row, by=request.user, **_said(form))
        messages.success(request, _("Sluttdatoen er satt. %(name)s har fått beskjed.") % {"name": row.doctor})
        return _page_of(request, row.doctor)

    return _step_answer(request, form, perform, row, heading=_("Sett sluttdato"), button=_("Lagre"))


@require_http_methods(["GET", "HEAD", "POST"])
def set_counting(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_placement_for(request.user, public_id, Permission.ASSIGN)
    form = forms.CountingForm(request.POST or None, initial={"counts": "yes" if row.counts else "no"})

    def perform() -> str:
        counts = form.cleaned_data["counts"] == "yes"
        actions.set_counting(placement=row, counts=counts, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Lagret. %(name)s har fått beskjed.") % {"name": row.doctor})
        return _page_of(request, row.doctor)

    return _step_answer(request, form, perform, row, heading=_("Teller perioden?"), button=_("Lagre"))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_part_1(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.MARK_ON_BEHALF)
    form = forms.Part1Form(request.POST or None)

    def perform() -> str:
        actions.confirm_part_1(doctor=doctor, by=request.user, **_said(form))
        messages.success(request, _("Del 1 er bekreftet. %(name)s har fått beskjed.") % {"name": doctor})
        return _page_of(request, doctor)

    return _step_answer(request, form, perform, None, doctor=doctor, heading=_("Bekreft del 1"), button=_("Bekreft"))


@require_http_methods(["GET", "HEAD", "POST"])
def annul_part_1(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_part_1_for(request.user, public_id, Permission.ANNUL)
    form = forms.AnnulServiceForm(request.POST or None, needs_reason=True)

    def perform() -> str:
        actions.annul_part_1(confirmation=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Bekreftelsen er annullert. Begge står i historikken."))
        return _page_of(request, found.doctor)

    return _step_answer(
        request,
        form,
        perform,
        None,
        doctor=found.doctor,
        heading=_("Annuller bekreftelsen av del 1"),
        button=_("Annuller"),
        is_danger=True,
    )


# --- What the views share ---


def _said(form: FagveiForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "idempotency_key"}


def _page_of(request: SignedInRequest, doctor: User) -> str:
    is_own = doctor == request.user
    return reverse("training:my_service") if is_own else reverse("training:service", args=[doctor.public_id])


def _form_answer(request: SignedInRequest, form: Any, perform: Callable[[], str], **context: Any) -> HttpResponse:
    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "training/service/register.html", {"form": form, "about": None, **context})


def _step_answer(
    request: SignedInRequest,
    form: FagveiForm,
    perform: Callable[[], str],
    row: Employment | Placement | Absence | None,
    *,
    doctor: User | None = None,
    **context: Any,
) -> HttpResponse:
    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    whose = doctor or (row.doctor if row else request.user)
    context |= {
        "form": form,
        "row": row,
        "doctor": whose,
        "back": _page_of(request, whose),
        "is_own": whose == request.user,
    }
    return render(request, "training/service/step.html", {"is_danger": False, **context})
