"""Waves: planned, opened, handed out as codes or paper, closed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.common.qr import qr_svg
from fagvei.people.requests import PersonalRequest
from fagvei.surveys import access, actions
from fagvei.surveys.forms.rounds import CancelForm, DatesForm, OpenForm, RoundForm
from fagvei.surveys.models import RoundItem, SurveyRound
from fagvei.surveys.queries.answering import asked_in
from fagvei.surveys.queries.round_page import codes_of, round_page
from fagvei.surveys.rules.areas import ASIDE, HINDRANCES, PRACTICE, PROFESSION_CHOICES, QUESTIONS, STEPS


@require_http_methods(["GET", "HEAD", "POST"])
def plan_round(request: PersonalRequest, public_id: str) -> HttpResponse:
    found = access.get_survey_for(request.user, public_id, Permission.EDIT)
    form = RoundForm(request.POST if request.method == "POST" else None)

    def plan() -> str:
        dates = {name: form.cleaned_data[name] for name in ("opens_on", "closes_on", "mode", "free_question")}
        return actions.plan_round(survey=found, staff=form.staff, by=request.user, **dates).get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, plan)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "surveys/rounds/plan.html", {"form": form, "survey": found})


@require_safe
def round_(request: PersonalRequest, public_id: str) -> HttpResponse:
    found = access.get_round_for(request.user, public_id)
    page = round_page(found)
    open_form = OpenForm(initial={"codes": page.staff_total})
    dates_form = DatesForm(initial={"opens_on": found.opens_on, "closes_on": found.closes_on}, auto_id="dato-%s")
    context = {
        "round": found,
        "survey": found.survey,
        "page": page,
        "open_form": open_form,
        "dates_form": dates_form,
        "cancel_form": CancelForm(auto_id="avlys-%s"),
    }
    return render(request, "surveys/rounds/round.html", context)


@require_POST
def move_round(request: PersonalRequest, public_id: str) -> HttpResponse:
    form = DatesForm(request.POST)

    def move(found: SurveyRound) -> None:
        dates = {name: form.cleaned_data[name] for name in ("opens_on", "closes_on")}
        actions.move_round(round_=found, by=request.user, **dates)

    return _step(request, public_id, form, move, _("Målingen har fått nye datoer."))


@require_POST
def open_round(request: PersonalRequest, public_id: str) -> HttpResponse:
    form = OpenForm(request.POST)

    def open_(found: SurveyRound) -> None:
        actions.open_round(round_=found, codes=form.cleaned_data["codes"], by=request.user)

    return _step(request, public_id, form, open_, _("Målingen er åpen. Del ut svarkodene."))


@require_POST
def cancel_round(request: PersonalRequest, public_id: str) -> HttpResponse:
    form = CancelForm(request.POST)

    def cancel(found: SurveyRound) -> None:
        actions.cancel_round(round_=found, reason=form.cleaned_data["reason"], by=request.user)

    return _step(request, public_id, form, cancel, _("Målingen er avlyst."))


@require_POST
def close_round(request: PersonalRequest, public_id: str) -> HttpResponse:
    def close(found: SurveyRound) -> None:
        actions.close_round(round_=found, by=request.user)

    return _step(request, public_id, ButtonForm(request.POST), close, _("Målingen er lukket og talt opp."))


def _step(
    request: PersonalRequest, public_id: str, form: Any, act: Callable[[SurveyRound], None], done: str
) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.ADMINISTER)

    def perform() -> str:
        act(found)
        messages.success(request, done)
        return found.get_absolute_url()

    return answer_button(request, form, perform, back_to=found)


@require_safe
def round_codes(request: PersonalRequest, public_id: str) -> HttpResponse:
    """The sheet to cut and hand out. The codes of a closed wave are gone."""
    found = access.get_round_for(request.user, public_id, Permission.ADMINISTER)
    if found.state != SurveyRound.State.OPEN:
        return redirect(found)
    address = request.build_absolute_uri(reverse("surveys:answer"))
    # The code stands behind #: a browser never sends that part, so no log has it.
    codes = [(code, qr_svg(f"{address}#{code}")) for code in codes_of(found)]
    context = {"round": found, "survey": found.survey, "codes": codes, "address": address}
    return render(request, "surveys/rounds/codes.html", context)


@require_safe
def round_paper(request: PersonalRequest, public_id: str) -> HttpResponse:
    """The questions on paper, for those who have no phone; typed in by whoever helps, with the code of the sheet."""
    found = access.get_round_for(request.user, public_id, Permission.ADMINISTER)
    if found.state != SurveyRound.State.OPEN:
        return redirect(found)
    asked = asked_in(found)
    areas = [(name, asked.items.index(rows[0]) + 1, [_on_paper(row) for row in rows]) for name, rows in asked.areas]
    context = {
        "round": found,
        "survey": found.survey,
        "asked": asked,
        "areas": areas,
        "hindrances": [word for _code, word in HINDRANCES]
        if any(row.item.kind == PRACTICE for row in asked.items)
        else [],
        "professions": [word for _code, word in PROFESSION_CHOICES],
        "address": request.build_absolute_uri(reverse("surveys:answer")),
    }
    return render(request, "surveys/rounds/paper.html", context)


def _on_paper(row: RoundItem) -> tuple[Any, ...]:
    """Text, question, the words to tick, and whether one says what hinders."""
    kind = row.item.kind
    return row.unit_version.shown, QUESTIONS[kind], [word for _step, word in (*STEPS[kind], *ASIDE)], kind == PRACTICE
