"""The six-year plan: the table, one slot and its story, and what the liaison changes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import perform_once
from fagvei.common.forms import ButtonForm, FagveiForm
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.plan import AddSlotForm, MoveSlotForm, PatternForm, ReasonForm
from fagvei.courses.models import Course, PlanSlot
from fagvei.courses.queries.plan_page import plan_page, specialties_with_plan
from fagvei.courses.queries.run_page import slot_steps
from fagvei.courses.queries.slot_page import all_centres, plan_address
from fagvei.courses.rules.holidays import NO_COURSE_ON_HOLIDAYS
from fagvei.people.requests import PersonalRequest


@login_not_required
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Straight to the only plan, when there is one."""
    found = specialties_with_plan()
    if len(found) == 1:
        return redirect("courses:plan", found[0].slug)
    return render(request, "courses/plan/plans.html", {"specialties": found})


@login_not_required
@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    specialty = access.get_specialty(slug)
    page = plan_page(specialty, request.user)
    context = {
        "page": page,
        "specialty": specialty,
        "move_form": MoveSlotForm(auto_id="id_drag_%s", centres=[]),
        "holiday_rule": NO_COURSE_ON_HOLIDAYS,
        "may_add": access.is_liaison_of(request.user, specialty),
    }
    return render(request, "courses/plan/plan.html", context)


@login_not_required
@require_safe
def slot(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _slot_answer(request, access.get_slot_for(request.user, public_id))


def _slot_answer(request: HttpRequest, found: PlanSlot, **again: Any) -> HttpResponse:
    may_edit = access.can(request.user, Permission.EDIT, found) and found.is_undated
    is_planned = found.state == PlanSlot.State.PLANNED
    context: dict[str, Any] = {
        "slot": found,
        "steps": slot_steps(found),
        "run": getattr(found, "run", None),
        "plan_url": plan_address(found.course),
        "may_edit": may_edit,
        "may_settle": is_planned and access.can(request.user, Permission.CREATE, found),
        "move_form": MoveSlotForm(auto_id="id_move_%s", centres=all_centres(), initial=_where(found)),
        "pause_form": ReasonForm(auto_id="id_pause_%s") if is_planned else None,
        "cancel_form": ReasonForm(auto_id="id_cancel_%s"),
        **again,
    }
    return render(request, "courses/plan/slot.html", context)


def _where(found: PlanSlot) -> dict[str, str]:
    return {"when": f"{found.year}-{found.half}", "centre": found.host_centre.code}


@require_http_methods(["GET", "HEAD", "POST"])
def add_slots(request: PersonalRequest, code: str) -> HttpResponse:
    """One slot, or what a pattern gives. Two forms; `by` says which was sent."""
    course = access.get_course_for(request.user, code, Permission.EDIT)
    centres = all_centres()
    by_pattern = request.POST.get("by") == "pattern"
    one = AddSlotForm(None if by_pattern else request.POST or None, centres=centres, auto_id="id_one_%s")
    many = PatternForm(
        request.POST if by_pattern else None, centres=centres, auto_id="id_many_%s", initial=_known_pattern(course)
    )
    form: FagveiForm = many if by_pattern else one
    perform = _plan_many(request, course, many) if by_pattern else _plan_one(request, course, one)
    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"course": course, "one": one, "many": many, "plan_url": plan_address(course)}
    return render(request, "courses/plan/add.html", context)


def _plan_one(request: PersonalRequest, course: Course, form: AddSlotForm) -> Callable[[], str]:
    def perform() -> str:
        year, half = form.cleaned_data["when"]
        centre = form.cleaned_data["centre"]
        made = actions.plan_slot(course=course, host_centre=centre, year=year, half=half, by=request.user)
        messages.success(request, _("Kurset står i planen."))
        return made.get_absolute_url()

    return perform


def _plan_many(request: PersonalRequest, course: Course, form: PatternForm) -> Callable[[], str]:
    def perform() -> str:
        given = form.cleaned_data
        made = actions.plan_from_pattern(
            course=course,
            host_centre=given["centre"],
            pattern=form.steps,
            first_year=given["first_year"],
            half=given["half"],
            by=request.user,
        )
        messages.success(request, _("%(n)s kjøringer er satt i planen.") % {"n": len(made)})
        return plan_address(course)

    return perform


def _known_pattern(course: Course) -> dict[str, str]:
    """What a source says of the course, to begin with."""
    pattern = course.patterns.select_related("region__centre").order_by("pk").first()
    if pattern is None:
        return {}
    steps = ",".join(str(step) for step in pattern.pattern)
    return {"pattern": steps, "centre": pattern.region.centre.code, "half": str(pattern.half or "")}


@require_POST
def move_slot(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    """From the page of the slot, or from the table, where `then` says which plan to go back to."""
    form = MoveSlotForm(request.POST, auto_id="id_move_%s", centres=all_centres())

    def act(found: PlanSlot) -> None:
        year, half = form.cleaned_data["when"]
        actions.move_slot(
            slot=found,
            year=year,
            half=half,
            host_centre=form.cleaned_data["centre"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )

    return _step(request, public_id, form, act, _("Kurset er flyttet."), "move_form")


@require_POST
def pause_slot(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="id_pause_%s")

    def act(found: PlanSlot) -> None:
        actions.pause_slot(slot=found, reason=form.cleaned_data["reason"], by=request.user)

    return _step(request, public_id, form, act, _("Kurset er satt på pause."), "pause_form")


@require_POST
def resume_slot(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ButtonForm(request.POST)

    def act(found: PlanSlot) -> None:
        actions.resume_slot(slot=found, by=request.user)

    return _step(request, public_id, form, act, _("Kurset er planlagt igjen."), "resume_form")


@require_POST
def cancel_slot(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="id_cancel_%s")

    def act(found: PlanSlot) -> None:
        actions.cancel_slot(slot=found, reason=form.cleaned_data["reason"], by=request.user)

    return _step(request, public_id, form, act, _("Kurset er tatt ut av planen."), "cancel_form")


def _step(
    request: PersonalRequest, public_id: UUID, form: FagveiForm, act: Callable[[PlanSlot], None], told: str, name: str
) -> HttpResponse:
    """One step of the liaison on one slot; back to its page, with the faults where the form stands."""
    found = access.get_slot_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        act(found)
        messages.success(request, told)
        if request.POST.get("then") == "plan":
            return f"{plan_address(found.course)}#{found.course.code}"
        return reverse("courses:slot", args=[found.public_id])

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _slot_answer(request, found, **{name: form})
