"""Who did not come: the list of the host, and the page that the host and the doctor share."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import perform_once
from fagvei.common.forms import FagveiForm
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.absence import ExplainForm, JudgeForm, NoShowForm
from fagvei.courses.forms.plan import ReasonForm
from fagvei.courses.models import NoShow
from fagvei.courses.queries.absence_page import absence_page, steps_of
from fagvei.courses.rules.absence import ABSENCE_RULES
from fagvei.people.requests import PersonalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def no_shows(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    run = access.run_with_no_shows(request.user, public_id)
    page = absence_page(run)
    form = NoShowForm(request.POST or None, people=page.unaccounted)
    back = reverse("courses:no_shows", args=[run.public_id])

    def perform() -> str:
        given = form.cleaned_data
        actions.record_no_show(
            run=run,
            doctor=given["doctor"],
            has_valid_reason=form.is_valid_reason,
            reason=given["reason"],
            by=request.user,
        )
        messages.success(request, _("Det er ført, og legen har fått beskjed."))
        return back

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"run": run, "page": page, "form": form, "rules": ABSENCE_RULES}
    return render(request, "courses/absence/list.html", context)


@require_safe
def no_show(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _answer(request, access.get_no_show_for(request.user, public_id))


def _answer(request: PersonalRequest, found: NoShow, **again: Any) -> HttpResponse:
    is_own = found.doctor_id == request.user.pk
    stands = found.state == NoShow.State.RECORDED
    context = {
        "no_show": found,
        "run": found.run,
        "is_own": is_own,
        "steps": steps_of(found, is_own=is_own),
        "may_explain": is_own and stands,
        "may_judge": stands and access.can(request.user, Permission.SIGN_OFF, found),
        "explain_form": ExplainForm(),
        "judge_form": JudgeForm(auto_id="id_judge_%s"),
        "annul_form": ReasonForm(auto_id="id_annul_%s"),
        "rules": ABSENCE_RULES,
        **again,
    }
    return render(request, "courses/absence/page.html", context)


@require_POST
def explain(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ExplainForm(request.POST)

    def act(found: NoShow) -> None:
        actions.explain_no_show(no_show=found, text=form.cleaned_data["text"], by=request.user)

    told = _("Forklaringen er sendt til arrangøren.")
    return _step(request, public_id, Permission.OBJECT, form, act, told, "explain_form")


@require_POST
def judge(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = JudgeForm(request.POST, auto_id="id_judge_%s")

    def act(found: NoShow) -> None:
        actions.judge_no_show(
            no_show=found,
            has_valid_reason=form.is_valid_reason,
            reason=form.cleaned_data["reason"],
            by=request.user,
        )

    return _step(request, public_id, Permission.SIGN_OFF, form, act, _("Vurderingen er lagret."), "judge_form")


@require_POST
def annul(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="id_annul_%s")

    def act(found: NoShow) -> None:
        actions.annul_no_show(no_show=found, reason=form.cleaned_data["reason"], by=request.user)

    return _step(request, public_id, Permission.ANNUL, form, act, _("Føringen er annullert."), "annul_form")


def _step(
    request: PersonalRequest,
    public_id: UUID,
    permission: Permission,
    form: FagveiForm,
    act: Callable[[NoShow], None],
    told: str,
    name: str,
) -> HttpResponse:
    """One step; back to the page, with the faults where the form stands."""
    found = access.get_no_show_for(request.user, public_id, permission)

    def perform() -> str:
        act(found)
        messages.success(request, told)
        return found.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _answer(request, found, **{name: form})
