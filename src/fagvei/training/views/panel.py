"""The assessment panel: called, the doctor told, held with minutes and outcomes."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common import clock
from fagvei.common.answers import answer_button, perform_once
from fagvei.common.permissions import Permission
from fagvei.people import queries as people
from fagvei.people.models import User
from fagvei.training import access, actions
from fagvei.training.forms.goals import ReasonForm
from fagvei.training.forms.panel import CallPanelForm, HoldPanelForm, PanelGoalForm, TellForm
from fagvei.training.models import AssessmentPanel, PlanGoal
from fagvei.training.queries.panel_page import doctors_to_call_for, goals_for_a_panel, panel_page, panels_of
from fagvei.training.views.requests import SignedInRequest

State = AssessmentPanel.State


@require_safe
def panels(request: SignedInRequest) -> HttpResponse:
    context = {"panels": panels_of(request.user), "doctors": doctors_to_call_for(request.user)}
    return render(request, "training/panel/panels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def call_panel(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """`mal` is the goal the leader came from."""
    doctor = access.get_doctor_for(request.user, public_id, Permission.FOLLOW_UP)
    goals = goals_for_a_panel(doctor)
    wanted = request.POST.get("mal") or request.GET.get("mal", "")
    came_from = next((goal for goal in goals if str(goal.public_id) == wanted), None)
    chosen = [str(goal.public_id) for goal in goals if goal == came_from or goal.is_doubted]  # type: ignore[attr-defined]
    form = CallPanelForm(
        request.POST or None, goals=goals, people=_others(doctor), initial={"goals": chosen, "doctor_takes_part": "yes"}
    )

    def perform() -> str:
        given = form.cleaned_data
        called = actions.call_panel(
            doctor=doctor,
            goals=given["goals"],
            members=given.get("members", []),
            meets_at=form.meets_at,
            place=given["place"],
            doubt=given["doubt"],
            doctor_takes_part=given["doctor_takes_part"] == "yes",
            from_decision=came_from,
            by=request.user,
        )
        messages.success(request, _("Kollegiet er kalt inn. De som er med, har fått beskjed."))
        return called.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {
        "form": form,
        "doctor": doctor,
        "goals": goals,
        "came_from": came_from,
        "mentor": people.mentor_of(doctor),
        "leader": people.leader_of(doctor),
    }
    return render(request, "training/panel/call.html", context)


def _others(doctor: User) -> list[User]:
    near = {people.mentor_of(doctor), people.leader_of(doctor)}
    return [person for person in people.supervisors_of(doctor) if person not in near]


@require_safe
def panel(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    return _panel_answer(request, access.get_panel_for(request.user, public_id))


def _panel_answer(request: SignedInRequest, found: AssessmentPanel, **again: Any) -> HttpResponse:
    page = panel_page(found, request.user)
    relations = access.relations_to(request.user, found.doctor)
    leads, is_called = bool(relations & access.LEADS), found.state == State.CALLED
    waits_for_mentor = found.state == State.HELD or (is_called and not found.doctor_takes_part and not page.told_before)
    context: dict[str, Any] = {
        "page": page,
        "panel": found,
        "leads": leads,
        "may_hold": leads and is_called,
        "is_ahead": found.meets_at > clock.now(),
        "is_blocked": is_called and not found.doctor_takes_part and not page.told_before,
        "opens_goals": bool(relations & access.READERS),
        "tell_form": TellForm() if "mentor" in relations and waits_for_mentor else None,
        "add_form": PanelGoalForm(goals=_not_on_the_agenda(found)) if leads and is_called else None,
        "cancel_form": ReasonForm(auto_id="id_cancel_%s") if leads and is_called else None,
        **again,
    }
    return render(request, "training/panel/panel.html", context)


def _not_on_the_agenda(found: AssessmentPanel) -> list[PlanGoal]:
    on_it = set(found.items.values_list("plan_goal_id", flat=True))
    return [goal for goal in goals_for_a_panel(found.doctor) if goal.pk not in on_it]


@require_POST
def add_panel_goal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_panel_for(request.user, public_id, Permission.EDIT)
    form = PanelGoalForm(request.POST, goals=goals_for_a_panel(found.doctor))

    def perform() -> str:
        given = form.cleaned_data
        actions.add_panel_goal(panel=found, plan_goal=given["goal"], doubt=given["doubt"], by=request.user)
        return found.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _panel_answer(request, found, add_form=form)


@require_POST
def tell_doctor(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_panel_for(request.user, public_id, Permission.FOLLOW_UP)
    form = TellForm(request.POST)

    def perform() -> str:
        actions.tell_doctor_of_panel(panel=found, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("Registrert. Legen har fått beskjed."))
        return found.get_absolute_url()

    return answer_button(request, form, perform, found)


@require_http_methods(["GET", "HEAD", "POST"])
def hold_panel(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_panel_for(request.user, public_id, Permission.EDIT)
    items = list(found.items.select_related("plan_goal__goal", "plan_goal__revision").order_by("plan_goal__goal__code"))
    planned = {"doctor_took_part": "yes" if found.doctor_takes_part else "no"}
    form = HoldPanelForm(request.POST or None, items=items, initial=planned)

    def perform() -> str:
        outcomes = {item: actions.Outcome(*told) for item, told in form.outcomes.items()}
        actions.hold_panel(
            panel=found,
            minutes=form.cleaned_data["minutes"],
            outcomes=outcomes,
            doctor_took_part=form.cleaned_data["doctor_took_part"] == "yes",
            by=request.user,
        )
        messages.success(request, _("Referatet er ført. Du avgjør fortsatt hvert mål selv."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "training/panel/hold.html", {"form": form, "panel": found})


@require_POST
def cancel_panel(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_panel_for(request.user, public_id, Permission.EDIT)
    form = ReasonForm(request.POST)

    def perform() -> str:
        actions.cancel_panel(panel=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Kollegiet er avlyst, og de som var kalt inn, har fått beskjed."))
        return found.get_absolute_url()

    return answer_button(request, form, perform, found)
