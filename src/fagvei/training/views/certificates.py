"""Service certificates: asked for by the doctor, written and signed by the leader, signed by the medically responsible consultant."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.people.stepup import recently_identified
from fagvei.training import access, actions, forms
from fagvei.training.models import CertificateEvent, ServiceCertificate
from fagvei.training.queries.certificate_page import certificate_page, signer_page
from fagvei.training.queries.certificates import (
    Workplace,
    heads_to_sign,
    leaders_to_ask,
    waits_for_nobody,
    workplaces_of,
)
from fagvei.training.views.requests import SignedInRequest

State = ServiceCertificate.State


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_certificate(request: SignedInRequest) -> HttpResponse:
    """The doctor asks the leader."""
    return _prepare(request, access.own_record(request.user), reverse("training:my_service"))


@require_http_methods(["GET", "HEAD", "POST"])
def prepare_certificate(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The leader makes one without being asked."""
    doctor = access.get_doctor_for(request.user, public_id, Permission.MARK_ON_BEHALF)
    return _prepare(request, doctor, reverse("training:service", args=[doctor.public_id]))


def _prepare(request: SignedInRequest, doctor: User, back: str) -> HttpResponse:
    is_own = doctor == request.user
    due = [each for each in workplaces_of(doctor) if each.institution is not None]
    left = [each for each in due if each.certificate is None or (is_own and waits_for_nobody(each.certificate))]
    # A press that is repeated must find the choice it made, also when the certificate is made.
    offered = due if request.method == "POST" else left
    form = forms.WorkplaceForm(request.POST or None, workplaces=offered, leaders=_leaders(doctor, left, is_own))

    def perform() -> str:
        chosen = form.cleaned_data["workplace"]
        made = actions.prepare_certificate(
            doctor=doctor,
            institution=chosen.institution,
            specialty=chosen.specialty,
            leader=form.cleaned_data.get("leader"),
            by=request.user,
        )
        messages.success(request, _("Tjenestebekreftelsen er laget og fylt med det som er bekreftet."))
        return made.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "offered": offered, "doctor": doctor, "back": back, "is_own": is_own}
    return render(request, "training/certificates/ask.html", context)


def _leaders(doctor: User, places: list[Workplace], is_own: bool) -> dict[User, str]:
    """Whom the doctor can ask where nobody who led the doctor is left, with the workplaces they lead at."""
    found: dict[User, list[str]] = {}
    for place in {each.institution: each for each in places}.values() if is_own else ():
        for leader in leaders_to_ask(doctor, place.institution) if place.institution else ():
            found.setdefault(leader, []).append(place.name)
    return {leader: f"{leader}, {', '.join(names)}" for leader, names in found.items()}


@require_safe
def my_certificates(request: SignedInRequest) -> HttpResponse:
    """Those that wait for oneself, and those one has signed."""
    return render(request, "training/certificates/mine.html", {"page": signer_page(request.user)})


