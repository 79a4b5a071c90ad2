"""The list of pairs, open to all; a pair and its way from proposal to approved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import perform_once
from fagvei.common.permissions import Permission
from fagvei.crosswalk import access, actions
from fagvei.crosswalk.access.pairs import roles_of
from fagvei.crosswalk.forms.pairs import ApproveForm, ConfirmForm, ProposeForm, RejectForm, WithdrawForm
from fagvei.crosswalk.models import GoalRecommendationPair
from fagvei.crosswalk.queries import as_json
from fagvei.crosswalk.queries.pair_list import Wish, pair_list, waiting
from fagvei.crosswalk.queries.pair_page import pair_page
from fagvei.crosswalk.queries.pair_tasks import to_decide
from fagvei.crosswalk.rules.sides import BOTH_SIDES
from fagvei.crosswalk.views.answers import answer, with_what_is_shown
from fagvei.people.requests import PersonalRequest

LONGEST_SEARCH = 100
# Several forms on one page: each has ids of its own.
APPROVE, CONFIRM, REJECT, WITHDRAW = "godkjenn-%s", "passer-%s", "avvis-%s", "trekk-%s"


@login_not_required
@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """By goal, or by recommendation (`?vis=anbefaling`), all or what the filters leave."""
    wish = Wish(
        goal=_word(request, "maal"),
        chapter=_word(request, "kapittel"),
        words=_word(request, "q"),
        by_unit=_word(request, "vis") == "anbefaling",
    )
    page = pair_list(wish, access.visible_to(request.user))
    context = {"page": page, "wish": wish, "is_maker": access.is_maker(request.user), "rule": BOTH_SIDES}
    return answer(request, "crosswalk/pairs.html", context, lambda: as_json.pairs_out(page))


@require_safe
def proposals(request: PersonalRequest) -> HttpResponse:
    """What waits for this person, and what waits for others."""
    access.require_maker(request.user)
    mine = waiting(access.visible_to(request.user), to_decide(request.user, roles_of(request.user)))
    own = access.visible_to(request.user).proposed().filter(proposed_by=request.user)  # type: ignore[attr-defined]
    context = {"mine": mine, "own": own.order_by("since", "pk"), "rule": BOTH_SIDES}
    return render(request, "crosswalk/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: PersonalRequest) -> HttpResponse:
    access.require_maker(request.user)
    initial = {"goal": _word(request, "maal"), "unit": _word(request, "anbefaling")}
    form = ProposeForm(request.POST if request.method == "POST" else None, initial=initial)

    def do() -> str:
        goal, unit, reason = form.goal_found, form.unit_found, form.cleaned_data["reason"]
        made = actions.propose_pair(goal=goal, unit=unit, reason=reason, by=request.user)
        messages.success(request, _("Forslaget venter nå på noen fra det andre fagfeltet."))
        return made.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, do)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "rule": BOTH_SIDES}
    return render(request, "crosswalk/propose.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def pair(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Readers see what is approved. Somebody who is not logged in may be one of those who see more."""
    try:
        found = access.get_pair_for(request.user, public_id)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.path)
    return _show(request, found)


def _show(request: HttpRequest, found: GoalRecommendationPair, status: int = 200, **forms: Any) -> HttpResponse:
    page = pair_page(found)
    is_proposed = found.state == GoalRecommendationPair.State.PROPOSED
    context = {
        "page": page,
        "pair": found,
        "rule": BOTH_SIDES,
        "may_decide": is_proposed and access.can(request.user, Permission.SIGN_OFF, found),
        "may_confirm": page.review and page.may_be_read and access.can(request.user, Permission.SIGN_OFF, found),
        "may_withdraw": access.can(request.user, Permission.RECALL, found),
        "approve_form": ApproveForm(initial={"shown": page.shown}, auto_id=APPROVE),
        "confirm_form": ConfirmForm(initial={"shown": page.shown}, auto_id=CONFIRM),
        "reject_form": RejectForm(auto_id=REJECT),
        "withdraw_form": WithdrawForm(auto_id=WITHDRAW),
    }
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return answer(request, "", {}, lambda: as_json.pair_out(found))
    for form in forms.values():
        with_what_is_shown(form, page.shown)
    return render(request, "crosswalk/pair.html", {**context, **forms}, status=status)


@require_POST
def approve_pair(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_pair_for(request.user, public_id, Permission.SIGN_OFF)
    form = ApproveForm(request.POST, auto_id=APPROVE)

    def approve() -> str:
        data = form.cleaned_data
        actions.approve_pair(pair=found, shown=data["shown"], note=data["note"], by=request.user)
        messages.success(request, _("Koblingen %s er godkjent og vises for alle.") % found)
        return _next(request)

    if (address := perform_once(request, form, approve)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, approve_form=form)


@require_POST
def confirm_pair(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    """One press on the pair or beside the difference; afterwards the change with what is left of it."""
    found = access.get_pair_for(request.user, public_id, Permission.SIGN_OFF)
    form = ConfirmForm(request.POST, auto_id=CONFIRM)

    def confirm() -> str:
        actions.confirm_pair(pair=found, shown=form.cleaned_data["shown"], by=request.user)
        messages.success(request, _("Koblingen %s passer fortsatt.") % found)
        return reverse("crosswalk:change", args=[found.unit.code])

    if (address := perform_once(request, form, confirm)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, confirm_form=form)


@require_POST
def reject_pair(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_pair_for(request.user, public_id, Permission.SIGN_OFF)
    form = RejectForm(request.POST, auto_id=REJECT)

    def reject() -> str:
        actions.reject_pair(pair=found, note=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("Koblingen %s er avvist.") % found)
        return _next(request)

    if (address := perform_once(request, form, reject)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, reject_form=form)


@require_POST
def withdraw_pair(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_pair_for(request.user, public_id, Permission.RECALL)
    form = WithdrawForm(request.POST, auto_id=WITHDRAW)

    def withdraw() -> str:
        actions.withdraw_pair(pair=found, note=form.cleaned_data["note"], by=request.user)
        return found.get_absolute_url()

    if (address := perform_once(request, form, withdraw)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, withdraw_form=form)


def _next(request: PersonalRequest) -> str:
    """The next proposal this person may answer: item by item, never all at once. Afterwards the list."""
    rows = access.visible_to(request.user).proposed().filter(to_decide(request.user, roles_of(request.user)))  # type: ignore[attr-defined]
    following = rows.order_by("goal__code", "unit__position", "pk").first()
    return following.get_absolute_url() if following else reverse("crosswalk:pairs")


def _word(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "")[:LONGEST_SEARCH].strip()
