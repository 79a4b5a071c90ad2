"""Assessments: the doctor asks and follows, a mentor, supervisor or leader answers and signs, a leader vouches."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common import clock
from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm, faults_of
from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training import access, actions
from fagvei.training.forms import assessments as forms
from fagvei.training.models import Assessment
from fagvei.training.queries import assessments_page as queries
from fagvei.training.queries.goal_page import level_choices
from fagvei.training.queries.multisource_page import rounds_of
from fagvei.training.views.requests import SignedInRequest
from fagvei.training.views.steps import Status

State = Assessment.State


@require_safe
def my_assessments(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    context = {"page": queries.my_assessments(doctor), "rounds": list(rounds_of(doctor))}
    return render(request, "training/assessments/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_assessment(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    page = queries.ask_page(doctor)
    initial = {"held_on": clock.today(), "goals": [request.GET.get("mal", "")]}
    form = forms.AskAssessmentForm(request.POST or None, page=page, initial=initial)

    def perform() -> str:
        asked = actions.ask_assessment(doctor=doctor, by=request.user, **form.asked())
        messages.success(request, _("%(name)s er bedt om en vurdering.") % {"name": asked.assessor_name})
        return asked.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "training/assessments/ask.html", {"form": form, "page": page, "faults": faults_of(form)})


@require_http_methods(["GET", "HEAD", "POST"])
def start_assessment(request: SignedInRequest) -> HttpResponse:
    """First whom, then what: the doctor's own goals are chosen among."""
    doctors = queries.doctors_to_assess(request.user)
    if "lege" not in request.GET:
        return render(request, "training/assessments/choose_doctor.html", {"doctors": doctors})
    doctor = _one_of(doctors, request.GET["lege"])
    page = queries.ask_page(doctor)
    form = forms.WhatIsAssessedForm(request.POST or None, page=page, initial={"held_on": clock.today()})

    def perform() -> str:
        started = actions.start_assessment(doctor=doctor, by=request.user, **form.facts())
        return started.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "page": page, "doctor": doctor, "faults": faults_of(form)}
    return render(request, "training/assessments/start.html", context)


def _one_of(doctors: list[User], public_id: str) -> User:
    for doctor in doctors:
        if str(doctor.public_id) == public_id:
            return doctor
    raise Http404


@require_safe
def assessment(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_assessment_for(request.user, public_id)
    return render(request, "training/assessments/assessment.html", _context(request, found))


def _context(request: SignedInRequest, found: Assessment, **again: Any) -> dict[str, Any]:
    """What the page shows of verbs: those the person may use and the state allows. A refused form comes in `again`."""
    relations = access.relations_to(request.user, found.doctor)
    page = queries.assessment_page(found, request.user)
    row, leads = page.assessment, bool(relations & access.LEADS)
    is_own = "doctor" in relations
    answers = row.assessor == request.user and row.state == State.ASKED and row.expires_at > clock.now()
    annuls = row.state == State.SIGNED and (leads or row.assessor == request.user)
    vouches = leads and row.state == State.IDENTIFIED
    made: dict[str, Any] = {
        "page": page,
        "assessment": row,
        "is_own": is_own,
        "reads_plan": bool(relations & access.READERS),
        "status": _status(row, request.user),
        "answer_form": _answer_form(row) if answers else None,
        "decline_form": forms.DeclineForm() if answers else None,
        "vouches": vouches,
        "refuse_form": forms.RefuseAssessorForm() if vouches else None,
        "annul_form": forms.AnnulAssessmentForm() if annuls else None,
        "can_withdraw": is_own and row.state == State.ASKED,
        "can_invite": is_own and row.is_by_link and row.state in Assessment.OPEN,
    }
    context = {**made, **again}
    context["faults"] = faults_of(context["answer_form"]) if context["answer_form"] else []
    return context


def _answer_form(row: Assessment, data: Any = None) -> forms.AnswerForm:
    return forms.AnswerForm(data, version=row.version, levels=level_choices())


def _status(row: Assessment, viewer: User) -> Status:
    if row.state == State.SIGNED:
        return Status(_("Signert av %(name)s") % {"name": row.assessor_name}, row.since, "done")
    if row.state in (State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.REFUSED, State.ANNULLED):
        return Status(row.get_state_display().capitalize(), row.since, "stopped")
    if row.waiting_on == viewer:
        return Status(_("Venter på deg"), row.since, "mine")
    if row.state == State.ANSWERED:
        words = _("Besvart, ikke signert. Teller ikke før %(name)s har vist hvem det er")
        return Status(words % {"name": row.assessor_name}, row.since, "waiting")
    return Status(_("Venter på %(name)s") % {"name": row.waiting_on or row.assessor_name}, row.since, "waiting")


def _answer(request: SignedInRequest, found: Assessment, name: str, form: Any, perform: Any) -> HttpResponse:
    """A form on the assessment's page: refused, it is shown there again with its sentence beside it."""
    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = _context(request, found, **{name: form})
    return render(request, "training/assessments/assessment.html", context)


@require_POST
def answer_assessment(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_assessment_for(request.user, public_id, Permission.SIGN)
    form = _answer_form(found, request.POST)

    def perform() -> str:
        actions.answer_assessment(assessment=found, answers=form.answers(), by=request.user)
        messages.success(request, _("Vurderingen er signert, og legen har fått beskjed."))
        return found.get_absolute_url()

    return _answer(request, found, "answer_form", form, perform)


@require_POST
def decline_assessment(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_assessment_for(request.user, public_id, Permission.SIGN)
    form = forms.DeclineForm(request.POST)

    def perform() -> str:
        actions.decline_assessment(assessment=found, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("Du har sagt nei, og legen har fått beskjed."))
        return found.get_absolute_url()

    return _answer(request, found, "decline_form", form, perform)


@require_POST
def withdraw_assessment(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_assessment_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.withdraw_assessment(assessment=found, by=request.user)
        messages.success(request, _("Vurderingen er trukket. En lenke som er sendt, virker ikke lenger."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def invite_again(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_assessment_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.invite_again(assessment=found, by=request.user)
        messages.success(request, _("En ny lenke er på vei. Den gamle slutter å virke når den nye er sendt."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def annul_assessment(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_assessment_for(request.user, public_id, Permission.ANNUL)
    form = forms.AnnulAssessmentForm(request.POST)

    def perform() -> str:
        actions.annul_assessment(assessment=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Vurderingen er annullert. Den kan fortsatt leses."))
        return found.get_absolute_url()

    return _answer(request, found, "annul_form", form, perform)


@require_POST
def vouch_for_assessor(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_assessment_for(request.user, public_id, Permission.APPOINT)

    def perform() -> str:
        actions.vouch_for_assessor(assessment=found, by=request.user)
        messages.success(request, _("Vurdereren er bekreftet, og vurderingen teller."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def refuse_assessor(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_assessment_for(request.user, public_id, Permission.APPOINT)
    form = forms.RefuseAssessorForm(request.POST)

    def perform() -> str:
        actions.refuse_assessor(assessment=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Vurdereren er ikke bekreftet, og legen har fått beskjed."))
        return found.get_absolute_url()

    return _answer(request, found, "refuse_form", form, perform)