@require_safe
def certificate(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_certificate_for(request.user, public_id)
    if _may_sign_now(request.user, found):
        return _show_to_sign(request, found)
    return _answer(request, found)


@recently_identified
def _show_to_sign(request: SignedInRequest, found: ServiceCertificate) -> HttpResponse:
    """Whoever can sign has just shown who it is, as before every decision with legal effect."""
    return _answer(request, found)


def _may_sign_now(user: User, found: ServiceCertificate) -> bool:
    """The leader a complete draft, the medically responsible consultant what the leader has signed."""
    standing = access.POLICIES[ServiceCertificate].relations(found, user)
    if found.state == State.DRAFT:
        return bool(standing & access.WRITERS) and not found.empty_fields
    return found.state == State.LEADER_SIGNED and bool(standing & access.HEADS)


def _did_not_lead(user: User, found: ServiceCertificate) -> bool:
    """Whoever signs as leader without having led the doctor says what it builds on."""
    standing = access.POLICIES[ServiceCertificate].relations(found, user)
    return found.state == State.DRAFT and bool(standing & CertificateEvent.NOW_THERE)


def _heads(user: User, found: ServiceCertificate) -> list[User]:
    """Whom the leader chooses among; nobody when there is no choice."""
    heads = heads_to_sign(found, but=user) if found.state == State.DRAFT else []
    return heads if len(heads) > 1 else []


def _answer(request: SignedInRequest, found: ServiceCertificate, **forms_again: Any) -> HttpResponse:
    page = certificate_page(found)
    standing = access.POLICIES[ServiceCertificate].relations(found, request.user)
    leads, is_head = bool(standing & access.WRITERS), bool(standing & access.HEADS)
    context: dict[str, Any] = {
        "page": page,
        "certificate": found,
        "is_own": found.doctor == request.user,
        "waits_for_nobody": found.doctor == request.user and waits_for_nobody(found),
        "leads": bool(standing & access.LEADS),
        "can_write": leads and found.state == State.DRAFT,
        "missing": found.empty_fields if leads and found.state == State.DRAFT else [],
        "sign_form": None,
        "return_form": forms.ReturnServiceForm() if is_head and found.state == State.LEADER_SIGNED else None,
        "annul_form": forms.ReasonForm() if leads and found.state != State.ANNULLED else None,
    }
    if _may_sign_now(request.user, found):
        context["sign_form"] = forms.SignCertificateForm(
            initial={"seen_digest": page.digest},
            did_not_lead=_did_not_lead(request.user, found),
            heads=_heads(request.user, found),
        )
    return render(request, "training/certificates/certificate.html", {**context, **forms_again})


@require_http_methods(["GET", "HEAD", "POST"])
def write_certificate(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_certificate_for(request.user, public_id, Permission.EDIT)
    if found.state != State.DRAFT and request.method != "POST":
        return redirect(found)
    initial = {name: getattr(found, name) for name in found.FIELDS}
    form = forms.CertificateForm(request.POST or None, initial=initial)

    def perform() -> str:
        actions.write_certificate(certificate=found, by=request.user, **form.content_fields())
        messages.success(request, _("Lagret. Ingenting er signert ennå."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    # Who led at the time writes it, and reads the record no longer.
    reads_plan = bool(access.POLICIES[ServiceCertificate].relations(found, request.user) & access.LEADS)
    context = {"form": form, "page": certificate_page(found), "certificate": found, "reads_plan": reads_plan}
    return render(request, "training/certificates/write.html", context)


@require_POST
def sign_certificate(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    return _sign(request, access.get_certificate_for(request.user, public_id, Permission.SIGN))


@recently_identified
def _sign(request: SignedInRequest, found: ServiceCertificate) -> HttpResponse:
    user = request.user
    heads = _heads(user, found)
    if request.POST.get("head") and found.state == State.DRAFT:
        heads = heads_to_sign(found, but=user)  # one was chosen: the only one left is not that one by itself
    form = forms.SignCertificateForm(request.POST, did_not_lead=_did_not_lead(user, found), heads=heads)

    def perform() -> str:
        said = form.cleaned_data
        signed = actions.sign_certificate(
            certificate=found,
            by=user,
            seen_digest=said["seen_digest"],
            basis=said.get("basis", ""),
            head=said.get("head"),
        )
        if signed.waiting_on is not None:
            messages.success(request, _("Signert. Nå venter den på %(name)s.") % {"name": signed.waiting_on})
        else:
            messages.success(request, _("Signert av begge. %(name)s har fått beskjed.") % {"name": found.doctor})
        return found.get_absolute_url()

    return answer_button(request, form, perform, found)


@require_POST
def return_certificate(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_certificate_for(request.user, public_id, Permission.FOLLOW_UP)
    form = forms.ReturnServiceForm(request.POST)

    def perform() -> str:
        actions.return_certificate(certificate=found, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("Returnert til lederen. Signaturen lederen ga, gjelder ikke lenger."))
        return reverse("web:inbox")

    return answer_button(request, form, perform, found)


@require_POST
def annul_certificate(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_certificate_for(request.user, public_id, Permission.ANNUL)
    form = forms.ReasonForm(request.POST)

    def perform() -> str:
        actions.annul_certificate(certificate=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Annullert. Bekreftelsen blir stående med begrunnelsen."))
        return found.get_absolute_url()

    return answer_button(request, form, perform, found)
