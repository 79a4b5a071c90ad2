"""One round of several hosts: ask another RegUt, and answer for one's own run."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.actions.leaving import what_stops
from fagvei.courses.forms.joint import AskForm, RefuseJointForm
from fagvei.courses.forms.seats import ReasonForm
from fagvei.courses.queries.joint import invitation_page, joinable_runs
from fagvei.courses.queries.leaving import leaving_of
from fagvei.courses.rules.joint import JOINT_RULES, LEAVES_BEFORE_RELEASE
from fagvei.people.requests import PersonalRequest


@require_POST
def ask_to_join(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    leading = access.run_to_collect_for(request.user, public_id)
    form, back = AskForm(request.POST), reverse("courses:open_round", args=[leading.public_id])

    def perform() -> str:
        run = next((each for each in joinable_runs(leading) if str(each.public_id) == form.cleaned_data["run"]), None)
        if run is None:
            raise actions.NotToBeJoined
        actions.ask_to_join(run=run, leading=leading, by=request.user)
        messages.success(request, _("RegUt-en er spurt. Svaret vises her."))
        return back

    return answer_button(request, form, perform, back)


@require_safe
def joint_invitation(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_invitation_for(request.user, public_id)
    context = {
        "invitation": row,
        "page": invitation_page(row),
        "may_answer": access.can(request.user, Permission.SIGN, row),
        "refuse_form": RefuseJointForm(),
        "rules": JOINT_RULES,
    }
    return render(request, "courses/joint/invitation.html", context)


@require_POST
def join_round(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_invitation_for(request.user, public_id, Permission.SIGN)

    def perform() -> str:
        actions.join_round(invitation=row, by=request.user)
        messages.success(request, _("Kjøringen er med når runden åpner."))
        return row.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, row)


@require_POST
def refuse_joint_round(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_invitation_for(request.user, public_id, Permission.SIGN)
    form = RefuseJointForm(request.POST)

    def perform() -> str:
        actions.refuse_joint_round(invitation=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("RegUt-en som spurte, har fått beskjed."))
        return row.get_absolute_url()

    return answer_button(request, form, perform, row)


@require_http_methods(["GET", "HEAD", "POST"])
def leave_round(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_round_run_for(request.user, public_id, Permission.RECALL)
    form = ReasonForm(request.POST or None)

    def perform() -> str:
        actions.leave_round(round_run=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Kjøringen er tatt ut av runden. RegUt-en som leder den, og søkerne får beskjed."))
        return reverse("courses:leave_round", args=[row.public_id])

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    stopped = what_stops(row.round, row)
    context = {
        "row": row,
        "form": form,
        "left": leaving_of(row),
        "sentence": "" if stopped is None else stopped.message,
        "rules": (LEAVES_BEFORE_RELEASE,),
    }
    return render(request, "courses/joint/leave.html", context)
