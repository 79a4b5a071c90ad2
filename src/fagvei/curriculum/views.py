"""Public pages of goals and courses, the import of the official set, the correction of a coverage."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import perform_once
from fagvei.curriculum import access, actions, queries, schemas
from fagvei.curriculum.forms import (
    ConfirmForm,
    ContributionForm,
    CorrectionForm,
    ImportForm,
    ProcedurePlaceForm,
    TransitionRuleForm,
)
from fagvei.curriculum.loaders import table
from fagvei.curriculum.models import CoverageCorrection, GoalCoverage, GoalImport, LearningActivity, TransitionRule
from fagvei.curriculum.queries.contributing import ContributingPage, contributing_page, course_of
from fagvei.people.requests import PersonalRequest

LONGEST_SEARCH = 100


@login_not_required
@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """All sets, or the goals that match the search."""
    search = _search(request)
    pages = queries.set_pages(search=search)
    if _wants_json(request):
        shown = [goal for page in pages for group in page.groups for goal in group.goals]
        sets = [schemas.goal_set_out(page.goal_set, page.loaded) for page in pages]
        return _json({"goal_sets": sets, "goals": [schemas.goal_short(goal) for goal in shown]})
    template = "curriculum/_goal_sets.html" if request.htmx else "curriculum/goals.html"  # type: ignore[attr-defined]
    context = {
        "pages": pages,
        "search": search,
        "found": sum(page.found for page in pages),
        "may_import": request.user.is_authenticated and access.may_import(request.user),
    }
    return _html(request, template, context)


@login_not_required
@require_safe
def goal(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.goal_page(code)
    if page is None:
        raise Http404
    if _wants_json(request):
        return _json(schemas.goal_out(page))
    return _html(request, "curriculum/goal.html", {"page": page, "goal": page.goal})


@login_not_required
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    search = _search(request)
    found = queries.course_search(queries.courses(), search)
    if _wants_json(request):
        return _json({"courses": [schemas.course_short(course) for course in found]})
    template = "curriculum/_courses.html" if request.htmx else "curriculum/courses.html"  # type: ignore[attr-defined]
    return _html(request, template, {"courses": found, "search": search})


@login_not_required
@require_safe
def course(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.course_page(code)
    if page is None:
        raise Http404
    if _wants_json(request):
        return _json(schemas.course_out(page))
    return _html(request, "curriculum/course.html", {"page": page, "course": page.course})


def _search(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _json(content: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    patch_vary_headers(response, ["Accept"])
    return response


def _html(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    patch_vary_headers(response, ["Accept", "HX-Request"])
    return response


# --- Import of the official set -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def import_goals(request: HttpRequest) -> HttpResponse:
    access.require_importer(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: list[table.Fault] = []

    def keep() -> str:
        file = form.cleaned_data["file"]
        content = file.read()
        rows = table.read_table(file.name, content)
        table.plan_import(rows)
        kept = actions.keep_goal_import(
            file_name=file.name, digest=table.digest_of(content), rows=table.as_json(rows), by=request.user
        )
        return kept.get_absolute_url()

    if request.method == "POST":
        try:
            if address := perform_once(request, form, _with_faults(keep, faults)):
                return HttpResponseRedirect(address)
        except _Stopped:
            form.add_error("file", _("Filen kan ikke importeres. Rett feilene under og last den opp på nytt."))
    context = {"form": form, "faults": faults, "columns": table.COLUMNS, "required": table.REQUIRED}
    context |= {"most_faults": table.MOST_PROBLEMS, "example": table.example()}
    return render(request, "curriculum/import.html", context, status=422 if form.errors else 200)


class _Stopped(Exception):
    """The file has faults; nothing was kept."""


def _with_faults(keep: Any, faults: list[table.Fault]) -> Any:
    def perform() -> str:
        try:
            return keep()
        except table.TableRefused as refusal:
            faults.extend(refusal.faults)
            raise _Stopped from refusal

    return perform


@require_safe
def import_preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _show_import(request, access.get_import_for(request.user, public_id))


@require_POST
def confirm_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    goal_import = access.get_import_for(request.user, public_id)
    form = ConfirmForm(request.POST)

    def confirm() -> str:
        done = table.confirm(goal_import=goal_import, shown=form.cleaned_data["shown"], by=request.user)
        messages.success(request, _("Læringsmålene er importert."))
        return done.get_absolute_url()

    if address := perform_once(request, form, confirm):
        return HttpResponseRedirect(address)
    return _show_import(request, goal_import, form, status=422)


def _show_import(
    request: HttpRequest, goal_import: GoalImport, form: ConfirmForm | None = None, status: int = 200
) -> HttpResponse:
    rows = table.from_json(goal_import.rows)
    changes: list[table.RowChange] = []
    faults: list[table.Fault] = []
    if goal_import.confirmed_at is None:
        try:
            changes = table.plan_import(rows)
        except table.TableRefused as refusal:
            faults = refusal.faults
    shown = table.digest_of_changes(changes)
    errors = form.errors if form else {}
    context = {
        "goal_import": goal_import,
        "changes": [change for change in changes if change.state != "unchanged"],
        "unchanged": sum(1 for change in changes if change.state == "unchanged"),
        "faults": faults,
        "form": ConfirmForm(initial={"shown": shown}),
        "sentences": [sentence for field in errors.values() for sentence in field],
        "rows": len(rows),
        "becomes_demo": settings.FAGVEI_DEMO,
    }
    return render(request, "curriculum/import_preview.html", context, status=status)


# --- Which goals a course contributes to ----------------------------------------------------------------------------


@login_not_required
@require_safe
def goals_of_course(request: HttpRequest, code: str) -> HttpResponse:
    return _show_goals(request, contributing_page(access.get_course(code), request.user))


def _show_goals(request: HttpRequest, page: ContributingPage, form: ContributionForm | None = None) -> HttpResponse:
    if form is None and page.goals_to_add:
        form = ContributionForm(course=page.course, groups=page.groups, goals=page.goals_to_add)
    context = {"page": page, "course": page.course, "form": form, "is_read_only": _is_read_only(page.course)}
    return render(
        request, "curriculum/goals_of_course.html", context, status=422 if form is not None and form.errors else 200
    )


def _is_read_only(course: LearningActivity) -> bool:
    return settings.FAGVEI_DEMO and not course.is_demo


@require_POST
def add_coverage(request: HttpRequest, code: str) -> HttpResponse:
    page = contributing_page(access.get_course_to_cover(request.user, code), request.user)
    form = ContributionForm(request.POST, course=page.course, groups=page.groups, goals=page.goals_to_add)

    def perform() -> str:
        given = form.cleaned_data
        correction = actions.add_contributing_goal(
            **form.contribution, source=given["source"], reason=given["reason"], by=request.user
        )
        _tell(request, correction, _("Målet er lagt til."))
        return f"{reverse('curriculum:goals_of_course', args=[code])}#historien"

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _show_goals(request, page, form)


def _tell(request: HttpRequest, correction: CoverageCorrection, told: str) -> None:
    if correction.is_applied:
        messages.success(request, told)
    else:
        messages.info(request, _("Virkelig innhold er skrivebeskyttet i demoen. Rettelsen er lagret som forslag."))


# --- Correction of a coverage ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def correct_coverage(request: HttpRequest, public_id: UUID) -> HttpResponse:
    coverage = access.get_coverage_for(request.user, public_id)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and (address := perform_once(request, form, lambda: _correct(request, coverage, form))):
        return HttpResponseRedirect(address)
    template = "curriculum/_correction_link.html" if request.htmx else "curriculum/correction.html"  # type: ignore[attr-defined]
    corrections = coverage.corrections.select_related("by", "new_goal")
    context = {
        "coverage": coverage,
        "course": course_of(coverage),
        "form": form,
        "corrections": corrections,
        "is_read_only": _is_read_only(course_of(coverage)),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _correct(request: HttpRequest, coverage: GoalCoverage, form: CorrectionForm) -> str:
    data = form.cleaned_data
    correction = actions.correct_coverage(
        coverage=coverage,
        kind=data["kind"],
        new_goal=data["new_goal"],
        source=data["source"],
        reason=data["reason"],
        by=request.user,
    )
    _tell(request, correction, _("Koblingen er rettet."))
    return f"{reverse('curriculum:goals_of_course', args=[course_of(coverage).code])}#historien"


# --- Transition rules -----------------------------------------------------------------------------------------------


@login_not_required
@require_safe
def transition_rules(request: HttpRequest) -> HttpResponse:
    return _show_rules(request, TransitionRuleForm())


def _show_rules(request: HttpRequest, form: TransitionRuleForm, status: int = 200) -> HttpResponse:
    rules = TransitionRule.objects.newest().select_related("goal_set").order_by("code")
    context = {
        "rules": rules,
        "form": form,
        "may_save": request.user.is_authenticated and access.may_import(request.user),
    }
    return render(request, "curriculum/transition_rules.html", context, status=status)


@require_POST
def save_transition_rule(request: HttpRequest) -> HttpResponse:
    access.require_importer(request.user)
    form = TransitionRuleForm(request.POST)

    def perform() -> str:
        rule = {name: value for name, value in form.cleaned_data.items() if name != "idempotency_key"}
        actions.save_transition_rule(**rule, by=request.user)
        messages.success(request, _("Overgangsregelen er lagret."))
        return reverse("curriculum:transition_rules")

    if address := perform_once(request, form, perform):
        return HttpResponseRedirect(address)
    return _show_rules(request, form, status=422)


# --- Procedures: where they are learned, as RegUt says it ---


@login_not_required
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    return render(request, "curriculum/procedures.html", {"lines": queries.procedures_with_places(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def procedure_place(request: PersonalRequest, code: str) -> HttpResponse:
    activity = access.get_procedure_for(request.user, code)
    held = queries.place_of(activity)
    initial = {"place": held.place, "centre": held.centre.code} if held else {}
    form = ProcedurePlaceForm(request.POST if request.method == "POST" else None, initial=initial)

    def perform() -> str:
        chosen = form.cleaned_data
        actions.set_procedure_place(
            activity=activity, place=chosen["place"], centre=chosen["centre"], source=chosen["source"], by=request.user
        )
        messages.success(request, _("Sted og ansvar er lagret."))
        return reverse("curriculum:procedures")

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    earlier = activity.places.select_related("centre", "by").order_by("-pk")
    context = {"form": form, "activity": activity, "earlier": earlier}
    return render(request, "curriculum/procedure_place.html", context, status=422 if form.errors else 200)
