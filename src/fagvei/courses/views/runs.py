"""A run: settle its dates, its public page, announce, change, move, cancel, hold, and its programme."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common import clock
from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm, FagveiForm
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.plan import ReasonForm
from fagvei.courses.forms.runs import AnnouncedRunForm, MoveRunForm, RunForm, SessionForm, initial_of
from fagvei.courses.models import CourseRun
from fagvei.courses.queries.compliance_page import Choice, compliance_page
from fagvei.courses.queries.holders import rows_in_rounds
from fagvei.courses.queries.linked_data import course_data, data_block
from fagvei.courses.queries.national import common_deadlines
from fagvei.courses.queries.own_run import own_run
from fagvei.courses.queries.run_page import rates_to_choose, run_page
from fagvei.courses.queries.run_steps import may_cancel, may_hold, may_move
from fagvei.courses.rules.halfyears import half_of
from fagvei.people.requests import PersonalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def settle_run(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    slot = access.get_slot_for(request.user, public_id, Permission.CREATE)
    activity = slot.course.activity
    initial: dict[str, Any] = {"days": activity.duration_days, "seats": activity.max_participants, "language": "no"}
    common = common_deadlines(slot.course, slot.year, slot.half)
    if common:
        initial |= {"deadline_on": common[0].deadline_on, "answer_by_on": common[0].answer_by_on}
    shared = {run.deadline_on for run in common}
    form = RunForm(request.POST or None, rates=rates_to_choose(), initial=initial, shared_deadlines=shared)

    def perform() -> str:
        made = actions.settle_run(slot=slot, details=form.details, by=request.user)
        messages.success(request, _("Datoene er fastsatt og står i kursplanen og kurskatalogen."))
        return made.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "slot": slot, "common": common}
    return render(request, "courses/runs/settle.html", context)


@login_not_required
@require_safe
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _run_answer(request, access.get_run_for(request.user, public_id))


def _run_answer(request: HttpRequest, found: CourseRun, **again: Any) -> HttpResponse:
    may_run = access.can(request.user, Permission.EDIT, found)
    context: dict[str, Any] = {
        "page": run_page(found, for_host=may_run),
        "run": found,
        "may_apply": access.may_apply_for(request.user, found),
        "own": own_run(found, request.user),
        "linked_data": data_block(course_data(found, request.build_absolute_uri)),
        "may_run": may_run and found.is_standing,
        "may_register": access.can(request.user, Permission.MARK_ON_BEHALF, found),
        "may_read_evaluation": found.starts_on <= clock.today()
        and access.can(request.user, Permission.FOLLOW_UP, found),
        "is_dated": found.state == CourseRun.State.DATED,
        "may_move": may_run and may_move(found),
        "may_cancel": may_run and may_cancel(found),
        "may_hold": may_run and may_hold(found),
        "move_form": MoveRunForm(auto_id="id_move_%s", initial={"place": found.place, "days": found.days}),
        "cancel_form": ReasonForm(auto_id="id_cancel_%s"),
        "session_form": SessionForm(auto_id="id_session_%s", initial={"day": found.starts_on}),
        **again,
    }
    return render(request, "courses/runs/run.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_run(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    found = access.get_run_for(request.user, public_id, Permission.EDIT)
    is_announced = found.state == CourseRun.State.ANNOUNCED
    row = rows_in_rounds([found]).get(found.pk)
    common = [] if is_announced else common_deadlines(found.course, *half_of(found.starts_on), besides=found)
    fields: dict[str, Any] = {
        "rates": rates_to_choose(),
        "initial": initial_of(found),
        "shared_deadlines": {run.deadline_on for run in common},
    }
    if is_announced:
        form: RunForm = AnnouncedRunForm(request.POST or None, is_in_round=row is not None, **fields)
    else:
        form = RunForm(request.POST or None, **fields)

    def perform() -> str:
        reason = form.cleaned_data.get("reason", "")
        actions.change_run(run=found, details=form.details, reason=reason, by=request.user)
        messages.success(request, _("Endringene er lagret."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "run": found, "is_announced": is_announced, "row": row}
    return render(request, "courses/runs/change.html", context)


@require_POST
def announce_run(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _button(request, public_id, actions.announce_run, _("Kurset er kunngjort."))


@require_POST
def hold_run(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    return _button(request, public_id, actions.hold_run, _("Kurset er ført som holdt."))


def _button(request: PersonalRequest, public_id: UUID, act: Callable[..., CourseRun], told: str) -> HttpResponse:
    found = access.get_run_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        act(run=found, by=request.user)
        messages.success(request, told)
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def move_run(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = MoveRunForm(request.POST, auto_id="id_move_%s")

    def act(found: CourseRun) -> None:
        given = form.cleaned_data
        actions.move_run(
            run=found,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            withdraw_by_on=form.withdraw_by,
            place=given["place"],
            days=given["days"],
            reason=given["reason"],
            by=request.user,
        )
        _tell_of_programme(request, found, before)

    found = access.get_run_for(request.user, public_id, Permission.EDIT)
    before = found.sessions.count()
    told = _("Kurset er flyttet. De som har plass, beholder den. De og de som har søkt eller venter, har fått beskjed.")
    return _step(request, public_id, form, act, told, "move_form")


def _tell_of_programme(request: PersonalRequest, moved: CourseRun, before: int) -> None:
    after = moved.sessions.count()
    if not before:
        return
    if gone := before - after:
        text = ngettext(
            "%(count)s programpost lå utenfor de nye dagene og er tatt ut.",
            "%(count)s programposter lå utenfor de nye dagene og er tatt ut.",
            gone,
        )
        messages.warning(request, text % {"count": gone})
    else:
        messages.success(request, _("Programmet er flyttet med."))


@require_POST
def cancel_run(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="id_cancel_%s")

    def act(found: CourseRun) -> None:
        actions.cancel_run(run=found, reason=form.cleaned_data["reason"], by=request.user)

    return _step(
        request,
        public_id,
        form,
        act,
        _("Kurset er avlyst. De som har plass, har søkt eller venter, har fått beskjed."),
        "cancel_form",
    )


@require_POST
def add_session(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    form = SessionForm(request.POST, auto_id="id_session_%s")

    def act(found: CourseRun) -> None:
        given = form.cleaned_data
        actions.add_session(
            run=found,
            starts_at=form.at("begins"),
            ends_at=form.at("ends"),
            title=given["title"],
            teacher_name=given["teacher_name"],
            by=request.user,
        )

    return _step(request, public_id, form, act, _("Programposten er lagt til."), "session_form")


def _step(
    request: PersonalRequest, public_id: UUID, form: FagveiForm, act: Callable[[CourseRun], None], told: str, name: str
) -> HttpResponse:
    """One step of the host on one run; back to its page, with the faults where the form stands."""
    found = access.get_run_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        act(found)
        messages.success(request, told)
        return found.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _run_answer(request, found, **{name: form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_session(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    session = access.get_session_for(request.user, public_id)
    begins, ends = (at.astimezone(clock.OSLO) for at in (session.starts_at, session.ends_at))
    initial = {
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "title": session.title,
        "teacher_name": session.teacher_name,
    }
    form = SessionForm(request.POST or None, initial=initial)

    def perform() -> str:
        actions.change_session(
            session=session,
            starts_at=form.at("begins"),
            ends_at=form.at("ends"),
            title=form.cleaned_data["title"],
            teacher_name=form.cleaned_data["teacher_name"],
            by=request.user,
        )
        messages.success(request, _("Programposten er endret."))
        return session.run.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "courses/runs/session.html", {"form": form, "session": session, "run": session.run})


@require_POST
def remove_session(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    session = access.get_session_for(request.user, public_id)

    def perform() -> str:
        actions.remove_session(session=session, by=request.user)
        messages.success(request, _("Programposten er fjernet."))
        return session.run.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, session.run)


CHOICES = {"year": "ar", "course": "kurs", "rule": "regel"}


@require_safe
def compliance(request: PersonalRequest) -> HttpResponse:
    """Deadlines of the RegUts where the user is an officer."""
    asked = {name: request.GET.get(given, "")[:60] for name, given in CHOICES.items()}
    page = compliance_page(access.centres_with_report(request.user), Choice(**asked))
    return render(request, "courses/runs/compliance.html", {"page": page})
