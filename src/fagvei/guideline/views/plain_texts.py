"""The guideline in plain language: the page to read, and a text's way from draft to reader."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.guideline import access, actions
from fagvei.guideline.actions.plain_texts import print_of, restated
from fagvei.guideline.forms.plain_texts import PlainTextForm
from fagvei.guideline.forms.versions import ReasonForm, ReturnForm, ShownForm
from fagvei.guideline.models import PlainText
from fagvei.guideline.queries.plain_texts_page import WAITS_FOR, languages_of, plain_page, steps_of
from fagvei.guideline.rules.plain_language import ONLY_WHAT_IT_SAYS
from fagvei.people.requests import PersonalRequest

# Three forms on one page: each has ids of its own.
APPROVE, RETURN, WITHDRAW = "godkjenn-%s", "returner-%s", "trekk-%s"


@login_not_required
@require_safe
def plain_language(request: HttpRequest, slug: str) -> HttpResponse:
    page = plain_page(access.get_guideline(slug))
    return render(request, "guideline/plain/read.html", {"page": page, "guideline": page.guideline})


@require_http_methods(["GET", "HEAD", "POST"])
def write_plain_text(request: PersonalRequest, slug: str, code: str) -> HttpResponse:
    """Goes on with the draft, where there is one."""
    unit = access.get_unit(slug, code)
    access.require_owner(request.user)
    version = restated(unit)
    if version is None:
        raise Http404
    language = request.GET.get("sprak", PlainText.Language.BOKMAL)
    if language not in PlainText.Language.values:
        raise Http404
    own = unit.plain_texts.filter(language=language)
    draft, shown = own.filter(state=PlainText.State.DRAFT).first(), own.filter(state=PlainText.State.APPROVED).first()
    text = draft.text if draft else shown.text if shown else ""
    form = PlainTextForm(request.POST if request.method == "POST" else None, initial={"text": text})

    def write() -> str:
        words = form.cleaned_data["text"]
        plain = actions.write_plain_text(unit=unit, language=language, text=words, by=request.user)
        return plain.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, write)) is not None:
        return HttpResponseRedirect(address)
    context = {
        "form": form,
        "unit": unit,
        "guideline": unit.chapter.guideline,
        "version": version,
        "rule": ONLY_WHAT_IT_SAYS,
        "language": language,
        "language_name": PlainText.Language(language).label,
        "languages": languages_of(unit),
    }
    return render(request, "guideline/plain/write.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def plain_text(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Readers see what was approved. Somebody who is not logged in may be one of those who see more."""
    try:
        found = access.get_plain_text_for(request.user, slug, code, number, Permission.SEE)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.path)
    return _show(request, found)


def _show(request: HttpRequest, found: PlainText, status: int = 200, **forms: Any) -> HttpResponse:
    permissions = (Permission.SEND, Permission.SIGN_OFF, Permission.ANNUL)
    now = restated(found.unit)
    context = {
        "plain": found,
        "unit": found.unit,
        "guideline": found.unit.chapter.guideline,
        "is_current": now is not None and now.pk == found.version_id,
        "waits_for": WAITS_FOR.get(found.state, ""),
        "steps": steps_of(found),
        "may": {str(each): access.can(request.user, each, found) for each in permissions},
        "approve_form": ShownForm(initial={"shown": print_of(found)}, auto_id=APPROVE),
        "return_form": ReturnForm(auto_id=RETURN),
        "withdraw_form": ReasonForm(auto_id=WITHDRAW),
    }
    return render(request, "guideline/plain/text.html", {**context, **forms}, status=status)


@require_POST
def send_plain_text(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_plain_text_for(request.user, slug, code, number, Permission.SEND)

    def send() -> str:
        address = actions.send_plain_text(plain_text=found, by=request.user).get_absolute_url()
        messages.success(request, _("Klarspråket er sendt til klinisk vurdering."))
        return address

    return answer_button(request, ButtonForm(request.POST), send, back_to=found)


@require_POST
def approve_plain_text(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_plain_text_for(request.user, slug, code, number, Permission.SIGN_OFF)
    form = ShownForm(request.POST, auto_id=APPROVE)

    def approve() -> str:
        shown = form.cleaned_data["shown"]
        address = actions.approve_plain_text(plain_text=found, shown=shown, by=request.user).get_absolute_url()
        messages.success(request, _("Klarspråket er godkjent og vises for alle."))
        return address

    if (address := perform_once(request, form, approve)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, approve_form=form)


@require_POST
def return_plain_text(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_plain_text_for(request.user, slug, code, number, Permission.SIGN_OFF)
    form = ReturnForm(request.POST, auto_id=RETURN)

    def give_back() -> str:
        comment = form.cleaned_data["comment"]
        return actions.return_plain_text(plain_text=found, comment=comment, by=request.user).get_absolute_url()

    if (address := perform_once(request, form, give_back)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, return_form=form)


@require_POST
def withdraw_plain_text(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_plain_text_for(request.user, slug, code, number, Permission.ANNUL)
    form = ReasonForm(request.POST, auto_id=WITHDRAW)

    def withdraw() -> str:
        reason = form.cleaned_data["reason"]
        return actions.withdraw_plain_text(plain_text=found, reason=reason, by=request.user).get_absolute_url()

    if (address := perform_once(request, form, withdraw)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, withdraw_form=form)
