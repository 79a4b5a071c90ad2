"""A reader's comment: sent without login, followed by a secret link, answered by an owner."""

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common import clock
from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.guideline import access, actions
from fagvei.guideline.forms.comments import CommentAnswerForm, CommentForm, MoreForm
from fagvei.guideline.models import CommentEvent, CommentFollower, UnitComment
from fagvei.guideline.queries import comments_page as queries
from fagvei.guideline.rules.comments import ANSWER_WITHIN, code_of
from fagvei.people.limits import is_shut_out, note_miss
from fagvei.people.requests import PersonalRequest

ON_A_PAGE = 50
MISSES = "comment_receipt"
NOBODY = "nobody"
Kind = CommentEvent.Kind
VERBS: dict[str, Callable[..., UnitComment]] = {
    Kind.ASKED: actions.ask_for_more,
    Kind.ACCEPTED: actions.accept_comment,
    Kind.DECLINED: actions.decline_comment,
    Kind.DUPLICATE: actions.mark_duplicate,
    Kind.REOPENED: actions.reopen_comment,
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def send_comment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Nobody is asked who they are; somebody who is logged in sends it just as namelessly."""
    unit = access.get_unit(slug, code)
    is_known = request.user.is_authenticated
    form = CommentForm(request.POST if request.method == "POST" else None, is_known=is_known)
    if request.method == "POST":
        if form.is_from_a_program:
            return redirect(unit)
        # The key remembers the comment: not the secret link, and not who is logged in.
        if sent := perform_once(request, form, lambda: _send(request, form, unit), owner=NOBODY):
            return redirect("guideline:comment_receipt", code_of(uuid.UUID(sent)))
    context = {"form": form, "unit": unit, "guideline": unit.chapter.guideline, "rule": ANSWER_WITHIN}
    return render(request, "guideline/comments/send.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, form: CommentForm, unit: Any) -> str:
    words = {"kind": form.cleaned_data["kind"], "text": form.cleaned_data["text"]}
    tell = request.user if form.wants_notice and request.user.is_authenticated else None
    return str(actions.send_comment(unit=unit, sent_before=_count_today(request), tell=tell, **words).public_id)


def _count_today(request: HttpRequest) -> int:
    """How many comments this visitor has sent today, this one not counted. Kept in the session, not in any log."""
    day, count = clock.today().isoformat(), 0
    if request.session.get("comments_day") == day:
        count = request.session.get("comments_count", 0)
    request.session["comments_day"], request.session["comments_count"] = day, count + 1
    return count


@never_cache
@login_not_required
@require_safe
def comment_receipt(request: HttpRequest, code: str) -> HttpResponse:
    return _with_receipt(request, code, lambda comment: _show_receipt(request, code, comment, MoreForm()))


@never_cache
@login_not_required
@require_POST
def add_to_comment(request: HttpRequest, code: str) -> HttpResponse:
    def add(comment: UnitComment) -> HttpResponse:
        form = MoreForm(request.POST)

        def perform() -> str:
            actions.add_to_comment(comment=comment, text=form.cleaned_data["text"])
            return str(comment.public_id)

        if perform_once(request, form, perform):
            messages.success(request, _("Takk. Retningslinjeeieren ser svaret ditt."))
            return redirect("guideline:comment_receipt", code)
        return _show_receipt(request, code, comment, form, status=422)

    return _with_receipt(request, code, add)


def _with_receipt(request: HttpRequest, code: str, answer: Callable[[UnitComment], HttpResponse]) -> HttpResponse:
    """Who guesses at links is shut out for a while. No search engine keeps the page."""
    if is_shut_out(request, MISSES):
        return render(request, "429.html", status=429)
    comment = access.get_comment_by_receipt(code)
    if comment is None:
        note_miss(request, MISSES)
        return render(request, "guideline/comments/no_receipt.html", status=404)
    response = answer(comment)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _show_receipt(
    request: HttpRequest,
    code: str,
    comment: UnitComment,
    form: MoreForm,
    status: int = 200,
    follower: CommentFollower | None = None,
) -> HttpResponse:
    """`follower` is there when the sender has come by a notice: only then the page knows whose it is."""
    context = {
        "receipt": queries.receipt(comment),
        "comment": comment,
        "unit": comment.unit,
        "code": code,
        "link": request.build_absolute_uri(reverse("guideline:comment_receipt", args=[code])),
        "form": form,
        "rule": ANSWER_WITHIN,
        "follower": follower,
    }
    return render(request, "guideline/comments/receipt.html", context, status=status)


@never_cache
@require_safe
def my_comment(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    """The same receipt, found by who is logged in: what a notice leads to."""
    follower = access.get_comment_follower_for(request.user, public_id)
    code = code_of(follower.comment.public_id)
    return _show_receipt(request, code, follower.comment, MoreForm(), follower=follower)


@require_POST
def stop_following(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    follower = access.get_comment_follower_for(request.user, public_id)
    form = ButtonForm(request.POST)
    receipt = reverse("guideline:comment_receipt", args=[code_of(follower.comment.public_id)])

    def perform() -> str:
        actions.stop_following(follower=follower, by=request.user)
        messages.success(request, _("Du får ikke flere varsler, og ingenting sier lenger at innspillet er ditt."))
        return follower.comment.unit.get_absolute_url()

    return answer_button(request, form, perform, receipt)


@require_safe
def comments(request: PersonalRequest) -> HttpResponse:
    state = request.GET.get("tilstand", queries.WAITING)[:20]
    rows = queries.comment_list(access.get_comments(request.user), state)
    states = [(queries.WAITING, _("Venter på svar")), *UnitComment.State.choices[1:], (queries.ALL, _("Alle"))]
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "states": states, "rule": ANSWER_WITHIN}
    return render(request, "guideline/comments/comments.html", context)


@require_safe
def comment(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _show(request, access.get_comment_for(request.user, public_id))


@require_POST
def answer_comment(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_comment_for(request.user, public_id, Permission.FOLLOW_UP)
    page = queries.comment_page(found)
    form = CommentAnswerForm(request.POST, comment=found, others=page.others)

    def answer() -> str:
        VERBS[form.cleaned_data["to"]](comment=found, by=request.user, **form.content)
        messages.success(request, _("Svaret er lagret, og avsenderen ser det på kvitteringssiden."))
        return found.get_absolute_url()

    if (address := perform_once(request, form, answer)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, form=form, status=422)


def _show(
    request: PersonalRequest, found: UnitComment, *, form: CommentAnswerForm | None = None, status: int = 200
) -> HttpResponse:
    page = queries.comment_page(found)
    context = {
        "page": page,
        "comment": found,
        "unit": found.unit,
        "guideline": found.unit.chapter.guideline,
        "may_answer": access.can(request.user, Permission.FOLLOW_UP, found),
        "form": form or CommentAnswerForm(comment=found, others=page.others),
    }
    return render(request, "guideline/comments/comment.html", context, status=status)
