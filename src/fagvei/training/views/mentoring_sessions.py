"""What is done in one session: prepare, hold, minute, agree on actions, close, move, cancel, share."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.clock import OSLO
from fagvei.common.forms import ButtonForm, FagveiForm
from fagvei.common.permissions import Permission
from fagvei.training import access, actions, forms
from fagvei.training.forms.mentoring import FOR_THE_GROUP, FOR_THE_TWO
from fagvei.training.models import MentoringSession
from fagvei.training.queries import mentoring_page as pages
from fagvei.training.queries.appointments import mentoring_appointment
from fagvei.training.views.calendar_files import calendar_answer
from fagvei.training.views.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def prepare_mentoring(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id, Permission.CREATE)
    page = pages.session_page(session, request.user)
    is_for_all = session.series.is_group and session.series.mentor_id == request.user.pk
    initial = {"text": page.own_preparation.text if page.own_preparation else ""}
    form = forms.PreparationForm(
        request.POST or None, initial=initial, hint=FOR_THE_GROUP if is_for_all else FOR_THE_TWO
    )

    def perform() -> str:
        actions.prepare_mentoring(session=session, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Forberedelsen er lagret."))
        return session.get_absolute_url()

    return _form_answer(request, form, perform, session, _("Forbered samtalen"), _("Lagre forberedelsen"), page)


@require_http_methods(["GET", "HEAD", "POST"])
def write_minutes(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id, Permission.EDIT)
    page = pages.session_page(session, request.user)
    newest = page.minutes
    form = forms.MinutesForm(
        request.POST or None,
        initial={"text": newest.text, "seen": newest.version} if newest else {},
        hint=_hint(session),
    )

    def perform() -> str:
        given = form.cleaned_data
        actions.write_minutes(session=session, text=given["text"], seen=given["seen"], by=request.user)
        messages.success(request, _("Referatet er lagret."))
        return session.get_absolute_url()

    return _form_answer(request, form, perform, session, _("Referat"), _("Lagre referatet"), page)


@require_http_methods(["GET", "HEAD", "POST"])
def write_note(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_group_session_for(request.user, public_id, Permission.CREATE)
    is_mentor = session.series.mentor_id == request.user.pk
    doctors = list(session.doctors.all()) if is_mentor else [request.user]
    form = forms.SessionNoteForm(request.POST or None, doctors=doctors)

    def perform() -> str:
        given = form.cleaned_data
        actions.write_note(session=session, doctor=given["doctor"], text=given["text"], by=request.user)
        messages.success(request, _("Notatet er lagret."))
        return session.get_absolute_url()

    return _form_answer(request, form, perform, session, _("Personlig notat"), _("Lagre notatet"))


@require_http_methods(["GET", "HEAD", "POST"])
def agree_action(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id, Permission.EDIT)
    people = [*session.doctors.all(), session.series.mentor]
    form = forms.AgreeActionForm(request.POST or None, people=people, hint=_hint(session))

    def perform() -> str:
        given = form.cleaned_data
        actions.agree_action(
            session=session, text=given["text"], owner=given["owner"], due_on=given["due_on"], by=request.user
        )
        messages.success(request, _("Tiltaket er avtalt. Det følger med til neste samtale til det er gjort."))
        return session.get_absolute_url()

    return _form_answer(request, form, perform, session, _("Nytt tiltak"), _("Lagre tiltaket"))


@require_http_methods(["GET", "HEAD", "POST"])
def move_mentoring(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id, Permission.EDIT)
    local = session.starts_at.astimezone(OSLO)
    initial = {"day": local.date(), "time": local.time(), "place": session.place}
    form = forms.MoveSessionForm(request.POST or None, initial=initial)

    def perform() -> str:
        given = form.cleaned_data
        actions.move_mentoring(
            session=session, starts_at=form.starts_at, place=given["place"], reason=given["reason"], by=request.user
        )
        messages.success(request, _("Samtalen er flyttet, og de andre har fått beskjed."))
        return session.get_absolute_url()

    return _form_answer(request, form, perform, session, _("Flytt samtalen"), _("Flytt samtalen"))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_mentoring(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id, Permission.EDIT)
    form = forms.CancelSessionForm(request.POST or None)

    def perform() -> str:
        actions.cancel_mentoring(session=session, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Samtalen er avlyst, og de andre har fått beskjed."))
        return session.get_absolute_url()

    return _form_answer(request, form, perform, session, _("Avlys samtalen"), _("Avlys samtalen"))


@require_POST
def hold_mentoring(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.hold_mentoring(session=session, by=request.user)
        messages.success(request, _("Samtalen er registrert som gjennomført."))
        return session.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, session)


@require_POST
def close_mentoring(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id, Permission.SIGN)

    def perform() -> str:
        actions.close_mentoring(session=session, by=request.user)
        messages.success(request, _("Samtalen er ferdigstilt."))
        return session.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, session)


@require_POST
def share_minutes(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id, Permission.SEND)

    def perform() -> str:
        share = actions.share_minutes(session=session, by=request.user)
        messages.success(request, _("%(name)s kan nå lese referatet.") % {"name": share.person})
        return session.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, session)


@require_POST
def take_back_sharing(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id, Permission.RECALL)

    def perform() -> str:
        taken = actions.take_back_sharing(session=session, by=request.user)
        names = ", ".join(str(each.share.person) for each in taken)
        words = _("%(names)s kan ikke lese referatet lenger. Det som er lest før, står i innsynsloggen din.")
        messages.success(request, words % {"names": names})
        return session.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, session)


@require_safe
def mentoring_calendar(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The appointment as a calendar file: when and where, never with whom or what about."""
    session = access.get_mentoring_session_for(request.user, public_id, Permission.CREATE)
    return calendar_answer(mentoring_appointment(session), "veiledning.ics")


@require_POST
def finish_action(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    action = access.get_agreed_action_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.finish_action(action=action, by=request.user)
        messages.success(request, _("Tiltaket er gjort."))
        return action.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, action.session)


def _hint(session: MentoringSession) -> Any:
    return FOR_THE_GROUP if session.series.is_group else FOR_THE_TWO


def _form_answer(
    request: SignedInRequest,
    form: FagveiForm,
    perform: Callable[[], str],
    session: MentoringSession,
    title: str,
    button: str,
    page: pages.SessionPage | None = None,
) -> HttpResponse:
    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "session": session, "title": title, "button": button, "page": page}
    return render(request, "training/mentoring/session_form.html", {**context, "viewer": request.user})
