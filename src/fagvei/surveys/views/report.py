"""The report of a closed wave, its end, the next wave, and whether the arenas may see it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.people.requests import PersonalRequest
from fagvei.surveys import access, actions
from fagvei.surveys.forms.report import CloseReportForm
from fagvei.surveys.forms.rounds import DatesForm
from fagvei.surveys.models import SurveyRound
from fagvei.surveys.queries.improvement import closing_of, why_called_off
from fagvei.surveys.queries.national_page import national_page
from fagvei.surveys.queries.report_page import report_page
from fagvei.surveys.queries.trend_page import trend_page
from fagvei.surveys.rules.remeasure import OPEN_DAYS

# Two forms on one page: each has ids of its own.
NEXT, CLOSE = "neste-%s", "avslutt-%s"


@require_safe
def report(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _show(request, access.get_report_for(request.user, public_id))


def _show(request: PersonalRequest, found: SurveyRound, status: int = 200, **forms: Any) -> HttpResponse:
    page = report_page(found)
    opens_on = page.propose_on
    context = {
        "page": page,
        "round": found,
        "survey": found.survey,
        "closing": (closing := closing_of(found)),
        "called_off": why_called_off(closing),
        "next_form": DatesForm(initial={"opens_on": opens_on, "closes_on": opens_on + OPEN_DAYS}, auto_id=NEXT),
        "close_form": CloseReportForm(auto_id=CLOSE),
    }
    return render(request, "surveys/report/report.html", {**context, **forms}, status=status)


@require_POST
def book_next_round(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_report_for(request.user, public_id)
    form = DatesForm(request.POST, auto_id=NEXT)

    def perform() -> str:
        dates = {name: form.cleaned_data[name] for name in ("opens_on", "closes_on")}
        actions.book_next_round(survey_round=found, by=request.user, **dates)
        messages.success(request, _("Neste måling er satt opp."))
        return _address(found)

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, next_form=form)


@require_POST
def close_report(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_report_for(request.user, public_id)
    form = CloseReportForm(request.POST, auto_id=CLOSE)

    def perform() -> str:
        reason = form.cleaned_data["no_action_reason"]
        actions.close_report(survey_round=found, no_action_reason=reason, by=request.user)
        messages.success(request, _("Rapporten er avsluttet."))
        return _address(found)

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, close_form=form)


@require_POST
def release_round(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _button(request, public_id, actions.release_round, _("Målingen er delt."))


@require_POST
def withdraw_release(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _button(request, public_id, actions.withdraw_release, _("Målingen er ikke lenger delt."))


@require_safe
def trend(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    survey = access.get_survey_for(request.user, public_id)
    return render(request, "surveys/trend/trend.html", {"survey": survey, "page": trend_page(survey)})


@require_safe
def national(request: PersonalRequest, slug: str) -> HttpResponse:
    guideline = access.get_nation_for(request.user, slug)
    return render(request, "surveys/national/national.html", {"page": national_page(guideline)})


def _button(request: PersonalRequest, public_id: UUID, act: Callable[..., Any], done: str) -> HttpResponse:
    found = access.get_report_for(request.user, public_id)

    def perform() -> str:
        act(survey_round=found, by=request.user)
        messages.success(request, done)
        return _address(found)

    return answer_button(request, ButtonForm(request.POST), perform, back_to=_address(found))


def _address(found: SurveyRound) -> str:
    return reverse("surveys:report", args=[found.public_id])
