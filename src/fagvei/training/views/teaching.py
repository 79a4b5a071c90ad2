"""Internal teaching: the calendar and one's hours, checking in, and what organisers do."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common import clock
from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import FagveiForm
from fagvei.common.permissions import Permission
from fagvei.people.forms import candidates_at
from fagvei.people.views.picking import Picker
from fagvei.training import access, actions, forms, rules
from fagvei.training.forms.teaching import arenas_of
from fagvei.training.models import TeachingSession
from fagvei.training.queries import teaching_page as pages
from fagvei.training.queries.appointments import teaching_appointment
from fagvei.training.rules.teaching_calendar import lessons_of
from fagvei.training.views.calendar_files import calendar_answer
from fagvei.training.views.requests import SignedInRequest

LIST = "training:teaching"
SOURCE = rules.HOURS_A_YEAR.source


@require_safe
def teaching(request: SignedInRequest) -> HttpResponse:
    page = pages.teaching_page(request.user)
    return _list_answer(request, page, forms.CheckInForm() if page.own else None)


@require_POST
def check_in(request: SignedInRequest) -> HttpResponse:
    """A wrong code is counted apart, so that the refusal does not undo the counting."""
    doctor = access.doctor_to_check_in(request.user)
    form = forms.CheckInForm(request.POST)

    def perform() -> str:
        attendance = actions.check_in(code=form.cleaned_data["code"], by=doctor)
        messages.success(request, _("Du er registrert: %(title)s.") % {"title": attendance.session.title})
        return attendance.session.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    if str(actions.CodeUnknown.message) in [str(each) for each in form.non_field_errors()]:
        actions.count_wrong_code(by=doctor)
    return _list_answer(request, pages.teaching_page(doctor), form)


def _list_answer(request: SignedInRequest, page: pages.TeachingPage, form: forms.CheckInForm | None) -> HttpResponse:
    context = {"page": page, "form": form, "goal_hours": rules.TEACHING_HOURS, "source": SOURCE}
    return render(request, "training/teaching/teaching.html", context)


@require_safe
def teaching_session(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_teaching_session_for(request.user, public_id)
    cares = access.can(request.user, Permission.MARK_ON_BEHALF, session)
    context = {
        "session": session,
        "page": pages.teaching_session_page(session, request.user),
        "viewer": request.user,
        "cares": cares,
        "organises": access.can(request.user, Permission.EDIT, session),
        "annul_form": forms.AnnulAttendanceForm() if cares else None,
    }
    return render(request, "training/teaching/session.html", context)


@require_safe
def teaching_calendar(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_teaching_session_for(request.user, public_id)
    return calendar_answer(teaching_appointment(session), "undervisning.ics")


@require_safe
def teaching_hours(request: SignedInRequest) -> HttpResponse:
    """What each unit offers this year and next, against seventy hours."""
    institutions = access.institutions_to_organise(request.user)
    year = clock.today().year
    offers = [
        (institution, each, pages.offered(institution, each))
        for institution in institutions
        for each in (year, year + 1)
    ]
    context = {"offers": offers, "goal_hours": rules.TEACHING_HOURS, "source": SOURCE, "rule": rules.HOURS_A_YEAR}
    return render(request, "training/teaching/hours.html", context)


# --- Organising ---


@require_http_methods(["GET", "HEAD", "POST"])
def plan_teaching(request: SignedInRequest) -> HttpResponse:
    institution = access.institutions_to_organise(request.user)[0]
    form = forms.TeachingForm(request.POST or None, arenas=arenas_of(institution))

    def perform() -> str:
        session = actions.plan_teaching(institution=institution, by=request.user, **form.facts())
        messages.success(request, _("Undervisningen står i kalenderen."))
        return session.get_absolute_url()

    return _form_answer(request, form, perform, _("Ny undervisning"), _("Legg i kalenderen"), reverse(LIST))


@require_http_methods(["GET", "HEAD", "POST"])
def change_teaching(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_teaching_session_for(request.user, public_id, Permission.EDIT)
    begins, ends = session.starts_at.astimezone(clock.OSLO), session.ends_at.astimezone(clock.OSLO)
    initial = {
        "title": session.title,
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "arena": str(session.arena.public_id) if session.arena else "",
        "place": session.place,
        "teacher_name": session.teacher_name,
        "goals": ", ".join(goal.code for goal in session.goals.order_by("code")),
    }
    form = forms.TeachingForm(request.POST or None, initial=initial, arenas=arenas_of(session.institution))

    def perform() -> str:
        actions.change_teaching(session=session, by=request.user, **form.facts())
        messages.success(request, _("Endringen er lagret."))
        return session.get_absolute_url()

    return _form_answer(
        request, form, perform, _("Endre undervisningen"), _("Lagre"), session.get_absolute_url(), session
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_teaching(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_teaching_session_for(request.user, public_id, Permission.EDIT)
    form = forms.CancelTeachingForm(request.POST or None)

    def perform() -> str:
        actions.cancel_teaching(session=session, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Undervisningen er avlyst."))
        return session.get_absolute_url()

    title = _("Avlys undervisningen")
    return _form_answer(request, form, perform, title, title, session.get_absolute_url(), session)


@require_http_methods(["GET", "HEAD", "POST"])
def import_teaching(request: SignedInRequest) -> HttpResponse:
    institution = access.institutions_to_organise(request.user)[0]
    form = forms.CalendarForm(request.POST or None, request.FILES or None, arenas=arenas_of(institution))

    def perform() -> str:
        lessons, left_out = lessons_of(form.cleaned_data["upload"].read(), clock.now())
        counts = actions.take_in_calendar(
            institution=institution, lessons=lessons, arena=form.cleaned_data["arena"], by=request.user
        )
        told = _("%(new)s lagt inn, %(changed)s endret, %(cancelled)s avlyst.") % counts
        if left_out:
            words = ngettext(
                "%(n)s hendelse er utelatt: hele dager, uvanlige gjentakelser eller utenfor perioden.",
                "%(n)s hendelser er utelatt: hele dager, uvanlige gjentakelser eller utenfor perioden.",
                left_out,
            )
            told = f"{told} {words % {'n': left_out}}"
        messages.success(request, told)
        return reverse(LIST)

    title, button = _("Ta inn avdelingens kalender"), _("Ta inn kalenderen")
    return _form_answer(request, form, perform, title, button, reverse(LIST))


@require_http_methods(["GET", "HEAD", "POST"])
def set_teacher(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_teaching_session_for(request.user, public_id, Permission.EDIT)
    picker = Picker(request, institution=session.institution, only_here=True)
    form = forms.TeacherForm(picker.chosen_data, candidates=candidates_at(session.institution), initial=picker.initial)
    picker.offer_in(form)

    def perform() -> str:
        actions.set_teacher(session=session, teacher=form.cleaned_data["person"], by=request.user)
        messages.success(request, _("Lagret."))
        return session.get_absolute_url()

    if picker.is_choosing and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"session": session, "picker": picker, "form": form, "title": _("Velg underviser"), "button": _("Velg")}
    return render(request, "training/teaching/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mark_attendance(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    session = access.get_teaching_session_for(request.user, public_id, Permission.MARK_ON_BEHALF)
    picker = Picker(request, institution=session.institution, only_role="doctor", only_here=True)
    form = forms.MarkAttendanceForm(
        picker.chosen_data, candidates=candidates_at(session.institution, "doctor"), initial=picker.initial
    )
    picker.offer_in(form)

    def perform() -> str:
        given = form.cleaned_data
        actions.mark_attendance(session=session, doctor=given["person"], reason=given["reason"], by=request.user)
        messages.success(request, _("Oppmøtet er registrert, og legen har fått beskjed."))
        return session.get_absolute_url()

    if picker.is_choosing and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {
        "session": session,
        "picker": picker,
        "form": form,
        "title": _("Registrer oppmøte for en lege"),
        "button": _("Registrer oppmøtet"),
    }
    return render(request, "training/teaching/person.html", context)


@require_POST
def annul_attendance(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    attendance = access.get_attendance_for(request.user, public_id, Permission.ANNUL)
    form = forms.AnnulAttendanceForm(request.POST)

    def perform() -> str:
        actions.annul_attendance(attendance=attendance, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Oppmøtet er annullert, og legen har fått beskjed."))
        return attendance.session.get_absolute_url()

    return answer_button(request, form, perform, attendance.session)


def _form_answer(
    request: SignedInRequest,
    form: FagveiForm,
    perform: Callable[[], str],
    title: str,
    button: str,
    back: str,
    session: TeachingSession | None = None,
) -> HttpResponse:
    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "title": title, "button": button, "back": back, "session": session}
    return render(request, "training/teaching/form.html", context)
