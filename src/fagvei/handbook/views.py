"""Pages of the handbook, the form for errors, and the list RegUt works through."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common import clock
from fagvei.common.answers import answer_button, perform_once
from fagvei.common.permissions import Permission
from fagvei.handbook import access, actions, queries, targets
from fagvei.handbook.forms import AnswerForm, MoveForm, ReportForm
from fagvei.handbook.models import Feedback

ON_A_PAGE = 50


@login_not_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "handbook/page.html", {"section": access.get_page(slug)})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Report an error in the thing named by `type` and `id`, or in the page named by `path`."""
    target = _target_of(request)
    # The foot of a page reports an error in it; its own button asks its owner.
    is_question = "type" in request.GET and targets.is_asked_about(target.type) and target.owner is not None
    form = ReportForm(request.POST or None, knows_sender=request.user.is_authenticated, is_question=is_question)
    if request.method == "POST":
        if form.is_from_a_program:
            return redirect(target.path)
        if address := perform_once(request, form, lambda: _send(request, form, target, is_question=is_question)):
            sent = (
                _("Takk. Spørsmålet er sendt.")
                if is_question
                else _("Takk. Meldingen er sendt til den som kan rette den.")
            )
            messages.success(request, sent)
            return HttpResponseRedirect(address)
    heading = _("Spør %s") % target.owner if is_question else _("Meld feil")
    context = {"form": form, "target": target, "is_question": is_question, "heading": heading}
    return render(request, "handbook/report.html", context, status=422 if form.errors else 200)


def _target_of(request: HttpRequest) -> targets.Target:
    slug, id_, path = (request.GET.get(name, "") for name in ("type", "id", "path"))
    named = bool(slug or id_)
    target = targets.find(slug, id_[:140]) if named else targets.find_by_path(path[:300] or "/")
    if target is None:
        raise Http404
    return target


def _send(request: HttpRequest, form: ReportForm, target: targets.Target, *, is_question: bool) -> str:
    actions.send_feedback(
        kind=Feedback.Kind.QUESTION if is_question else Feedback.Kind.ERROR,
        target=target,
        text=form.cleaned_data["text"],
        contact=form.cleaned_data.get("contact", ""),
        by=request.user if request.user.is_authenticated else None,
        sent_before=_count_today(request),
    )
    return target.path


def _count_today(request: HttpRequest) -> int:
    """How many messages this visitor has sent today, this one not counted. Kept in the session, not in any log."""
    day, count = clock.today().isoformat(), 0
    if request.session.get("feedback_day") == day:
        count = request.session.get("feedback_count", 0)
    request.session["feedback_day"], request.session["feedback_count"] = day, count + 1
    return count


@login_not_required
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Yes or no to "Did you find what you were looking for?", from the foot of any page."""
    form = AnswerForm(request.POST)
    path = request.POST.get("path", "")
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None) or not path.startswith("/"):
        path = "/"

    def send() -> str:
        target = targets.find_by_path(path)
        if target is None:
            return "/"
        actions.send_feedback(
            kind=form.cleaned_data["kind"],
            target=target,
            by=request.user if request.user.is_authenticated else None,
            sent_before=_count_today(request),
        )
        messages.success(request, _("Takk for svaret."))
        return target.path

    return answer_button(request, form, send, back_to=path if targets.find_by_path(path) else "/")


@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "open")
    visible = access.visible_to(request.user)
    rows = Paginator(queries.feedback_list(visible, state), ON_A_PAGE).get_page(request.GET.get("page"))
    done = [("corrected", _("Rettet eller besvart")), ("rejected", _("Ikke tatt til følge"))]
    states = [("open", _("Venter")), *done, ("all", _("Alle"))]
    context = {"page": rows, "state": state, "states": states, "answers": queries.answer_counts(visible)}
    return render(request, "handbook/feedback_list.html", context)


@require_safe
def feedback_item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    feedback = access.get_feedback_for(request.user, public_id, Permission.SEE)
    return _show(request, feedback, MoveForm(feedback=feedback))


@require_POST
def feedback_move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    feedback = access.get_feedback_for(request.user, public_id, Permission.FOLLOW_UP)
    form = MoveForm(request.POST, feedback=feedback)

    def move() -> str:
        data = form.cleaned_data
        return actions.move_feedback(
            feedback=feedback, to=data["to"], comment=data["comment"], by=request.user
        ).get_absolute_url()

    if address := perform_once(request, form, move):
        return HttpResponseRedirect(address)
    return _show(request, feedback, form, status=422)


def _show(request: HttpRequest, feedback: Feedback, form: MoveForm, status: int = 200) -> HttpResponse:
    events = [
        {"at": event.at, "who": event.by, "what": feedback.words_of(event.state).capitalize(), "text": event.comment}
        for event in feedback.events.select_related("by")
    ]
    context = {
        "feedback": feedback,
        "events": events,
        "form": form,
        "may_follow_up": access.can(request.user, Permission.FOLLOW_UP, feedback),
        "follow_up": targets.follow_up_of(feedback.target_type),
    }
    return render(request, "handbook/feedback_item.html", context, status=status)
