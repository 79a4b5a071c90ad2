"""Changed recommendations: what they touch, and the answers of those who keep it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import perform_once
from fagvei.crosswalk import access, actions
from fagvei.crosswalk.access.pairs import roles_of
from fagvei.crosswalk.actions.standing import can_be_read
from fagvei.crosswalk.forms.changes import AnswerForm
from fagvei.crosswalk.forms.pairs import ConfirmForm
from fagvei.crosswalk.models import ChangeAnswer
from fagvei.crosswalk.queries.change_page import ChangePage, change_lines, change_page
from fagvei.crosswalk.queries.changes import open_changes
from fagvei.crosswalk.rules.sides import deciders_of
from fagvei.crosswalk.views.answers import with_what_is_shown
from fagvei.people.requests import PersonalRequest


@login_not_required
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """A page, and a window on the page of a text that was just published."""
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "crosswalk/_changes.html", {"changes": open_changes()})
    else:
        lines = change_lines()
        waiting = [line for line in lines if line.waits_for]
        answered = [line for line in lines if not line.waits_for]
        response = render(request, "crosswalk/changes.html", {"waiting": waiting, "answered": answered})
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_not_required
@require_safe
def change(request: HttpRequest, code: str) -> HttpResponse:
    return _show(request, change_page(access.get_change(code), request.user))


@require_POST
def answer_change(request: PersonalRequest, code: str) -> HttpResponse:
    unit = access.get_unit_to_answer(request.user, code)
    form = AnswerForm(request.POST, auto_id=_id_of(request.POST.get("part", "")))

    def do() -> str:
        data = form.cleaned_data
        actions.answer_change(unit=unit, part=data["part"], note=data["note"], shown=data["shown"], by=request.user)
        messages.success(request, _("Svaret er lagret og står på siden."))
        return reverse("crosswalk:change", args=[unit.code])

    if (address := perform_once(request, form, do)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, change_page(access.get_change(code), request.user), form, status=422)


def _id_of(part: str) -> str:
    """Fields of each form have names of their own. What is sent is no format: only our own words go into it."""
    return f"{part}-%s" if part in ChangeAnswer.Part.values else "answer-%s"


def _show(request: HttpRequest, page: ChangePage, tried: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    """A form for each part that waits for this person; the one that was refused keeps its words."""
    forms: list[dict[str, Any]] = []
    for waiting in page.waiting:
        is_tried = tried is not None and tried.data.get("part") == waiting.part
        initial = {"part": waiting.part, "shown": page.shown}
        form = tried if is_tried else AnswerForm(initial=initial, auto_id=_id_of(waiting.part))
        forms.append({"waiting": waiting, "form": form})
    unplaced = tried if tried is not None and not any(each["form"] is tried for each in forms) else None
    if tried is not None:
        with_what_is_shown(tried, page.shown)
    pairs = _pairs(request.user, page)
    context = {
        "page": page,
        "change": page.change,
        "unit": page.change.unit,
        "forms": forms,
        "unplaced": unplaced,
        "pairs": pairs,
        "may_confirm": any(each["form"] for each in pairs),
    }
    return render(request, "crosswalk/change.html", context, status=status)


def _pairs(user: Any, page: ChangePage) -> list[dict[str, Any]]:
    """Each pair, and the one press of those who may say that it still fits."""
    change = page.change
    left = {pair.pk for pair in change.unconfirmed}
    is_asked = user.is_authenticated and bool(left) and can_be_read((change.national, change.local))
    roles = roles_of(user) if is_asked else set()
    found: list[dict[str, Any]] = []
    for number, pair in enumerate(change.pairs):
        may_confirm = (
            pair.pk in left
            and pair.proposed_by_id != getattr(user, "pk", None)
            and bool(roles & set(deciders_of(pair.proposed_as)))
        )
        form = ConfirmForm(initial={"shown": page.shown}, auto_id=f"passer-{number}-%s") if may_confirm else None
        found.append({"pair": pair, "is_confirmed": pair.pk not in left, "form": form})
    return found
