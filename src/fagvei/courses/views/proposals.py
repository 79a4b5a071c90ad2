"""A course for one more specialty, and the answer of those whom a change concerns."""

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
from fagvei.courses.forms.proposals import RefuseProposalForm, ShareForm
from fagvei.courses.queries.proposals import proposal_page
from fagvei.courses.rules.joint import ANOTHER_REGUT_SAYS_YES, LIAISON_OF_OTHER_SAYS_YES
from fagvei.people.requests import PersonalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def share_course(request: PersonalRequest, code: str) -> HttpResponse:
    course = access.get_course_for(request.user, code, Permission.CREATE)
    form = ShareForm(request.POST or None)

    def perform() -> str:
        asked = actions.share_course(course=course, **form.wanted, by=request.user)
        if asked is not None:
            messages.success(
                request, _("Spørsmålet er sendt. Kurset står hos den andre spesialiteten når svaret er ja.")
            )
            return asked.get_absolute_url()
        messages.success(request, _("Kurset er felles med den andre spesialiteten."))
        return reverse("courses:runs_of_course", args=[course.code])

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(
        request, "courses/proposals/share.html", {"course": course, "form": form, "rule": LIAISON_OF_OTHER_SAYS_YES}
    )


@require_safe
def course_proposal(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_proposal_for(request.user, public_id)
    context = {
        "proposal": row,
        "page": proposal_page(row),
        "may_answer": row.is_waiting and access.can(request.user, Permission.SIGN, row),
        "may_withdraw": row.is_waiting and access.can(request.user, Permission.RECALL, row),
        "refuse_form": RefuseProposalForm(),
        "rule": ANOTHER_REGUT_SAYS_YES if row.specialty is None else LIAISON_OF_OTHER_SAYS_YES,
    }
    return render(request, "courses/proposals/proposal.html", context)


@require_POST
def agree_to_proposal(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_proposal_for(request.user, public_id, Permission.SIGN)

    def perform() -> str:
        actions.agree_to_proposal(proposal=row, by=request.user)
        version = row.course.versions.first() if row.specialty is None else None
        messages.success(
            request,
            _("Forslaget gjelder fra nå. RegUt-en som foreslo det, får beskjed.")
            if version is None or version.is_applied
            else _("Ja er sagt. I demoen står innholdet fra kilden."),
        )
        return row.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, row)


@require_POST
def refuse_proposal(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_proposal_for(request.user, public_id, Permission.SIGN)
    form = RefuseProposalForm(request.POST)

    def perform() -> str:
        actions.refuse_proposal(proposal=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("RegUt-en som foreslo det, får beskjed."))
        return row.get_absolute_url()

    return answer_button(request, form, perform, row)


@require_POST
def withdraw_proposal(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_proposal_for(request.user, public_id, Permission.RECALL)

    def perform() -> str:
        actions.withdraw_proposal(proposal=row, by=request.user)
        messages.success(request, _("Forslaget er trukket tilbake. Kurset står som det er."))
        return row.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, row)
