"""Regulation changes: what is new, changed and ended in this doctor's plan, and what is chosen."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import answer_button
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training import access, actions, forms
from fagvei.training.models import RevisionChoice, SetChoice
from fagvei.training.queries.rollover import rollover_page
from fagvei.training.views.requests import SignedInRequest


def rollover_path(reader: User, doctor: User) -> str:
    if reader == doctor:
        return reverse("training:my_rollover")
    return reverse("training:rollover", args=[doctor.public_id])


@require_safe
def my_rollover(request: SignedInRequest) -> HttpResponse:
    return _answer(request, access.own_record(request.user))


@require_safe
def rollover(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.SEE)
    return redirect("training:my_rollover") if doctor == request.user else _answer(request, doctor)


def _answer(request: SignedInRequest, doctor: User) -> HttpResponse:
    relations = access.relations_to(request.user, doctor)
    leads = bool(relations & access.LEADS)
    context = {
        "page": rollover_page(doctor),
        "doctor": doctor,
        "is_own": doctor == request.user,
        "reads_plan": True,
        "leads": leads,
        "may_choose": leads or doctor == request.user,
        "plan": doctor.education_plans.current().order_by("assigned_at").first() if leads else None,
    }
    return render(request, "training/rollover/page.html", context)


@require_POST
def choose_revision(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    goal = access.get_plan_goal_for(request.user, public_id, Permission.ASSIGN)
    form = forms.ChooseRevisionForm(request.POST)
    address = rollover_path(request.user, goal.doctor)

    def perform() -> str:
        reason = form.cleaned_data["reason"]
        if form.cleaned_data["kind"] == RevisionChoice.Kind.KEPT:
            actions.keep_revision(plan_goal=goal, reason=reason, by=request.user)
            messages.success(request, _("Den tidligere revisjonen beholdes."))
        else:
            actions.convert_revision(plan_goal=goal, reason=reason, by=request.user)
            messages.success(request, _("Planen følger nå den nye revisjonen."))
        return address

    return answer_button(request, form, perform, address)


@require_POST
def choose_set(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    goal_plan = access.get_goal_plan_for(request.user, public_id, Permission.ASSIGN)
    form = forms.ChooseSetForm(request.POST)
    address = rollover_path(request.user, goal_plan.doctor)

    def perform() -> str:
        reason = form.cleaned_data["reason"]
        if form.cleaned_data["kind"] == SetChoice.Kind.KEPT:
            actions.keep_set(goal_plan=goal_plan, reason=reason, by=request.user)
            messages.success(request, _("Settet beholdes slik det var."))
        else:
            actions.leave_set(goal_plan=goal_plan, reason=reason, by=request.user)
            messages.success(request, _("Legen måles nå etter settet som gjelder."))
        return address

    return answer_button(request, form, perform, address)


@require_POST
def take_in_new_goals(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = access.get_education_plan_for(request.user, public_id, Permission.ASSIGN)
    address = rollover_path(request.user, plan.doctor)

    def perform() -> str:
        actions.add_missing_goals(plan=plan, by=request.user)
        messages.success(request, _("De nye målene står i planen."))
        return address

    return answer_button(request, ButtonForm(request.POST), perform, address)
