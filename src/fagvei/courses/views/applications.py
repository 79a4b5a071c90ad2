"""A doctor's courses: apply, change, withdraw, answer; and the leader's consent."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.seats import ConsentForm, NoConsentForm, WishesForm
from fagvei.courses.models import ApplicationRound, CourseApplication
from fagvei.courses.queries import application_page as pages
from fagvei.courses.queries.criteria import cases_of, criteria_of, judged_criteria, rules_from
from fagvei.courses.queries.halfyear_courses import courses_by_halfyear
from fagvei.courses.queries.same_need import SameNeed, to_let_go
from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.joint import rules_of_round
from fagvei.people.requests import PersonalRequest


@require_safe
def my_courses(request: PersonalRequest) -> HttpResponse:
    doctor = access.doctor_of_courses(request.user)
    return render(request, "courses/applications/mine.html", {"page": pages.my_courses(doctor)})


@require_safe
def by_halfyear(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    """A window of the plan by half-year; a page of its own without JavaScript."""
    doctor = access.doctor_with_courses(request.user, public_id)
    context = {"doctor": doctor, "halves": courses_by_halfyear(doctor), "is_own": doctor == request.user}
    template = "_by_halfyear.html" if request.htmx else "by_halfyear.html"  # type: ignore[attr-defined]
    return render(request, f"courses/applications/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apply_for_seat(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.round_to_apply_in(request.user, public_id)
    choices = pages.choices_in(found, request.user)
    judged = judged_criteria(found)
    form = WishesForm(request.POST or None, choices=choices, wishes=[choices[0].round_run.key], judged=judged)

    def perform() -> str:
        row = actions.apply_for_seat(round=found, wishes=form.wishes, cases=form.cases, by=request.user)
        messages.success(request, _("Søknaden er sendt til lederen din. Den teller med når lederen har samtykket."))
        return row.get_absolute_url()

    return _wishes_answer(request, form, perform, found, choices)


@require_http_methods(["GET", "HEAD", "POST"])
def change_application(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_application_for(request.user, public_id, Permission.EDIT)
    choices = pages.choices_in(row.round, request.user)
    form = WishesForm(
        request.POST or None,
        choices=choices,
        wishes=row.wishes,
        judged=judged_criteria(row.round),
        said=cases_of(row),
    )

    def perform() -> str:
        changed = actions.change_wishes(application=row, wishes=form.wishes, cases=form.cases, by=request.user)
        waits = changed.state == CourseApplication.State.AWAITING
        messages.success(request, _("Endret. Lederen er spurt på nytt.") if waits else _("Endret."))
        return row.get_absolute_url()

    return _wishes_answer(request, form, perform, row.round, choices)


def _wishes_answer(
    request: PersonalRequest, form: WishesForm, perform: Any, found: ApplicationRound, choices: list[pages.Choice]
) -> HttpResponse:
    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {
        "form": form,
        "round": found,
        "choices": choices,
        "rules": _rules(choices, found),
        "known": SameNeed(request.user, found, is_own=True),
    }
    return render(request, "courses/applications/apply.html", context)


def _rules(asked: Sequence[pages.Choice | pages.Wish], found: ApplicationRound) -> tuple[Rule, ...]:
    hosts = {each.round_run.run.host_centre_id for each in asked}
    own = rules_from(criteria_of(found))
    return rules_of_round(
        has_reserves=any(each.shares for each in asked),
        has_hosts=len(hosts) > 1,
        is_national=found.course.has_national_application,
        own=own,
    )


@require_safe
def application(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_application_for(request.user, public_id)
    is_own = request.user.pk == row.doctor_id
    page = pages.application_page(row, is_own=is_own)
    context = {
        "application": row,
        "page": page,
        "is_own": is_own,
        "known": SameNeed(row.doctor, row.round, is_own=is_own)
        if row.state in row.BEFORE_DEADLINE and not row.has_lapsed
        else None,
        "others_to_let_go": _others_to_let_go(row) if is_own else [],
        "is_cancelled": row.round.is_cancelled and row.state == CourseApplication.State.ENDED,
        "may_consent": not is_own and row.state == CourseApplication.State.AWAITING and row.round.is_open,
        "may_change": is_own and row.state in CourseApplication.BEFORE_DEADLINE and row.round.is_open,
        "no_consent_form": NoConsentForm(),
        "applies_again": pages.first_run_left(row) if is_own else None,
        "rules": _rules(page.wishes, row.round),
    }
    return render(request, "courses/applications/application.html", context)


def _others_to_let_go(row: CourseApplication) -> list[CourseApplication]:
    if row.state != CourseApplication.State.PLACED:
        return []
    return to_let_go(row)


@require_POST
def let_others_go(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_application_for(request.user, public_id, Permission.RECALL)

    def perform() -> str:
        number = actions.let_others_go(application=row, by=request.user)
        messages.success(request, _("Trukket: %(number)s. Plassen din står.") % {"number": number})
        return row.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, row)


@require_POST
def withdraw_application(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_application_for(request.user, public_id, Permission.RECALL)

    def perform() -> str:
        actions.withdraw_application(application=row, by=request.user)
        messages.success(request, _("Søknaden er trukket."))
        return reverse("courses:my_courses")

    return answer_button(request, ButtonForm(request.POST), perform, row)


@require_POST
def consent_to_application(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_application_for(request.user, public_id, Permission.SIGN)

    form = ConsentForm(request.POST)

    def perform() -> str:
        actions.consent_to_application(application=row, shown=form.cleaned_data["shown"], by=request.user)
        messages.success(request, _("Du har samtykket. Søknaden teller med."))
        return row.get_absolute_url()

    return answer_button(request, form, perform, row)


@require_POST
def refuse_consent(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access.get_application_for(request.user, public_id, Permission.SIGN)
    form = NoConsentForm(request.POST)

    def perform() -> str:
        actions.refuse_consent(application=row, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("Legen har fått beskjed."))
        return row.get_absolute_url()

    return answer_button(request, form, perform, row)


@require_POST
def accept_offer(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    offer = access.get_offer_for(request.user, public_id, Permission.SIGN)

    def perform() -> str:
        actions.accept_offer(offer=offer, by=request.user)
        messages.success(request, _("Du har takket ja. Plassen er din."))
        return offer.application.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, offer.application)


@require_POST
def decline_offer(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    offer = access.get_offer_for(request.user, public_id, Permission.SIGN)

    def perform() -> str:
        actions.decline_offer(offer=offer, by=request.user)
        messages.success(request, _("Du har takket nei. Plassen går til den neste."))
        return offer.application.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, offer.application)


@require_POST
def give_up_seat(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    offer = access.get_offer_for(request.user, public_id, Permission.SIGN)

    def perform() -> str:
        actions.give_up_seat(offer=offer, by=request.user)
        messages.success(request, _("Du er meldt av. Plassen går til den neste."))
        return offer.application.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, offer.application)


@require_POST
def leave_waiting_list(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    entry = access.get_waiting_entry_for(request.user, public_id, Permission.ANNUL)

    def perform() -> str:
        actions.leave_waiting_list(entry=entry, by=request.user)
        messages.success(request, _("Du står ikke lenger på ventelisten."))
        return entry.application.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, entry.application)
