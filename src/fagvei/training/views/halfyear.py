"""The plan by half-year: read it, make it, move in it, agree on it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm, faults_of
from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training import access, actions, forms
from fagvei.training.actions.halfyear import Place, plan_path
from fagvei.training.queries.halfyear_page import HalfYearPage, halfyear_page, history_of
from fagvei.training.queries.places import arenas_to_learn_at, institutions_to_visit
from fagvei.training.views.requests import SignedInRequest


@require_safe
def my_halfyears(request: SignedInRequest) -> HttpResponse:
    return _answer(request, access.own_record(request.user))


@require_safe
def halfyears(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.SEE)
    return redirect("training:my_halfyears") if doctor == request.user else _answer(request, doctor)


@require_safe
def my_halfyear_history(request: SignedInRequest) -> HttpResponse:
    return _history_answer(request, access.own_record(request.user))


@require_safe
def halfyear_history(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.SEE)
    return redirect("training:my_halfyear_history") if doctor == request.user else _history_answer(request, doctor)


def _history_answer(request: SignedInRequest, doctor: User) -> HttpResponse:
    reads = _reads_absence(request, doctor)
    changes = history_of(doctor, reads_absence=reads)
    context = {
        "doctor": doctor,
        "is_own": doctor == request.user,
        "reads_plan": True,
        "changes": changes,
        "reads_absence": reads,
    }
    return render(request, "training/halfyear/history.html", context)


def _answer(request: SignedInRequest, doctor: User, **forms_again: Any) -> HttpResponse:
    page = _page_for(request, doctor)
    if forms_again and not page.is_made:
        # The page has no place for the form, and so none for what was wrong in it.
        messages.warning(request, _("Planen er ikke lagt ut i halvår ennå."))
        return redirect(plan_path(request.user, doctor))
    relations = access.relations_to(request.user, doctor)
    context = {
        "page": page,
        "doctor": doctor,
        "is_own": doctor == request.user,
        "reads_plan": True,
        "chosen": page.chosen(request.GET.get("halvar", "")),
        "may_plan": bool(relations & access.PLANNERS),
        "sees_service": _reads_absence(request, doctor),
        "my_role": next((role for role in ("doctor", "mentor") if role in relations), ""),
        "agree_form": forms.AgreeForm(
            initial={"half_year": page.next_half.key, "seen_digest": page.standing.digest}, prefix="agree"
        ),
        "move_form": _move_form(page),
        "note_form": _note_form(page),
        **forms_again,
    }
    moving = context["move_form"]
    context["faults"] = [fault for fault in faults_of(moving) if fault[0].name != "items"]
    context["faults_without_link"] = [*moving.hidden_fields(), moving["items"]]  # the ticks stand in the half-years
    context["ticked"] = set(moving["items"].value() or [])
    return render(request, "training/halfyear/plan.html", context)


def _page_for(request: SignedInRequest, doctor: User) -> HalfYearPage:
    return halfyear_page(doctor, request.user, reads_absence=_reads_absence(request, doctor))


def _reads_absence(request: SignedInRequest, doctor: User) -> bool:
    """Those who see service and absence: neither the mentor nor a delegate."""
    return bool(access.relations_to(request.user, doctor) & {"doctor", *access.LEADS})


def _move_form(page: HalfYearPage, data: Any = None) -> forms.MoveForm:
    return forms.MoveForm(
        data,
        items=[line.item for column in page.columns for line in column.lines],
        halves=page.open_halves,
        arenas=arenas_to_learn_at(page.doctor),
        institutions=institutions_to_visit(page.doctor),
    )


def _note_form(page: HalfYearPage, data: Any = None) -> forms.NoteForm:
    return forms.NoteForm(data, halves=page.open_halves, institutions=institutions_to_visit(page.doctor), prefix="note")


@require_POST
def make_halfyears(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.EDIT)
    address = plan_path(request.user, doctor)

    def perform() -> str:
        actions.make_halfyear_plan(doctor=doctor, by=request.user)
        messages.success(request, _("Planen er lagt ut i halvår. Flytt det som ikke passer."))
        return address

    return answer_button(request, ButtonForm(request.POST), perform, address)


@require_POST
def move_in_halfyears(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.EDIT)
    form = _move_form(_page_for(request, doctor), request.POST)

    def perform() -> str:
        half, place, keeps = form.target
        actions.move_in_plan(
            doctor=doctor,
            items=form.cleaned_data["items"],
            to=_place_at(half, place),
            keep_arena=keeps,
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("Planen er endret."))
        return f"{plan_path(request.user, doctor)}?halvar={half}" if half else plan_path(request.user, doctor)

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _answer(request, doctor, move_form=form)


def _place_at(half_year: str, place: Any) -> Place:
    """What was chosen is an arena of one's own institution, or another institution to visit."""
    if place is None:
        return Place(half_year)
    is_arena = hasattr(place, "institution_id")
    return Place(half_year, place, None) if is_arena else Place(half_year, None, place)


@require_POST
def note_in_halfyears(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.EDIT)
    form = _note_form(_page_for(request, doctor), request.POST)

    def perform() -> str:
        noted = {name: form.cleaned_data[name] for name in ("half_year", "kind", "text", "institution", "reason")}
        actions.note_in_plan(doctor=doctor, by=request.user, **noted)
        messages.success(request, _("Notatet står i planen."))
        return f"{plan_path(request.user, doctor)}?halvar={noted['half_year']}"

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _answer(request, doctor, note_form=form)


@require_POST
def agree_on_halfyear(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.SIGN)
    form = forms.AgreeForm(request.POST, prefix="agree")
    address = plan_path(request.user, doctor)

    def perform() -> str:
        agreed = form.cleaned_data
        actions.agree_on_halfyear(
            doctor=doctor, half_year=agreed["half_year"], seen_digest=agreed["seen_digest"], by=request.user
        )
        messages.success(request, _("Du har avtalt halvåret."))
        return address

    return answer_button(request, form, perform, address)
