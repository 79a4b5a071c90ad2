"""The liaison sets a course's own ranking; the host judges applicants by what only people can judge."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import perform_once
from fagvei.common.permissions import Permission
from fagvei.courses import access, actions
from fagvei.courses.forms.criteria import JudgeForm, SetCriteriaForm
from fagvei.courses.models import ApplicationRound
from fagvei.courses.queries.criteria import JudgingPage, criteria_page, judging_page
from fagvei.courses.queries.seats import counting
from fagvei.courses.rules.criteria import FIXED_BY_ANNOUNCEMENT, JUDGED_BY_PEOPLE, JUDGING_RULES
from fagvei.courses.rules.seats import RANKED_BY_SERVICE
from fagvei.people.requests import PersonalRequest


@login_not_required
@require_safe
def criteria(request: HttpRequest, code: str) -> HttpResponse:
    course = access.get_course_for(request.user, code)
    context = {
        "course": course,
        "page": criteria_page(course),
        "may_set": access.can(request.user, Permission.EDIT, course) and course.organiser != course.Organiser.EXTERNAL,
        "common": RANKED_BY_SERVICE,
        "rules": (JUDGED_BY_PEOPLE, FIXED_BY_ANNOUNCEMENT),
    }
    return render(request, "courses/criteria/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_criteria(request: PersonalRequest, code: str) -> HttpResponse:
    course = access.get_course_for(request.user, code, Permission.EDIT)
    page = criteria_page(course)
    newest = page.versions[0] if page.versions else None
    form = SetCriteriaForm(request.POST or None, standing=newest.criteria.all() if newest else ())

    def perform() -> str:
        given = form.cleaned_data
        actions.set_criteria(
            course=course,
            valid_from_on=form.valid_from,
            criteria=form.criteria,
            source=given["source"],
            reason=given["reason"],
            by=request.user,
        )
        messages.success(request, _("Prioriteringsreglene er satt og står åpent på kursets side."))
        return reverse("courses:criteria", args=[course.code])

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {
        "form": form,
        "course": course,
        "common": RANKED_BY_SERVICE,
        "rules": (JUDGED_BY_PEOPLE, FIXED_BY_ANNOUNCEMENT),
    }
    return render(request, "courses/criteria/set.html", context)


@require_safe
def judgements(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.EXPORT)
    page = judging_page(found, counting(found))
    return _answer(
        request, found, page, JudgeForm(lines=[*page.waiting, *page.judged], was_previewed=page.was_previewed)
    )


@require_POST
def judge_applicants(request: PersonalRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_round_for(request.user, public_id, Permission.EDIT)
    page = judging_page(found, counting(found))
    form = JudgeForm(request.POST, lines=[*page.waiting, *page.judged], was_previewed=page.was_previewed)

    def perform() -> str:
        verdicts = [
            actions.Verdict(line.application.key, line.criterion.order, is_met, reason, public_reason)
            for line, is_met, reason, public_reason in form.judged
        ]
        actions.judge_applicants(round=found, verdicts=verdicts, by=request.user)
        messages.success(request, _("Vurderingene er lagret."))
        return reverse("courses:judgements", args=[found.public_id])

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _answer(request, found, page, form)


def _answer(request: PersonalRequest, found: ApplicationRound, page: JudgingPage, form: JudgeForm) -> HttpResponse:
    said = form.said()
    context = {
        "round": found,
        "page": page,
        "form": form,
        "waiting": [each for each in said if each.line.judgement is None],
        "judged": [each for each in said if each.line.judgement is not None],
        "may_judge": access.can(request.user, Permission.EDIT, found) and found.is_over and not found.is_released,
        "rules": JUDGING_RULES,
    }
    return render(request, "courses/criteria/judge.html", context)
