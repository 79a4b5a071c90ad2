"""What a link in a letter opens, without login. Opening changes nothing; answering does; signing needs an identified person."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagvei.common import clock
from fagvei.common.answers import perform_once
from fagvei.common.forms import faults_of
from fagvei.people.identity import forget_person, identifiers, person_of
from fagvei.people.limits import is_shut_out, note_miss
from fagvei.training import access, actions
from fagvei.training.forms import assessments as forms
from fagvei.training.models import Assessment, AssessmentInvitation, MultisourceRater
from fagvei.training.queries import assessments_page as queries
from fagvei.training.queries.goal_page import level_choices

MISSES = "link"
DONE_KEY = "answered_by_link"
State = Assessment.State


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The form, or the answer that waits for a signature. Who guesses at links is shut out for a while."""
    holder = _holder(request, token)
    if isinstance(holder, HttpResponse):
        return holder
    if isinstance(holder, MultisourceRater):
        return _rate(request, token, holder)
    return _assess(request, token, holder)


def _holder(request: HttpRequest, token: str) -> AssessmentInvitation | MultisourceRater | HttpResponse:
    if is_shut_out(request, MISSES):
        return render(request, "429.html", status=429)
    holder = access.holder_of(token)
    if holder is not None:
        return holder
    if request.session.get(DONE_KEY) == token:
        return render(request, "training/links/done.html")
    note_miss(request, MISSES)
    return render(request, "training/links/ended.html", status=404)


def _assess(request: HttpRequest, token: str, holder: AssessmentInvitation) -> HttpResponse:
    row = holder.assessment
    if row.state not in Assessment.OPEN or row.expires_at <= clock.now():
        return render(request, "training/links/ended.html", status=404)
    is_posted = request.method == "POST"
    form = forms.AnswerForm(
        request.POST if is_posted else None, version=row.version, levels=level_choices(), initial=_before(row)
    )

    def perform() -> str:
        actions.answer_by_link(invitation=holder, answers=form.answers())
        messages.success(request, _("Svaret er lagret, men ikke signert."))
        return _address(token)

    if is_posted and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "training/links/assess.html", _context(request, token, row, form))


def _context(request: HttpRequest, token: str, row: Assessment, form: Any, **again: Any) -> dict[str, Any]:
    waits = row.state == State.ANSWERED
    return {
        "assessment": row,
        "goals": list(row.goals.select_related("goal", "revision").order_by("goal__code")),
        "token": token,
        "form": form,
        "faults": faults_of(form),
        "waits_for_signature": waits,
        "answers": queries.answers_of(row) if waits else [],
        "person": person_of(request) if waits else None,
        "ways": [(each.name, each.address(_address(token))) for each in identifiers()] if waits else [],
        "sign_form": forms.SignByLinkForm(initial={"seen_digest": queries.unsigned_digest(row)}) if waits else None,
        "sign_faults": [],
        "decline_form": forms.DeclineForm(),
        **again,
    }


def _before(row: Assessment) -> dict[str, str]:
    """What was answered last, to be changed before it is signed."""
    newest = row.given_answers.order_by("pk").last()
    return {forms.PREFIX + key: value for key, value in newest.answers.items()} if newest else {}


def _address(token: str) -> str:
    return reverse("training:invited", args=[token])


@login_not_required
@require_POST
def sign_by_link(request: HttpRequest, token: str) -> HttpResponse:
    holder = _holder(request, token)
    if isinstance(holder, HttpResponse):
        return holder
    if isinstance(holder, MultisourceRater):
        return HttpResponseRedirect(_address(token))
    form = forms.SignByLinkForm(request.POST)

    def perform() -> str:
        actions.sign_by_link(invitation=holder, person=person_of(request), seen_digest=form.cleaned_data["seen_digest"])
        forget_person(request.session)
        request.session[DONE_KEY] = token
        return _address(token)

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _again(request, token, holder, sign_faults=[str(each) for each in _sentences(form)])


@login_not_required
@require_POST
def decline_by_link(request: HttpRequest, token: str) -> HttpResponse:
    holder = _holder(request, token)
    if isinstance(holder, HttpResponse):
        return holder
    if isinstance(holder, MultisourceRater):
        return HttpResponseRedirect(_address(token))
    form = forms.DeclineForm(request.POST)

    def perform() -> str:
        actions.decline_by_link(invitation=holder, comment=form.cleaned_data["comment"])
        request.session[DONE_KEY] = token
        return _address(token)

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _again(request, token, holder, decline_form=form)


def _again(request: HttpRequest, token: str, holder: AssessmentInvitation, **again: Any) -> HttpResponse:
    row = holder.assessment
    form = forms.AnswerForm(None, version=row.version, levels=level_choices(), initial=_before(row))
    return render(request, "training/links/assess.html", _context(request, token, row, form, **again))


def _sentences(form: Any) -> list[str]:
    return [sentence for sentences in form.errors.values() for sentence in sentences]


def _rate(request: HttpRequest, token: str, holder: MultisourceRater) -> HttpResponse:
    round_ = holder.round
    if round_.state != round_.State.OPEN or round_.has_run_out(clock.now()):
        return render(request, "training/links/ended.html", status=404)
    is_posted = request.method == "POST"
    form = forms.AnswerForm(request.POST if is_posted else None, version=round_.version, levels=level_choices())

    def perform() -> str:
        actions.answer_round(rater=holder, answers=form.answers())
        request.session[DONE_KEY] = token
        return _address(token)

    if is_posted and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"round": round_, "form": form, "faults": faults_of(form)}
    return render(request, "training/links/rate.html", context)
