"""The leader's page: everything needed to decide on one screen, and the decision itself."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import faults_of
from fagvei.common.permissions import Permission
from fagvei.people import queries as people
from fagvei.people.stepup import recently_identified
from fagvei.training import access, actions, forms
from fagvei.training.actions.refusals import OfficialTextMissing
from fagvei.training.models import PlanGoal
from fagvei.training.queries import panel_page
from fagvei.training.queries.goal_page import GoalPage, goal_page
from fagvei.training.queries.procedures_page import evidence_for
from fagvei.training.views.requests import SignedInRequest
from fagvei.training.views.steps import Step, goal_status, not_sent


@require_safe
def decide_goal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The door first: who may not see the goal is not asked to identify."""
    return _show_decision(request, access.get_plan_goal_for(request.user, public_id, Permission.SIGN_OFF))


@recently_identified
def _show_decision(request: SignedInRequest, found: PlanGoal) -> HttpResponse:
    return _decision_answer(request, found)


def _decision_answer(request: SignedInRequest, found: PlanGoal, **forms_again: Any) -> HttpResponse:
    page = goal_page(found, request.user)
    reason = why_a_reason(page)
    context = {
        "page": page,
        "plan_goal": page.plan_goal,
        "status": goal_status(page, request.user),
        "hindrance": hindrance(page),
        "why_reason": reason,
        "sign_off_form": forms.SignOffForm(needs_reason=bool(reason)),
        "return_form": forms.ReturnGoalForm(),
        "panel_outcomes": panel_page.outcomes_about(found),
        "panel_ahead": panel_page.open_panel_about(found),
        "leads": bool(access.relations_to(request.user, found.doctor) & access.LEADS),
        "can_replace": bool(page.unmet and page.counted),
        **forms_again,
    }
    context["faults"] = faults_of(context["sign_off_form"])
    return render(request, "training/decide_goal.html", context)


def hindrance(page: GoalPage) -> Step | None:
    """Why it cannot be approved, who can mend it, and a link there."""
    goal = page.plan_goal
    if goal.state == PlanGoal.State.APPROVED:
        return Step(_("Målet er allerede godkjent."), _("Se godkjenningen"), goal.get_absolute_url())
    if goal.state != PlanGoal.State.SENT:
        return Step(not_sent(goal))
    if page.given.basis is None:
        return Step(
            _("Veileder og minst én supervisør må ha uttalt seg etter at målet ble fullført. Legen kan spørre flere.")
        )
    if page.compulsory_unmet:
        missing = "; ".join(map(str, page.compulsory_unmet))
        return Step(
            _("Dette kravet må innfris eller erstattes av en tilsvarende aktivitet først: %(missing)s.")
            % {"missing": missing}
        )
    if not page.revision.has_official_text and not _is_practice(goal):
        return Step(str(OfficialTextMissing.message))
    return None


def _is_practice(goal: PlanGoal) -> bool:
    """Fictional doctors at fictional institutions may practise on goals without official text."""
    institution = people.institution_of(goal.doctor)
    return goal.doctor.is_demo and institution is not None and institution.is_demo


def why_a_reason(page: GoalPage) -> str:
    if page.given.is_against:
        return _("En uttalelse fraråder godkjenning. Godkjenner du likevel, må du skrive hvorfor.")
    if page.unmet:
        return _("Anbefalte aktiviteter mangler. Godkjenner du likevel, må du skrive hvorfor kompetansen er nådd.")
    return ""


@require_POST
def sign_off_goal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    return _sign_off(request, access.get_plan_goal_for(request.user, public_id, Permission.SIGN_OFF))


@recently_identified
def _sign_off(request: SignedInRequest, found: PlanGoal) -> HttpResponse:
    form = forms.SignOffForm(request.POST, needs_reason=bool(why_a_reason(goal_page(found, request.user))))

    def perform() -> str:
        told = {name: form.cleaned_data[name] for name in ("reason", "seen")}
        actions.sign_off_goal(plan_goal=found, by=request.user, **told)
        messages.success(request, _("Målet er godkjent. %(name)s har fått beskjed.") % {"name": found.doctor})
        return found.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _decision_answer(request, found, sign_off_form=form)


@require_POST
def return_goal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_plan_goal_for(request.user, public_id, Permission.SIGN_OFF)
    form = forms.ReturnGoalForm(request.POST)

    def perform() -> str:
        actions.return_goal(plan_goal=found, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("Målet er returnert. %(name)s har fått beskjed.") % {"name": found.doctor})
        return found.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _decision_answer(request, found, return_form=form)


@require_POST
def annul_sign_off(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    sign_off = access.get_sign_off_for(request.user, public_id, Permission.SIGN_OFF)
    form = forms.ReasonForm(request.POST)

    def perform() -> str:
        actions.annul_sign_off(sign_off=sign_off, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Godkjenningen er annullert. Begge står i tidslinjen."))
        return sign_off.plan_goal.get_absolute_url()

    return answer_button(request, form, perform, sign_off.plan_goal)


@require_http_methods(["GET", "HEAD", "POST"])
def raise_repetitions(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_plan_goal_for(request.user, public_id, Permission.FOLLOW_UP)
    page = goal_page(found, request.user)
    countable = page.countable_activities
    evidence = evidence_for(found.doctor, request.user)
    form = forms.RaiseRepetitionsForm(request.POST or None, activities=countable, evidence=evidence)

    def perform() -> str:
        actions.raise_repetitions(
            plan_goal=found,
            activity=form.cleaned_data["activity"],
            repetitions=form.cleaned_data["repetitions"],
            reason=form.cleaned_data["reason"],
            evidence=form.cleaned_data["evidence"],
            by=request.user,
        )
        messages.success(request, _("Kravet er endret, og legen har fått beskjed."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "page": page, "plan_goal": page.plan_goal, "countable": countable}
    return render(request, "training/raise_repetitions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def accept_equivalent(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_plan_goal_for(request.user, public_id, Permission.SIGN_OFF)
    page = goal_page(found, request.user)
    # A press that is repeated must find the choice it made, also when nothing is missing any more.
    replaceable = page.replaceable if request.method != "POST" else page.requirements
    form = forms.EquivalentForm(request.POST or None, requirements=replaceable, activities=page.counted)

    def perform() -> str:
        actions.accept_equivalent(
            plan_goal=found,
            requirement=form.cleaned_data["requirement"],
            plan_activity=form.cleaned_data["plan_activity"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("Aktiviteten er godtatt som tilsvarende."))
        is_sent = found.state == PlanGoal.State.SENT
        return reverse("training:decide_goal", args=[found.public_id]) if is_sent else found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "page": page, "plan_goal": page.plan_goal, "replaceable": replaceable}
    return render(request, "training/accept_equivalent.html", context)
