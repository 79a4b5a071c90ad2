"""The action plan: plan a measure, take its steps, put the due dates in a calendar; and the counts of reviewed records."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm, FagveiForm
from fagvei.people.requests import PersonalRequest
from fagvei.surveys import access, actions
from fagvei.surveys.forms.report import (
    MeasureDateForm,
    MeasureDoneForm,
    MeasureDropForm,
    MeasureForm,
    RecordReviewForm,
)
from fagvei.surveys.models import ImprovementMeasure, SurveyItem
from fagvei.surveys.queries.lines import Line
from fagvei.surveys.queries.measure_page import steps_of
from fagvei.surveys.queries.report_page import lines_of
from fagvei.surveys.rules.measures import ERIC
from fagvei.surveys.rules.record_review import MET_SHARE

# Three forms on one page: each has ids of its own.
DONE, DATE, DROP = "ferdig-%s", "frist-%s", "stopp-%s"


@require_http_methods(["GET", "HEAD", "POST"])
def plan_measure(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_report_for(request.user, public_id)
    lines = lines_of(found)
    form = MeasureForm(request.POST if request.method == "POST" else None, items=_choices(lines))

    def perform() -> str:
        item = _chosen(lines, form)
        actions.plan_measure(survey_round=found, item=item, by=request.user, **form.content)
        messages.success(request, _("Tiltaket er lagt inn."))
        return reverse("surveys:report", args=[found.public_id])

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "round": found, "survey": found.survey, "eric": ERIC}
    return render(request, "surveys/measures/plan.html", context, status=422 if form.errors else 200)


@require_safe
def measure(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _show(request, access.get_measure_for(request.user, public_id))


def _show(request: PersonalRequest, found: ImprovementMeasure, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "measure": found,
        "steps": steps_of(found),
        "done_form": MeasureDoneForm(auto_id=DONE),
        "date_form": MeasureDateForm(auto_id=DATE, initial={"due_on": found.due_on}),
        "drop_form": MeasureDropForm(auto_id=DROP),
    }
    return render(request, "surveys/measures/measure.html", {**context, **forms}, status=status)


@require_POST
def begin_measure(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_measure_for(request.user, public_id)

    def perform() -> str:
        actions.begin_measure(measure=found, by=request.user)
        messages.success(request, _("Tiltaket er i gang."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, back_to=found)


@require_POST
def complete_measure(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = MeasureDoneForm(request.POST, auto_id=DONE)
    return _step(request, public_id, form, "done_form", actions.complete_measure, _("Tiltaket er gjennomført."))


@require_POST
def drop_measure(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = MeasureDropForm(request.POST, auto_id=DROP)
    return _step(request, public_id, form, "drop_form", actions.drop_measure, _("Tiltaket er stoppet."))


@require_POST
def move_measure(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = MeasureDateForm(request.POST, auto_id=DATE)
    return _step(request, public_id, form, "date_form", actions.move_due_date, _("Fristen er flyttet."))


def _step(
    request: PersonalRequest, public_id: UUID, form: FagveiForm, name: str, act: Callable[..., Any], done: str
) -> HttpResponse:
    found = access.get_measure_for(request.user, public_id)

    def perform() -> str:
        words = {key: value for key, value in form.cleaned_data.items() if key != "idempotency_key"}
        act(measure=found, by=request.user, **words)
        messages.success(request, done)
        return found.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, **{name: form})


@require_http_methods(["GET", "HEAD", "POST"])
def record_reviews(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_report_for(request.user, public_id)
    lines = lines_of(found)
    asked = [line for line in lines if line.is_practice]
    form = RecordReviewForm(request.POST if request.method == "POST" else None, items=_choices(asked))

    def perform() -> str:
        actions.record_review(survey_round=found, item=_chosen(asked, form), counts=form.counts, by=request.user)
        messages.success(request, _("Tallene er lagret."))
        return request.path

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    reviewed = [line for line in lines if line.review]
    context = {"form": form, "round": found, "survey": found.survey, "reviewed": reviewed, "rule": MET_SHARE}
    return render(request, "surveys/reviews/reviews.html", context, status=422 if form.errors else 200)


def _choices(lines: list[Line]) -> list[tuple[str, str]]:
    return [
        (str(line.item.public_id), f"{line.item.unit.code} · {Truncator(line.version.shown).chars(90)}")
        for line in lines
    ]


def _chosen(lines: list[Line], form: FagveiForm) -> SurveyItem:
    return next(line.item for line in lines if str(line.item.public_id) == form.cleaned_data["item"])
