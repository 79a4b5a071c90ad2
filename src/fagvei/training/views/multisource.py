"""Rounds of 360 degrees: the doctor proposes, the mentor approves, closes, reads first and gives the result."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.people import queries as people
from fagvei.people.models import User
from fagvei.training import access, actions
from fagvei.training.forms import assessments as forms
from fagvei.training.models import MultisourceRound
from fagvei.training.queries.assessments_page import current_versions
from fagvei.training.queries.multisource_page import RoundPage, round_page
from fagvei.training.views.requests import SignedInRequest
from fagvei.training.views.steps import Status

State = MultisourceRound.State


@require_http_methods(["GET", "HEAD", "POST"])
def propose_round(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    versions = current_versions(people.institution_of(doctor), multisource=True)
    first = {"version": str(versions[0].public_id)} if len(versions) == 1 else {}
    form = forms.ProposeRoundForm(request.POST or None, versions=versions, initial=first)

    def perform() -> str:
        proposed = actions.propose_round(doctor=doctor, by=request.user, **_proposed(form))
        messages.success(request, _("Forslaget er sendt til veilederen."))
        return proposed.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "versions": versions, "mentor": people.mentor_of(doctor)}
    return render(request, "training/assessments/propose_round.html", context)


def _proposed(form: forms.ProposeRoundForm) -> dict[str, Any]:
    return {"version": form.cleaned_data["version"], "raters": form.chosen()}


@require_safe
def multisource_round(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id)
    return render(request, "training/assessments/round.html", _context(request, found))


def _context(request: SignedInRequest, found: MultisourceRound, **again: Any) -> dict[str, Any]:
    page = round_page(found, request.user)
    is_own = found.doctor_id == request.user.pk
    is_mentor = not is_own
    made = {
        "page": page,
        "round": found,
        "is_own": is_own,
        "reads_plan": True,
        "status": _status(page, request.user),
        "can_withdraw": is_own and found.state in (State.PROPOSED, State.OPEN),
        "can_open": is_mentor and found.state == State.PROPOSED,
        "return_form": forms.ReturnRoundForm() if is_mentor and found.state == State.PROPOSED else None,
        "can_close": is_mentor and found.state == State.OPEN and page.enough,
        "can_read": is_mentor and found.state == State.CLOSED and not page.was_read,
        "release_form": forms.ReleaseForm() if is_mentor and found.state == State.CLOSED and page.was_read else None,
    }
    return {**made, **again}


def _status(page: RoundPage, viewer: User) -> Status:
    row = page.round
    if row.state == State.RELEASED:
        return Status(_("Gitt til legen"), row.since, "done")
    if row.state == State.OPEN:
        return Status(_("Venter på at de spurte svarer"), row.since, "waiting")
    if row.state in (State.RETURNED, State.TOO_FEW, State.WITHDRAWN):
        return Status(row.get_state_display().capitalize(), row.since, "stopped")
    if viewer.pk != row.doctor_id:
        return Status(_("Venter på deg"), row.since, "mine")
    return Status(_("Venter på %(name)s") % {"name": row.waiting_on or _("veilederen")}, row.since, "waiting")


def _answer(request: SignedInRequest, found: MultisourceRound, name: str, form: Any, perform: Any) -> HttpResponse:
    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "training/assessments/round.html", _context(request, found, **{name: form}))


def _press(request: SignedInRequest, found: MultisourceRound, act: Callable[..., Any], words: str) -> HttpResponse:
    def perform() -> str:
        act(round_=found, by=request.user)
        messages.success(request, words)
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def withdraw_round(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.EDIT)
    return _press(request, found, actions.withdraw_round, _("Runden er trukket, og svarene er slettet ulest."))


@require_POST
def open_round(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.FOLLOW_UP)
    return _press(request, found, actions.open_round, _("Runden er åpnet. De som er spurt, får en lenke på e-post."))


@require_POST
def close_round(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.FOLLOW_UP)
    return _press(request, found, actions.close_round, _("Runden er lukket. Du leser resultatet før legen."))


@require_POST
def read_result(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.FOLLOW_UP)
    return _press(request, found, actions.read_result, _("Resultatet er åpnet for deg. Legen ser det ikke ennå."))


@require_POST
def return_round(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.FOLLOW_UP)
    form = forms.ReturnRoundForm(request.POST)

    def perform() -> str:
        actions.return_round(round_=found, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("Forslaget er returnert til legen."))
        return found.get_absolute_url()

    return _answer(request, found, "return_form", form, perform)


@require_POST
def release_result(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.FOLLOW_UP)
    form = forms.ReleaseForm(request.POST)

    def perform() -> str:
        actions.release_result(round_=found, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("Legen kan nå lese resultatet."))
        return found.get_absolute_url()

    return _answer(request, found, "release_form", form, perform)
