"""A doctor's proof of a course that others arranged, and what the liaison RegUt does with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm, FagveiForm
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.external import ApproveForm, SendAgainForm, SendCertificateForm
from fagvei.courses.forms.plan import ReasonForm
from fagvei.courses.models import ExternalCertificate
from fagvei.courses.queries.external_page import external_list, external_page
from fagvei.people.requests import PersonalRequest

State = ExternalCertificate.State


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: PersonalRequest, code: str) -> HttpResponse:
    course = access.external_course_for(request.user, code)
    form = SendCertificateForm(request.POST or None, request.FILES or None)

    def perform() -> str:
        given = form.cleaned_data
        row = actions.send_external_certificate(
            course=course, ended_on=given["ended_on"], place=given["place"], upload=given["upload"], by=request.user
        )
        messages.success(request, _("Beviset er sendt. RegUt-en ser på det og fører kurset i mappen din."))
        return row.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "courses/external/send.html", {"form": form, "course": course})


@require_safe
def certificates(request: PersonalRequest) -> HttpResponse:
    page = external_list(access.liaison_centres_of(request.user))
    return render(request, "courses/external/list.html", {"page": page})


@require_safe
def certificate(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _answer(request, access.get_external_certificate_for(request.user, public_id))


def _answer(request: PersonalRequest, found: ExternalCertificate, **again: Any) -> HttpResponse:
    is_own = found.doctor_id == request.user.pk
    checks = access.can(request.user, Permission.SIGN_OFF, found)
    page = external_page(found, is_own=is_own)
    context = {
        "page": page,
        "certificate": found,
        "is_own": is_own,
        "may_decide": checks and found.state == State.SENT,
        "may_annul": checks and found.state == State.APPROVED,
        "may_mend": is_own and found.state == State.RETURNED,
        "may_withdraw": is_own and found.state in found.DOCTORS,
        "again_form": SendAgainForm(initial={"ended_on": found.ended_on, "place": found.place}),
        "approve_form": ApproveForm(
            auto_id="id_approve_%s", initial={"shown": page.proof.sha256 if page.proof else ""}
        ),
        "return_form": ReasonForm(auto_id="id_return_%s"),
        "reject_form": ReasonForm(auto_id="id_reject_%s"),
        "annul_form": ReasonForm(auto_id="id_annul_%s"),
        **again,
    }
    return render(request, "courses/external/certificate.html", context)


@require_safe
def proof(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    """Always a download, of the type we found it to be ourselves; the sandbox holds even if a browser opens it."""
    found = getattr(access.get_external_certificate_for(request.user, public_id), "proof", None)
    if found is None:
        raise Http404
    with found.file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def send_again(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = SendAgainForm(request.POST, request.FILES)

    def act(found: ExternalCertificate) -> None:
        given = form.cleaned_data
        actions.send_external_certificate_again(
            certificate=found,
            ended_on=given["ended_on"],
            place=given["place"],
            upload=given["upload"],
            by=request.user,
        )

    return _step(request, public_id, Permission.EDIT, form, act, _("Beviset er sendt på nytt."), "again_form")


@require_POST
def withdraw(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_external_certificate_for(request.user, public_id, Permission.RECALL)

    def perform() -> str:
        actions.withdraw_external_certificate(certificate=found, by=request.user)
        messages.success(request, _("Beviset er trukket, og filen er slettet."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def approve(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ApproveForm(request.POST, auto_id="id_approve_%s")

    def act(found: ExternalCertificate) -> None:
        given = form.cleaned_data
        actions.approve_external_certificate(
            certificate=found, shown=given["shown"], comment=given["comment"], by=request.user
        )

    told = _("Beviset er godtatt, og kurset er ført i legens mappe.")
    return _step(request, public_id, Permission.SIGN_OFF, form, act, told, "approve_form")


@require_POST
def return_to_doctor(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="id_return_%s")
    act = _with_reason(actions.return_external_certificate, form, request)
    told = _("Beviset er returnert til legen.")
    return _step(request, public_id, Permission.SIGN_OFF, form, act, told, "return_form")


@require_POST
def reject(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="id_reject_%s")
    act = _with_reason(actions.reject_external_certificate, form, request)
    return _step(request, public_id, Permission.SIGN_OFF, form, act, _("Beviset er avvist."), "reject_form")


@require_POST
def annul(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="id_annul_%s")
    act = _with_reason(actions.annul_external_certificate, form, request)
    told = _("Beviset er annullert og teller ikke lenger i mappen.")
    return _step(request, public_id, Permission.ANNUL, form, act, told, "annul_form")


def _with_reason(verb: Callable[..., Any], form: ReasonForm, request: PersonalRequest) -> Callable[..., None]:
    def act(found: ExternalCertificate) -> None:
        verb(certificate=found, reason=form.cleaned_data["reason"], by=request.user)

    return act


def _step(
    request: PersonalRequest,
    public_id: UUID,
    permission: Permission,
    form: FagveiForm,
    act: Callable[[ExternalCertificate], None],
    told: str,
    name: str,
) -> HttpResponse:
    """One step on one proof; back to its page, with the faults where the form stands."""
    found = access.get_external_certificate_for(request.user, public_id, permission)

    def perform() -> str:
        act(found)
        messages.success(request, told)
        return found.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _answer(request, found, **{name: form})
