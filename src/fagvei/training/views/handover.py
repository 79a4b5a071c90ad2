"""Hand-over pages, and the doctor's change of employer."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import NotAllowed, Permission
from fagvei.people import access as people_access
from fagvei.people import queries as people
from fagvei.people.forms import candidates_at
from fagvei.people.models import Relation
from fagvei.people.requests import PersonalRequest
from fagvei.people.views.mine import ACTIVE_ROLE
from fagvei.people.views.picking import Picker
from fagvei.training import access, actions
from fagvei.training.forms.handover import AnswerEmployerForm, CallOffForm, EmployerForm, HandoverForm
from fagvei.training.models import EmployerChange, Handover
from fagvei.training.queries.handover import handovers_of, open_work

RIGHT = {"mentor": Permission.APPOINT, "supervisor": Permission.APPOINT, "leader": Permission.ADMINISTER}


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: PersonalRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    """What is open first, then who takes over and when."""
    doctor = access.get_doctor_for(request.user, public_id, RIGHT[kind])
    institution = people.institution_of(doctor)
    if institution is None:
        raise NotAllowed(_("Legen har ingen stilling nå. Administratoren ved virksomheten må registrere den først."))
    present = people.people_of(doctor, kind)
    picker = Picker(request, institution=institution, only_role=kind, only_here=True)
    form = HandoverForm(
        picker.chosen_data, candidates=candidates_at(institution, kind), present=present, initial=picker.initial
    )
    picker.offer_in(form)

    def perform() -> str:
        given = form.cleaned_data
        done = actions.hand_over(
            doctor=doctor,
            kind=kind,
            former=given["former"],
            successor=given["person"],
            takes_effect_at=form.moment,
            reason=given["reason"],
            by=request.user,
        )
        messages.success(request, _("Overleveringen er registrert, og de det gjelder, har fått beskjed."))
        # Who hands over the leadership at once may not see the page afterwards.
        return done.get_absolute_url() if access.can(request.user, Permission.SEE, done) else reverse("web:inbox")

    if picker.is_choosing and (address := perform_once(request, form, perform)):
        return HttpResponseRedirect(address)
    context = {
        "doctor": doctor,
        "kind": kind,
        "kind_name": Relation.Kind(kind).label,
        "institution": institution,
        "present": [(person, open_work(doctor, person, kind)) for person in present],
        "earlier": handovers_of(doctor),
        "picker": picker,
        "form": form,
    }
    return render(request, "training/handover/hand_over.html", context)


@require_safe
def handover(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    """The same list for the doctor, the one who leaves and the one who takes over."""
    return _handover_answer(request, access.get_handover_for(request.user, public_id))


def _handover_answer(request: PersonalRequest, found: Handover, form: CallOffForm | None = None) -> HttpResponse:
    may_call_off = found.state == "ahead" and access.can(request.user, Permission.ANNUL, found)
    is_consented = hasattr(found, "consent")
    context = {
        "handover": found,
        "work": open_work(found.doctor, found.former if found.is_ahead else found.successor, found.kind),
        "is_consented": is_consented,
        "may_consent": found.doctor_id == request.user.pk
        and found.kind == Relation.Kind.SUPERVISOR
        and found.state == "ahead"
        and not is_consented,
        "call_off_form": form or (CallOffForm() if may_call_off else None),
    }
    return render(request, "training/handover/handover.html", context)


@require_POST
def consent(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_handover_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.consent_to_handover(handover=found, by=request.user)
        messages.success(request, _("Lagret. %(name)s signerer det som venter.") % {"name": found.successor})
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def call_off(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_handover_for(request.user, public_id, Permission.ANNUL)
    form = CallOffForm(request.POST)

    def perform() -> str:
        actions.call_off_handover(handover=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Overleveringen er avlyst, og de det gjelder, har fått beskjed."))
        return found.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _handover_answer(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_about_employer(request: PersonalRequest) -> HttpResponse:
    """The administrator of the new employer finds the doctor and asks."""
    institution = people_access.get_institution_administered_by(
        request.user, acting_as=request.session.get(ACTIVE_ROLE)
    )
    picker = Picker(request, institution=institution)
    form = EmployerForm(picker.chosen_data, candidates=people.doctors(), initial=picker.initial)
    picker.offer_in(form)

    def perform() -> str:
        change = actions.ask_about_employer(
            doctor=form.cleaned_data["person"],
            institution=institution,
            takes_effect_at=form.moment,
            by=request.user,
        )
        messages.success(request, _("Legen er spurt. Ingenting endres før legen har svart ja."))
        return change.get_absolute_url()

    if picker.is_choosing and (address := perform_once(request, form, perform)):
        return HttpResponseRedirect(address)
    changes = access.visible_to(request.user, EmployerChange).select_related("doctor", "institution", "given_answer")
    context: dict[str, Any] = {
        "institution": institution,
        "picker": picker,
        "form": form,
        "changes": changes.filter(institution=institution)[:20],
    }
    return render(request, "training/handover/ask_about_employer.html", context)


@require_safe
def employer_change(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    return _change_answer(request, access.get_employer_change_for(request.user, public_id))


def _change_answer(
    request: PersonalRequest, change: EmployerChange, form: AnswerEmployerForm | None = None
) -> HttpResponse:
    may_answer = change.doctor_id == request.user.pk and change.answer is None
    context = {
        "change": change,
        "form": form or (AnswerEmployerForm() if may_answer else None),
        "is_own": change.doctor_id == request.user.pk,
    }
    return render(request, "training/handover/employer_change.html", context)


@require_POST
def answer_employer(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    change = access.get_employer_change_for(request.user, public_id, Permission.EDIT)
    form = AnswerEmployerForm(request.POST)

    def perform() -> str:
        actions.answer_employer(change=change, accepted=form.cleaned_data["answer"] == "yes", by=request.user)
        messages.success(request, _("Svaret er registrert."))
        return change.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _change_answer(request, change, form)
