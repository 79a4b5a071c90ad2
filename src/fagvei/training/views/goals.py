"""One goal in the record: complete it, ask for opinions, give one, send it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.people import queries as people
from fagvei.training import access, actions, forms
from fagvei.training.models import PlanGoal
from fagvei.training.queries.goal_page import goal_page, level_choices
from fagvei.training.views.requests import SignedInRequest
from fagvei.training.views.steps import goal_status, next_step, quiet_verb


@require_safe
def goal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_plan_goal_for(request.user, public_id)
    page = goal_page(found, request.user)
    relations = access.relations_to(request.user, found.doctor)
    step = next_step(page, request.user, relations)
    is_own = found.doctor_id == request.user.pk
    context = {
        "page": page,
        "plan_goal": page.plan_goal,
        "is_own": is_own,
        "decides": bool(relations & access.DECIDERS),
        "leads": bool(relations & access.LEADS),
        "reads_plan": bool(relations & access.READERS),
        "may_raise": bool(relations & (access.DECIDERS | {"mentor"})) and found.state != PlanGoal.State.APPROVED,
        "status": goal_status(page, request.user),
        "step": step,
        "quiet_verb": quiet_verb(page, step) if is_own else "",
        "annul_form": forms.ReasonForm() if page.sign_off and relations & access.DECIDERS else None,
    }
    return render(request, "training/goal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def complete_goal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_plan_goal_for(request.user, public_id, Permission.EDIT)
    mentor = people.mentor_of(found.doctor)
    supervisors = [person for person in people.supervisors_of(found.doctor) if person != mentor]
    first = [str(supervisors[0].public_id)] if len(supervisors) == 1 else []
    form = forms.CompleteGoalForm(request.POST or None, supervisors=supervisors, initial={"supervisors": first})

    def perform() -> str:
        actions.complete_goal(
            plan_goal=found,
            comment=form.cleaned_data["comment"],
            supervisors=form.cleaned_data["supervisors"],
            by=request.user,
        )
        messages.success(request, _("Målet er fullført. De du spurte, har fått beskjed."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    page = goal_page(found, request.user)
    context = {"form": form, "page": page, "plan_goal": page.plan_goal, "mentor": mentor, "supervisors": supervisors}
    return render(request, "training/complete_goal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give_opinion(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_plan_goal_for(request.user, public_id, Permission.GIVE_OPINION)
    form = forms.OpinionForm(request.POST or None, levels=level_choices())

    def perform() -> str:
        given = form.cleaned_data
        actions.give_opinion(
            plan_goal=found,
            verdict=given["verdict"],
            level_seen=given["level_seen"],
            reason=given["reason"],
            by=request.user,
        )
        messages.success(request, _("Uttalelsen er gitt. Legen får lese den når målet er avgjort."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    page = goal_page(found, request.user)
    step = next_step(page, request.user, access.relations_to(request.user, found.doctor))
    context = {"form": form, "page": page, "plan_goal": page.plan_goal, "step": step}
    return render(request, "training/give_opinion.html", context)


@require_POST
def reopen_goal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_plan_goal_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.reopen_goal(plan_goal=found, by=request.user)
        messages.success(request, _("Målet er åpnet igjen."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def send_goal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_plan_goal_for(request.user, public_id, Permission.SEND)

    def perform() -> str:
        sent = actions.send_goal(plan_goal=found, by=request.user)
        messages.success(request, _("Sendt til %(name)s, som avgjør målet.") % {"name": sent.waiting_on})
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def recall_goal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_plan_goal_for(request.user, public_id, Permission.RECALL)

    def perform() -> str:
        actions.recall_goal(plan_goal=found, by=request.user)
        messages.success(request, _("Målet er kalt tilbake. Uttalelsene gjelder fortsatt."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)
