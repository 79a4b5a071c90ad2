"""The leader's view of the team, warnings, waiting times, numbers without names, and grants to look at named doctors."""

import uuid
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
from fagvei.people.models import User
from fagvei.training import access, actions
from fagvei.training.forms.team import GrantForm, ThresholdForm
from fagvei.training.queries import grants as grant_rows
from fagvei.training.queries import team_cell, team_page
from fagvei.training.queries import warnings as warning_rows
from fagvei.training.queries.numbers_page import numbers_page
from fagvei.training.queries.team_flow import team_flow as flow_of
from fagvei.training.rules.warnings import WARNING_RULES
from fagvei.training.views.requests import SignedInRequest


@require_safe
def team(request: SignedInRequest) -> HttpResponse:
    """The matrix; with `lege` and `kategori` one cell is explained beside it (or alone, when htmx asks)."""
    doctors = access.team_of(request.user, "" if request.htmx else _("fremdriften, i oversikten over egne leger"))
    cell = _chosen_cell(request, doctors)
    if request.htmx:
        return render(request, "training/team/_cell.html", {"cell": cell})
    page = team_page.team_page(doctors)
    return render(request, "training/team/matrix.html", {"page": page, "cell": cell, "here": "team"})


def _chosen_cell(request: SignedInRequest, doctors: list[User]) -> team_cell.TeamCell | None:
    wanted = request.GET.get("lege", "")
    doctor = next((each for each in doctors if str(each.public_id) == wanted), None)
    column = team_page.column_of(request.GET.get("kategori", "")) if doctor else None
    if doctor is None or column is None:
        return None
    access.log_cell(request.user, doctor)
    return team_cell.team_cell(doctor, column, doctors)


@require_safe
def team_warnings(request: SignedInRequest) -> HttpResponse:
    doctors = access.team_of(request.user, _("varslene, i oversikten over egne leger"))
    context = {"rows": warning_rows.warnings_for(doctors), "whole": len(doctors), "here": "warnings"}
    return render(request, "training/team/warnings.html", context)


@require_safe
def team_flow(request: SignedInRequest) -> HttpResponse:
    doctors = access.team_of(request.user, _("ventetidene, i oversikten over egne leger"))
    return render(request, "training/team/flow.html", {"page": flow_of(doctors), "here": "flow"})


@require_safe
def my_warnings(request: SignedInRequest) -> HttpResponse:
    """The doctor's own, in the same words as the leader reads, and who has been let in."""
    doctor = access.own_record(request.user)
    rows = warning_rows.warnings_for([doctor])
    context = {
        "warnings": rows[0].warnings if rows else [],
        "grants": grant_rows.grants_about(doctor),
        "rules": WARNING_RULES.values(),
    }
    return render(request, "training/team/my_warnings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def grant_record(request: SignedInRequest) -> HttpResponse:
    doctors = access.team_of(request.user)
    form = GrantForm(
        request.POST or None,
        people=grant_rows.grantable_people(doctors, besides=request.user),
        doctors=doctors,
        initial={"doctors": [str(doctor.public_id) for doctor in doctors] if len(doctors) == 1 else []},
    )

    def perform() -> str:
        given = form.cleaned_data
        actions.grant_record(
            doctors=given["doctors"],
            person=given["person"],
            purpose=given["purpose"],
            ends_at=form.ends_at,
            by=request.user,
        )
        messages.success(request, _("Innsynet er gitt. Legene har fått beskjed og ser hver gang det brukes."))
        return reverse("training:grant_record")

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    context = {"form": form, "grants": grant_rows.grants_given_for(request.user), "doctors": doctors, "here": "grants"}
    return render(request, "training/team/grant_record.html", context)


@require_safe
def record_grant(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    grant = access.get_record_grant_for(request.user, public_id)
    page = team_page.team_page([grant.doctor])
    context: dict[str, Any] = {
        "grant": grant,
        "row": page.rows[0],
        "pairs": [
            (column, cell) for column, cell in zip(page.columns, page.rows[0].cells, strict=True) if cell and cell.total
        ],
        "warnings": [each for row in warning_rows.warnings_for([grant.doctor]) for each in row.warnings],
        "may_end": access.can(request.user, Permission.EDIT, grant) and access.state_of(grant) != "ended",
        "is_own": grant.doctor_id == request.user.pk,
    }
    return render(request, "training/team/record_grant.html", context)


@require_POST
def end_record_grant(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    grant = access.get_record_grant_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.end_record_grant(grant=grant, by=request.user)
        messages.success(request, _("Innsynet er avsluttet."))
        return reverse("training:grant_record")

    return answer_button(request, ButtonForm(request.POST), perform, grant)


@require_safe
def numbers(request: SignedInRequest) -> HttpResponse:
    institution = access.institution_with_numbers_for(request.user)
    held = grant_rows.grants_held_by(request.user)
    keeps = any(role.role == "education_lead" for role in request.user.role_assignments.active())
    return render(
        request, "training/team/numbers.html", {"page": numbers_page(institution), "held": held, "keeps": keeps}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def thresholds(request: SignedInRequest) -> HttpResponse:
    """From which number on the institution warns. Only the education lead changes them."""
    institution = access.institution_with_numbers_for(request.user, role="education_lead")
    sent = ThresholdForm(request.POST) if request.method == "POST" else None

    def perform() -> str:
        assert sent is not None  # noqa: S101 -- only called after a POST
        actions.set_warning_threshold(institution=institution, by=request.user, **_content(sent))
        messages.success(request, _("Terskelen er lagret."))
        return reverse("training:thresholds")

    if sent is not None and (address := perform_once(request, sent, perform)) is not None:
        return HttpResponseRedirect(address)
    held = warning_rows.threshold_at(institution)
    rows = [(rule, held[rule.key], _form_of(rule.key, held[rule.key], sent)) for rule in WARNING_RULES.values()]
    return render(request, "training/team/thresholds.html", {"rows": rows, "institution": institution})


def _content(form: ThresholdForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("rule", "threshold")}


def _form_of(rule: str, held: int | None, sent: ThresholdForm | None) -> ThresholdForm | None:
    """The form of one rule; the one that was sent keeps what was typed."""
    if held is None:
        return None
    if sent is not None and sent.data.get("rule") == rule:
        sent.auto_id = f"id_{rule}_%s"
        return sent
    return ThresholdForm(initial={"rule": rule, "threshold": held}, auto_id=f"id_{rule}_%s")
