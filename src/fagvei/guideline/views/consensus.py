"""A consensus round: opened on a draft, answered by each peer alone, closed, and read without names."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.guideline import access, actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.forms.consensus import RoundForm, VoteForm
from fagvei.guideline.models import ConsensusRound
from fagvei.guideline.queries.consensus_page import consensus_page
from fagvei.guideline.rules.consensus import QUORUM, SCALE, THRESHOLD
from fagvei.people.requests import PersonalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def open_consensus_round(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_version_for(request.user, slug, code, number, Permission.ADMINISTER)
    form = RoundForm(request.POST if request.method == "POST" else None)

    def open_() -> str:
        round_ = actions.open_consensus_round(version=found, by=request.user, **form.content)
        messages.success(request, _("Runden er åpnet, og fagfellene har fått beskjed."))
        return round_.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, open_)) is not None:
        return HttpResponseRedirect(address)
    context = {
        "form": form,
        "version": found,
        "unit": found.unit,
        "guideline": found.unit.chapter.guideline,
        "rules": [QUORUM, SCALE],
    }
    return render(request, "guideline/consensus/open.html", context, status=422 if form.errors else 200)


@require_safe
def consensus_round(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _show(request, access.get_consensus_round_for(request.user, public_id))


def _show(
    request: PersonalRequest, round_: ConsensusRound, *, form: VoteForm | None = None, status: int = 200
) -> HttpResponse:
    page = consensus_page(round_, request.user, shown=digest_of(round_.version))
    own = page.own
    initial = {"answer": own.answer, "comment": own.comment} if own else None
    context = {
        "page": page,
        "result": page.result,
        "round": round_,
        "version": round_.version,
        "unit": round_.version.unit,
        "guideline": round_.version.unit.chapter.guideline,
        "may_vote": round_.takes_votes and access.can(request.user, Permission.GIVE_OPINION, round_),
        "may_close": access.can(request.user, Permission.ADMINISTER, round_),
        "may_see_version": access.can(request.user, Permission.SEE, round_.version),
        "form": form or VoteForm(initial=initial),
        "rules": [QUORUM, THRESHOLD, SCALE],
    }
    return render(request, "guideline/consensus/round.html", context, status=status)


@require_POST
def vote(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    round_ = access.get_consensus_round_for(request.user, public_id, Permission.GIVE_OPINION)
    form = VoteForm(request.POST)

    def give() -> str:
        words = {"answer": form.cleaned_data["answer"], "comment": form.cleaned_data["comment"]}
        actions.vote(round_=round_, by=request.user, **words)
        messages.success(request, _("Stemmen er lagret. Du kan endre den til runden lukkes."))
        return round_.get_absolute_url()

    if (address := perform_once(request, form, give)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, round_, form=form, status=422)


@require_POST
def close_consensus_round(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    round_ = access.get_consensus_round_for(request.user, public_id, Permission.ADMINISTER)

    def close() -> str:
        actions.close_consensus_round(round_=round_, by=request.user)
        messages.success(request, _("Runden er lukket."))
        return round_.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), close, back_to=round_)
