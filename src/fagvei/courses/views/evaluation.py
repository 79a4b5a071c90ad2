"""A participant answers without a name; host, course leader and committee read what may be told."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button
from fagvei.common.forms import ButtonForm
from fagvei.common.refusal import Refusal
from fagvei.courses import access, actions
from fagvei.courses.forms.evaluation import EvaluationForm
from fagvei.courses.queries.evaluation_page import evaluation_page
from fagvei.courses.queries.standing import is_host
from fagvei.courses.rules.evaluation import EVALUATION_RULES
from fagvei.people.requests import PersonalRequest


@require_safe
def evaluation(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    run = access.run_to_evaluate(request.user, public_id)
    context = {
        "run": run,
        "page": evaluation_page(run),
        "hosts": is_host(request.user, run),
        "rules": EVALUATION_RULES,
    }
    return render(request, "courses/evaluation/page.html", context)


@require_POST
def open_evaluation(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    run = access.run_to_evaluate(request.user, public_id, as_host=True)
    back = reverse("courses:evaluation", args=[run.public_id])

    def perform() -> str:
        actions.open_evaluation(run=run, by=request.user)
        messages.success(request, _("Evalueringen er åpen. Deltakerne har fått beskjed."))
        return back

    return answer_button(request, ButtonForm(request.POST), perform, back)


@require_POST
def close_evaluation(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_evaluation_for(request.user, public_id)

    def perform() -> str:
        actions.close_evaluation(evaluation=found, by=request.user)
        messages.success(request, _("Evalueringen er lukket."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer_evaluation(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    """The entry is the key against sending twice: a key of the form would be kept with person and time."""
    entry = access.entry_of(request.user, public_id)
    found = entry.evaluation
    may_answer = not entry.used and found.takes_answers
    form = EvaluationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_evaluation(
                run=found.run, answers=form.answers, words=form.cleaned_data["words"], by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(request.path)
    context = {
        "form": form,
        "run": found.run,
        "evaluation": found,
        "may_answer": may_answer,
        "has_answered": entry.used,
        "rules": EVALUATION_RULES,
    }
    return render(request, "courses/evaluation/answer.html", context)
