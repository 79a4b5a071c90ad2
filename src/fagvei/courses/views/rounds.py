"""Rounds for those who give out the seats: open, preview, release, and what is done by hand."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common import clock
from fagvei.common.answers import answer_button, perform_once
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.actions.refusals import OwnCase
from fagvei.courses.forms.seats import JoinNationalForm, OpenRoundForm, PreviewForm, ReasonForm, ReleaseForm, SeatsForm
from fagvei.courses.models import ApplicationRound, CourseRun
from fagvei.courses.queries import rounds_page as pages
from fagvei.courses.queries.criteria import rules_from
from fagvei.courses.queries.holders import rows_in_rounds
from fagvei.courses.queries.joint import neighbours_of
from fagvei.courses.queries.national import open_national_round, opens_nationally, runs_that_belong
from fagvei.courses.queries.openness import never_opened
from fagvei.courses.queries.seats import has_course_leader, newest_allocation
from fagvei.courses.queries.standing import centres_of_officer, has_own_application, is_host
from fagvei.courses.rules.joint import rules_between_hosts, rules_of_round
from fagvei.people.requests import PersonalRequest


@require_safe
def admissions(request: PersonalRequest) -> HttpResponse:
    centres, courses = access.admissions_of(request.user)
    return render(request, "courses/rounds/admissions.html", {"page": pages.admissions(centres, courses)})


@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    run = access.run_to_collect_for(request.user, public_id)
    is_national = opens_nationally(run)
    neighbours = neighbours_of(run)
    others = runs_that_belong(run) if is_national else pages.runs_beside(run, neighbours)
    options = [] if is_national else [(str(each.public_id), _words(each)) for each in others]
    is_late = any(each.opens_on < clock.today() for each in (run, *others))
    form = OpenRoundForm(request.POST or None, options=options, is_late=is_late)

    def perform() -> str:
        chosen = set(form.cleaned_data.get("together", []))
        runs = [run, *(each for each in others if is_national or str(each.public_id) in chosen)]
        found = actions.open_round(
            runs=runs,
            public_value_source=form.cleaned_data["public_value_source"],
            late_reason=form.cleaned_data.get("late_reason", ""),
            by=request.user,
        )
        messages.success(request, _("Søknadsrunden er opprettet. Løftet for loddtrekningen er kunngjort."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {
        "form": form,
        "run": run,
        "neighbours": neighbours,
        "rules": rules_between_hosts(is_national=is_national),
        "belonging": others if is_national else [],
        "is_national": is_national,
        "national_round": open_national_round(run),
        "join_form": JoinNationalForm() if run.opens_on < clock.today() else None,
        "never_opened": never_opened(run, rows_in_rounds([run]).get(run.pk)),
    }
    return render(request, "courses/rounds/open.html", context)


def _words(run: CourseRun) -> str:
    return f"{run.dates}, {run.place or _('digitalt')}, {run.host_centre}"


@require_safe
def round_page(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id)
    page = pages.round_page(found, _only(request, found))
    given = {each.by_id for each in page.approvals}
    leads, is_own_case = is_host(request.user, found), access.is_own_case(request.user, found)
    context = {
        "round": found,
        "page": page,
        "own_case": pages.own_case(found, request.user) if is_own_case else None,
        "may_preview": access.can(request.user, Permission.EDIT, found)
        and found.is_over
        and found.state not in found.DONE,
        "has_released": request.user.pk in given,
        "has_leader": found.state in found.DONE or has_course_leader(found.course),
        "may_leave": found.state not in found.DONE and not leads and not is_own_case,
        "own": centres_of_officer(request.user),
        "sees_all": access.can(request.user, Permission.EXPORT, found),
        "preview_form": PreviewForm(found=found),
        "rules": rules_of_round(
            has_reserves=any(each.shares for each in page.runs),
            has_hosts=bool(page.hosts),
            is_national=found.course.has_national_application,
            own=rules_from(page.criteria),
        ),
        "has_judging": any(each.is_judged for each in page.criteria),
    }
    return render(request, "courses/rounds/round.html", context)


def _only(request: PersonalRequest, found: ApplicationRound) -> set[int] | None:
    """Whose runs are shown: everybody's to the two who give, one's own to a host that has joined."""
    if access.can(request.user, Permission.EXPORT, found):
        return None
    return centres_of_officer(request.user)


@require_POST
def preview_seats(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.EDIT)
    form = PreviewForm(request.POST, found=found)

    def perform() -> str:
        actions.preview_allocation(round=found, public_value=form.cleaned_data["public_value"], by=request.user)
        return found.get_absolute_url()

    return answer_button(request, form, perform, found)


@require_POST
def release_seats(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.SIGN_OFF)
    allocation, form = newest_allocation(found), ReleaseForm(request.POST)

    def perform() -> str:
        if allocation is None:
            raise actions.AllocationMissing
        if allocation.sha256 != form.cleaned_data["shown"]:
            raise actions.AllocationReplaced
        actions.approve_release(allocation=allocation, by=request.user)
        found.refresh_from_db()
        if found.is_released:
            messages.success(request, _("Plassene er frigitt, og søkerne får beskjed."))
        else:
            messages.success(request, _("Din frigivelse er registrert. Plassene frigis når begge har gjort det."))
        return found.get_absolute_url()

    return answer_button(request, form, perform, found)


@require_safe
def waiting_list(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id)
    is_own_case = has_own_application(request.user, found)
    context = {
        "round": found,
        "own_case": OwnCase.message if is_own_case else "",
        "parts": pages.waiting_page(found, _only(request, found)),
        "own": set() if is_own_case else centres_of_officer(request.user),
        "reason_form": ReasonForm(),
        "seats_form": SeatsForm(),
    }
    return render(request, "courses/rounds/waiting.html", context)


@require_safe
def transcript(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the engine was given and what it answered, to run again elsewhere. Keys, no names."""
    found = access.get_round_for(request.user, public_id, Permission.EXPORT)
    allocation = newest_allocation(found)
    text = allocation.transcript if allocation and found.has_answer else "{}"
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="plasstildeling.json"'
    return answer


@require_POST
def change_seats(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_round_run_for(request.user, public_id)
    form, back = SeatsForm(request.POST), reverse("courses:waiting_list", args=[row.round.public_id])

    def perform() -> str:
        asked = form.cleaned_data
        actions.change_seats(round_run=row, seats=asked["seats"], reason=asked["reason"], by=request.user)
        messages.success(request, _("Antallet er endret. Søkerne ser begrunnelsen."))
        return back

    return answer_button(request, form, perform, back)


@require_POST
def give_seat(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    entry = access.get_waiting_entry_for(request.user, public_id, Permission.ASSIGN)
    form, back = ReasonForm(request.POST), reverse("courses:waiting_list", args=[entry.round_run.round.public_id])

    def perform() -> str:
        actions.give_seat_by_hand(entry=entry, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Plassen er tilbudt. Søkerne ser begrunnelsen."))
        return back

    return answer_button(request, form, perform, back)


@require_POST
def take_back_offer(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    offer = access.get_offer_for(request.user, public_id, Permission.ANNUL)
    form, back = ReasonForm(request.POST), reverse("courses:waiting_list", args=[offer.round_run.round.public_id])

    def perform() -> str:
        actions.take_back_offer(offer=offer, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Tilbudet er trukket tilbake. Søkerne ser begrunnelsen."))
        return back

    return answer_button(request, form, perform, back)
