"""A version: what it says and how it differs, and its way from draft to reader."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.guideline import access, actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.actions.versions import is_read_only
from fagvei.guideline.forms.new_units import NewTextForm
from fagvei.guideline.forms.versions import ApproveForm, ReasonForm, ReturnForm, VersionForm
from fagvei.guideline.models import UnitVersion
from fagvei.guideline.queries.consensus_page import results_of
from fagvei.guideline.queries.version_page import version_page
from fagvei.guideline.rules.review import REVIEW_AFTER
from fagvei.people.requests import PersonalRequest

# Three forms on one page: each has ids of its own.
APPROVE, RETURN, REOPEN, WITHDRAW = "godkjenn-%s", "returner-%s", "hent-%s", "trekk-%s"


@login_not_required
@require_safe
def version(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Readers see what was published. Somebody who is not logged in may be one of those who see more."""
    try:
        found = access.get_version_for(request.user, slug, code, number, Permission.SEE)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.path)
    return _show(request, found)


def _show(request: HttpRequest, found: UnitVersion, status: int = 200, **forms: Any) -> HttpResponse:
    seen = access.visible_to(request.user).filter(unit=found.unit).order_by("number")
    page = version_page(
        found,
        to_compare=request.GET.get("med", "")[:5],
        seen=seen,
        for_makers=access.is_maker(request.user),
    )
    may = {
        str(permission): access.can(request.user, permission, found)
        for permission in (
            Permission.EDIT,
            Permission.SEND,
            Permission.SIGN_OFF,
            Permission.SIGN,
            Permission.ADMINISTER,
            Permission.RECALL,
        )
    }
    may["annul"] = access.can(request.user, Permission.ANNUL, found) and not is_read_only(found)
    for_makers = access.is_maker(request.user)
    context = {
        "page": page,
        "version": found,
        "unit": found.unit,
        "guideline": found.unit.chapter.guideline,
        "may": may,
        "rounds": results_of(found, with_open=for_makers),
        "for_makers": for_makers,
        "shown": digest_of(found),
        "approve_form": ApproveForm(initial={"shown": digest_of(found)}, auto_id=APPROVE),
        "return_form": ReturnForm(auto_id=RETURN),
        "reopen_form": ReturnForm(auto_id=REOPEN),
        "withdraw_form": ReasonForm(auto_id=WITHDRAW),
    }
    return render(request, "guideline/version.html", {**context, **forms}, status=status)


@require_POST
def start_version(request: PersonalRequest, slug: str, code: str) -> HttpResponse:
    unit = access.get_unit(slug, code)
    access.require_owner(request.user)

    def start() -> str:
        return actions.start_version(unit=unit, by=request.user).get_absolute_url() + "skriv/"

    return answer_button(request, ButtonForm(request.POST), start, back_to=unit)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_version(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_version_for(request.user, slug, code, number, Permission.EDIT)
    if found.state != UnitVersion.State.DRAFT:
        messages.error(request, str(actions.MoveNotAllowed.message))
        return redirect(found)
    form_of = VersionForm if found.based_on_id else NewTextForm
    initial = {name: getattr(found, name) for name in form_of.base_fields if hasattr(found, name)}
    form = form_of(
        request.POST if request.method == "POST" else None, initial={**initial, "grade": str(found.grade or "")}
    )

    if not found.review_due_on:
        hint = _("Står feltet tomt, gjelder %(years)s år fra den dagen versjonen publiseres.")
        form.fields["review_due_on"].help_text = hint % {"years": REVIEW_AFTER.years}

    def edit() -> str:
        words = {"label": UnitVersion.Label.NEW} if found.based_on_id is None else {}
        return actions.edit_version(version=found, by=request.user, **words, **form.content).get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, edit)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "version": found, "unit": found.unit, "guideline": found.unit.chapter.guideline}
    return render(request, "guideline/edit_version.html", context, status=422 if form.errors else 200)


@require_POST
def send_version(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_version_for(request.user, slug, code, number, Permission.SEND)
    return _button(request, found, actions.send_version, _("Versjonen er sendt til klinisk vurdering."))


@require_POST
def publish_version(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_version_for(request.user, slug, code, number, Permission.SIGN)
    return _button(request, found, actions.publish_version, _("Versjonen er publisert."))


def _button(request: PersonalRequest, found: UnitVersion, act: Callable[..., UnitVersion], done: str) -> HttpResponse:
    def perform() -> str:
        address = act(version=found, by=request.user).get_absolute_url()
        messages.success(request, done)
        return address

    return answer_button(request, ButtonForm(request.POST), perform, back_to=found)


@require_POST
def approve_version(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_version_for(request.user, slug, code, number, Permission.SIGN_OFF)
    form = ApproveForm(request.POST, auto_id=APPROVE)

    def approve() -> str:
        words = {"shown": form.cleaned_data["shown"], "comment": form.cleaned_data["comment"]}
        address = actions.approve_version(version=found, by=request.user, **words).get_absolute_url()
        messages.success(request, _("Versjonen er godkjent og kan publiseres."))
        return address

    if (address := perform_once(request, form, approve)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, approve_form=form)


@require_POST
def return_version(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_version_for(request.user, slug, code, number, Permission.SIGN_OFF)
    form = ReturnForm(request.POST, auto_id=RETURN)

    def give_back() -> str:
        comment = form.cleaned_data["comment"]
        return actions.return_version(version=found, comment=comment, by=request.user).get_absolute_url()

    if (address := perform_once(request, form, give_back)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, return_form=form)


@require_POST
def reopen_version(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_version_for(request.user, slug, code, number, Permission.RECALL)
    form = ReturnForm(request.POST, auto_id=REOPEN)

    def reopen() -> str:
        comment = form.cleaned_data["comment"]
        address = actions.reopen_version(version=found, comment=comment, by=request.user).get_absolute_url()
        messages.success(request, _("Versjonen er et utkast igjen."))
        return address

    if (address := perform_once(request, form, reopen)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, reopen_form=form)


@require_POST
def withdraw_version(request: PersonalRequest, slug: str, code: str, number: int) -> HttpResponse:
    found = access.get_version_for(request.user, slug, code, number, Permission.ANNUL)
    form = ReasonForm(request.POST, auto_id=WITHDRAW)

    def withdraw() -> str:
        reason = form.cleaned_data["reason"]
        return actions.withdraw_version(version=found, reason=reason, by=request.user).get_absolute_url()

    if (address := perform_once(request, form, withdraw)) is not None:
        return HttpResponseRedirect(address)
    return _show(request, found, status=422, withdraw_form=form)
