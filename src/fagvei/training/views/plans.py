"""The plan as a page: the doctor's own, and as others may see it."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.common.text import tidy
from fagvei.curriculum.queries import specialties_with_goals
from fagvei.people.models import User
from fagvei.training import access, actions, forms
from fagvei.training.models.plans import PART_1_PLAN
from fagvei.training.queries import doctors_page, part_1_confirmation_of, plan_chips, plan_page, service_page
from fagvei.training.queries.begun import begun_plans
from fagvei.training.views.requests import SignedInRequest

LONGEST_SEARCH = 100
# More lines than these stand folded, category by category: of a filter one has asked for, and of the plan as one comes to it.
# Three hundred would be thirty-seven screens of a phone, and eighty ten.
MOST_UNFOLDED, FEW = 100, 20


@require_safe
def my_plan(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    return _plan_answer(request, plan_page.goals_for_plan_page(doctor, request.user))


@require_safe
def plan(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The record as somebody else reads it; the door writes the line the doctor sees in the access log."""
    doctor = access.get_doctor_for(request.user, public_id, Permission.SEE)
    if doctor == request.user:
        return redirect("training:my_plan")
    return _plan_answer(request, plan_page.goals_for_plan_page(doctor, request.user))


def _plan_answer(request: SignedInRequest, page: plan_page.PlanPage) -> HttpResponse:
    chosen = request.GET.get("vis", "alle")
    chosen = chosen if chosen in plan_chips.FILTERS else "alle"
    search = tidy(request.GET.get("sok", ""))[:LONGEST_SEARCH]
    sets = plan_chips.narrow(page, chosen, search)
    lines = sum(len(group.rows) for each in sets for group in each.groups)
    most = FEW if chosen == "alle" else MOST_UNFOLDED
    context = {
        "page": page,
        "is_own": page.doctor == request.user,
        "sets": sets,
        "folds": not search and "apne" not in request.GET and lines > most,
        "open_all": urlencode({"vis": chosen, "apne": "alle"}),
        "is_nothing_left": not any(each.groups for each in sets),
        "chips": plan_chips.chips(page, chosen, search),
        "chosen": chosen,
        "search": search,
    }
    if request.htmx:
        return render(request, "training/_goals.html", context)
    relations = access.relations_to(request.user, page.doctor)
    leads = bool(relations & access.LEADS)
    context["brings"] = bool(relations & access.PLANNERS)
    context["sees_readiness"] = bool(relations & access.LEADS)
    context["begun"] = begun_plans(page.doctor) if leads else set()
    context |= {"leads": leads, "is_leader": "leader" in relations, **_service_of(page.doctor, request.user, leads)}
    return render(request, "training/plan.html", context)


def _service_of(doctor: User, viewer: User, leads: bool) -> dict[str, str]:
    """What is known of the time, for the doctor and the leader."""
    if doctor == viewer:
        return {"service_headline": service_page.headline(doctor), "service_url": reverse("training:my_service")}
    if leads:
        address = reverse("training:service", args=[doctor.public_id])
        return {"service_headline": service_page.headline(doctor), "service_url": address}
    return {"service_headline": "", "service_url": ""}


@require_safe
def my_doctors(request: SignedInRequest) -> HttpResponse:
    rows = doctors_page.doctors_of(request.user)
    shown = {row.doctor: row.relations for row in rows if row.sees_progress}
    access.log_overview(request.user, shown, _("antall godkjente mål, i listen over egne leger"))
    context = {
        "rows": rows,
        "mentors": any(row.is_mentored for row in rows),
        "leads": any(row.is_led for row in rows),
    }
    return render(request, "training/my_doctors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assign_plan(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.ASSIGN)
    specialties = specialties_with_goals()
    offers_part_1 = True
    if request.method != "POST":  # a press that is repeated must find the choice it made
        current = doctor.education_plans.current()
        specialties = specialties.exclude(pk__in=current.in_a_specialty().values("specialty_id"))
        offers_part_1 = part_1_confirmation_of(doctor) is None and not current.exists()
    form = forms.AssignPlanForm(request.POST or None, specialties=specialties, offers_part_1=offers_part_1)

    def perform() -> str:
        actions.assign_plan(doctor=doctor, specialty=form.chosen, by=request.user)
        messages.success(request, _("Planen er tildelt, og legen har fått beskjed."))
        return reverse("training:plan", args=[doctor.public_id])

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    sets: list[tuple[Any, Any]] = [*doctors_page.sets_by_specialty(specialties)]
    if offers_part_1:
        sets.insert(0, (PART_1_PLAN, doctors_page.sets_of_part_1()))
    context = {"form": form, "doctor": doctor, "sets": sets}
    return render(request, "training/assign_plan.html", context)


@require_POST
def delete_plan(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_education_plan_for(request.user, public_id, Permission.ASSIGN)
    address = reverse("training:plan", args=[found.doctor.public_id])

    def perform() -> str:
        actions.delete_untouched_plan(plan=found, by=request.user)
        messages.success(request, _("Planen er slettet."))
        return address

    return answer_button(request, ButtonForm(request.POST), perform, address)


@require_http_methods(["GET", "HEAD", "POST"])
def archive_plan(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_education_plan_for(request.user, public_id, Permission.ASSIGN)
    form = forms.ArchivePlanForm(request.POST or None)
    address = reverse("training:plan", args=[found.doctor.public_id])

    def perform() -> str:
        actions.archive_plan(plan=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Planen er arkivert."))
        return address

    if request.method == "POST" and (done := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(done)
    return render(request, "training/archive_plan.html", {"form": form, "plan": found, "doctor": found.doctor})
