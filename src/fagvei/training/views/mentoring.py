"""Pages of mentoring: the list, one series, one session, and the dates for those who lead."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm, FagveiForm
from fagvei.common.permissions import Permission
from fagvei.people.forms import candidates_at
from fagvei.people.models import User
from fagvei.people.queries import mentor_of
from fagvei.people.views.picking import Picker
from fagvei.training import access, actions, forms
from fagvei.training.models import MentoringSeries, MentoringSession
from fagvei.training.queries import mentoring_page as pages
from fagvei.training.views.mentoring_steps import session_status, session_step
from fagvei.training.views.requests import SignedInRequest

LIST = "training:mentoring"


@require_safe
def mentoring(request: SignedInRequest) -> HttpResponse:
    user = access.mentoring_of(request.user)
    page = pages.mentoring_page(user)
    # A doctor has one series: it is shown at once instead of a list of one.
    own = pages.series_page(page.own[0].series, user) if len(page.own) == 1 else None
    return render(request, "training/mentoring/mentoring.html", {"page": page, "own": own, "viewer": user})


@require_safe
def mentoring_series(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    series = access.get_mentoring_series_for(request.user, public_id)
    page = pages.series_page(series, request.user)
    context = {
        "series": series,
        "series_page": page,
        "viewer": request.user,
        "may_administer": access.can(request.user, Permission.ADMINISTER, series),
    }
    return render(request, "training/mentoring/series.html", context)


@require_safe
def mentoring_overview(request: SignedInRequest) -> HttpResponse:
    """The leader's: that they met and when, never what about."""
    access.log_mentoring_overview(request.user)
    return render(request, "training/mentoring/overview.html", {"rows": pages.overview(request.user)})


@require_safe
def mentoring_session(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_mentoring_session_for(request.user, public_id)
    user = request.user
    page = pages.session_page(session, user)
    may_edit = access.can(user, Permission.EDIT, session)
    takes_part = access.can(user, Permission.CREATE, session)
    is_running = session.series.is_running()
    is_before = session.state in MentoringSession.BEFORE
    new_mentor = _to_share_with(session, user, page)
    context = {
        "session": session,
        "page": page,
        "viewer": user,
        "status": session_status(session, user),
        "step": session_step(session, user, may_edit=may_edit and is_running),
        "may_prepare": takes_part and is_running and is_before,
        "may_edit": may_edit and is_running,
        "may_note": takes_part and is_running and session.series.is_group and not _is_cancelled(session),
        "is_before": is_before,
        "new_mentor": new_mentor,
        "is_own": session.series.doctor_id == user.pk,
        "may_take_back": session.series.doctor_id == user.pk and bool(page.shared_with),
        "is_in_series": access.can(user, Permission.SEE, session.series),
    }
    return render(request, "training/mentoring/session.html", context)


def _to_share_with(session: MentoringSession, user: User, page: pages.SessionPage) -> User | None:
    """The mentor of today, when this was written with an earlier one and is not shared yet."""
    if session.series.doctor_id != user.pk or page.minutes is None:
        return None
    mentor = mentor_of(user)
    return None if mentor in {None, session.series.mentor, *page.shared_with} else mentor


def _is_cancelled(session: MentoringSession) -> bool:
    return session.state == MentoringSession.State.CANCELLED


# --- Series ---


@require_http_methods(["GET", "HEAD", "POST"])
def start_mentoring(request: SignedInRequest) -> HttpResponse:
    user = access.mentoring_of(request.user)
    mentor = mentor_of(user)
    doctors = [*([user] if mentor else []), *access.doctors_mentored_by(user)]
    form = forms.StartMentoringForm(request.POST or None, doctors=doctors)

    def perform() -> str:
        series = actions.start_mentoring(
            doctor=form.cleaned_data["doctor"], interval_weeks=form.cleaned_data["interval_weeks"], by=user
        )
        messages.success(request, _("Veiledningen er satt i gang. Avtal den første samtalen."))
        return series.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "doctors": doctors, "mentor": mentor}
    return render(request, "training/mentoring/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start_group(request: SignedInRequest) -> HttpResponse:
    form = forms.StartGroupForm(request.POST or None, institutions=access.institutions_to_mentor_in(request.user))

    def perform() -> str:
        series = actions.start_group(
            institution=form.cleaned_data["institution"], name=form.cleaned_data["name"], by=request.user
        )
        messages.success(request, _("Gruppen er opprettet. Legg til legene."))
        return series.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {
        "form": form,
        "title": _("Ny veiledningsgruppe"),
        "intro": str(pages.rules.GROUP_SIZE.sentence) + " " + _("Kilde: %s.") % pages.rules.GROUP_SIZE.source,
        "button": _("Opprett gruppen"),
        "back": reverse(LIST),
    }
    return render(request, "training/mentoring/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agree_interval(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    series = access.get_mentoring_series_for(request.user, public_id, Permission.EDIT)
    form = forms.IntervalForm(request.POST or None, initial={"interval_weeks": series.interval_weeks})

    def perform() -> str:
        actions.agree_interval(series=series, interval_weeks=form.cleaned_data["interval_weeks"], by=request.user)
        messages.success(request, _("Avtalen er lagret."))
        return series.get_absolute_url()

    return _form_answer(request, form, perform, series, _("Hvor ofte dere møtes"), _("Lagre avtalen"))


@require_http_methods(["GET", "HEAD", "POST"])
def invite_to_mentoring(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    series = access.get_mentoring_series_for(request.user, public_id, Permission.EDIT)
    form = forms.SessionTimeForm(request.POST or None)

    def perform() -> str:
        session = actions.invite_to_mentoring(
            series=series, starts_at=form.starts_at, place=form.cleaned_data["place"], by=request.user
        )
        messages.success(request, _("Samtalen er avtalt, og de andre har fått beskjed."))
        return session.get_absolute_url()

    return _form_answer(request, form, perform, series, _("Avtal samtale"), _("Avtal samtalen"))


@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Search for a doctor at the institution, and choose."""
    series = access.get_mentoring_series_for(request.user, public_id, Permission.ADMINISTER)
    picker = Picker(request, institution=series.institution, only_role="doctor", only_here=True)
    form = forms.MemberForm(
        picker.chosen_data, candidates=candidates_at(series.institution, "doctor"), initial=picker.initial
    )
    picker.offer_in(form)

    def perform() -> str:
        member = actions.add_member(series=series, doctor=form.cleaned_data["person"], by=request.user)
        messages.success(request, _("%(name)s er med i gruppen.") % {"name": member.doctor})
        return series.get_absolute_url()

    if picker.is_choosing and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"series": series, "picker": picker, "form": form}
    return render(request, "training/mentoring/add_member.html", context)


@require_POST
def end_membership(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    member = access.get_group_member_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.end_membership(member=member, by=request.user)
        messages.success(request, _("%(name)s er ikke lenger med i gruppen.") % {"name": member.doctor})
        return member.series.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, member.series)


@require_POST
def end_group(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    series = access.get_mentoring_series_for(request.user, public_id, Permission.ADMINISTER)

    def perform() -> str:
        actions.end_group(series=series, by=request.user)
        messages.success(request, _("Gruppen er avsluttet. Det som er skrevet, kan leses av dem som var med."))
        return series.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, series)


def _form_answer(
    request: SignedInRequest,
    form: FagveiForm,
    perform: Callable[[], str],
    series: MentoringSeries,
    title: str,
    button: str,
) -> HttpResponse:
    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "title": title, "button": button, "series": series, "back": series.get_absolute_url()}
    return render(request, "training/mentoring/form.html", context)
