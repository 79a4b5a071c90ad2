"""Somebody with a code answers, on one page, without login. The code comes in the body of the form, never in an address."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from fagvei.common.forms import faults_of
from fagvei.common.refusal import Refusal
from fagvei.people.limits import is_shut_out, note_miss
from fagvei.surveys import actions
from fagvei.surveys.forms.answers import AnswersForm, CodeForm
from fagvei.surveys.queries.answering import Asked, CodeUnknown, asked_with

MISSES = "gap_code"
SEND = "send"


@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """The door for a code, then the questions, then thanks."""
    if request.method != "POST":
        return _enter(request, CodeForm())
    if is_shut_out(request, MISSES):
        return render(request, "429.html", status=429)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _enter(request, form)
    try:
        asked = asked_with(form.cleaned_data["code"])
        if SEND in request.POST:
            return _send(request, asked)
    except Refusal as refusal:
        if isinstance(refusal, CodeUnknown):
            note_miss(request, MISSES)
        form.add_error(None, str(refusal))
        return _enter(request, form)
    return _ask(request, asked, _form(asked, initial={"code": form.cleaned_data["code"]}))


def _send(request: HttpRequest, asked: Asked) -> HttpResponse:
    form = _form(asked, request.POST)
    if not form.is_valid():
        return _ask(request, asked, form)
    actions.answer_round(
        code=form.cleaned_data["code"],
        answers=form.answers,
        profession=form.cleaned_data.get("profession", ""),
        words=form.cleaned_data.get("words", ""),
    )
    return redirect("surveys:answered")


def _form(asked: Asked, posted: Any = None, **more: Any) -> AnswersForm:
    wave = asked.round
    return AnswersForm(
        posted,
        areas=asked.areas,
        asks_profession=wave.asks_profession,
        free_question=wave.free_question_words,
        **more,
    )


def _enter(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return render(request, "surveys/answers/enter.html", {"form": form})


def _ask(request: HttpRequest, asked: Asked, form: AnswersForm) -> HttpResponse:
    context = {
        "asked": asked,
        "round": asked.round,
        "survey": asked.round.survey,
        "form": form,
        "faults": faults_of(form),
    }
    return render(request, "surveys/answers/ask.html", context)


@login_not_required
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    return render(request, "surveys/answers/thanks.html")
