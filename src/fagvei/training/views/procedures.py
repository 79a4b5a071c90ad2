"""Procedures: what is counted, the same once more, and a list in one go."""

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm, faults_of
from fagvei.common.permissions import Permission
from fagvei.common.refusal import Refusal
from fagvei.common.rows import RowRefused
from fagvei.curriculum.models import LearningActivity
from fagvei.training import access, actions
from fagvei.training.forms.procedures import ListForm, LogAgainForm
from fagvei.training.loaders import procedure_lists
from fagvei.training.loaders.procedure_lists import Listing
from fagvei.training.models import PlanActivity
from fagvei.training.queries.log_page import LogPage, log_page
from fagvei.training.queries.procedures_page import lists_that_can_go, procedures_page
from fagvei.training.views.log_choices import initial_for
from fagvei.training.views.requests import SignedInRequest


@require_safe
def my_procedures(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    context = {"page": procedures_page(doctor, doctor), "is_own": True, "lists": lists_that_can_go(doctor)}
    return render(request, "training/procedures/procedures.html", context)


@require_safe
def procedures(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """As the leader and the mentor see them; the door writes the line the doctor sees in the access log."""
    doctor = access.get_doctor_for(request.user, public_id, Permission.SEE)
    if doctor == request.user:
        return redirect("training:my_procedures")
    page = procedures_page(doctor, request.user)
    return render(request, "training/procedures/procedures.html", {"page": page, "is_own": False, "reads_plan": True})


@require_POST
def annul_list(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """All that was logged together with this one."""
    row = access.get_activity_for(request.user, public_id, Permission.RECALL)

    def perform() -> str:
        number = len(actions.annul_list(plan_activity=row, by=request.user))
        told = ngettext("%(n)s rad er tatt bort.", "%(n)s rader er tatt bort.", number) % {"n": number}
        messages.success(request, told)
        return reverse("training:my_procedures")

    return answer_button(request, ButtonForm(request.POST), perform, reverse("training:my_procedures"))


# --- The same once more ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def log_again(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Two presses: "Logg igjen", and "Send" on a page where all is filled in."""
    source = access.get_activity_for(request.user, public_id, Permission.CREATE)
    if not source.needs_signature:
        return redirect(f"{reverse('training:log_activity')}?som={source.public_id}")
    page = log_page(source.doctor)
    _source, initial = initial_for(page, {}, activity=source)
    initial |= {"when": "today", "done_on": None, "reflection": "", "repetitions": 1}
    form = LogAgainForm(
        request.POST if request.method == "POST" else None,
        page=page,
        is_procedure=_is_procedure(source),
        initial=initial,
    )
    if request.method == "POST":
        address = perform_once(request, form, lambda: _log_again(request, source, page, form))
        if address is not None:
            return HttpResponseRedirect(address)
    context = {"form": form, "source": source, "page": page, "goals": _goals(source, page), "faults": faults_of(form)}
    return render(request, "training/procedures/log_again.html", context)


def _is_procedure(source: PlanActivity) -> bool:
    return source.kind == LearningActivity.Kind.PROCEDURE


def _goals(source: PlanActivity, page: LogPage) -> list[Any]:
    """The goals of last time that still stand in a current plan."""
    had = {goal.pk for goal in source.goals.all()}
    return [each for each in page.plan_goals if each.pk in had]


def _log_again(request: SignedInRequest, source: PlanActivity, page: LogPage, form: LogAgainForm) -> str:
    chosen = form.cleaned_data
    names = ("done_on", "arena", "place", "repetitions", "reflection", "supervisor")
    logged = actions.log_activity(
        doctor=source.doctor,
        by=request.user,
        kind=source.kind,
        title=source.title,
        activity=source.activity,
        goals=_goals(source, page),
        independence=chosen.get("independence", ""),
        **{name: chosen[name] for name in names},
    )
    actions.send_activity(plan_activity=logged, supervisor=chosen["supervisor"], by=request.user)
    messages.success(request, _("Sendt til %(name)s.") % {"name": chosen["supervisor"]})
    return reverse("training:my_procedures") if _is_procedure(source) else logged.get_absolute_url()


# --- A list in one go -----------------------------------------------------------------------------------------------


class ListNotReady(Refusal):
    code = "list_not_ready"


@require_http_methods(["GET", "HEAD", "POST"])
def log_list(request: SignedInRequest) -> HttpResponse:
    """Look over, mend, and log: the text travels with the page, so nothing is stored before it is logged."""
    doctor = access.own_record(request.user)
    page = log_page(doctor)
    if request.method != "POST":
        return _list_answer(request, ListForm(page=page, initial=_first_supervisor(page)), page)
    form = ListForm(request.POST, request.FILES, page=page)
    if request.POST.get("then") == "save":
        address = perform_once(request, form, lambda: _log_list(request, form, page))
        if address is not None:
            return HttpResponseRedirect(address)
    listing, left_out = Listing(), 0
    if form.is_valid() or not set(form.errors) - {"__all__"}:
        try:
            form, left_out = _with_file_as_text(form, page)
            listing = _judge(form, page)
        except RowRefused as refusal:
            if not form.non_field_errors():
                form.add_error(None, str(refusal))
    return _list_answer(request, form, page, listing=listing, left_out=left_out)


def _first_supervisor(page: LogPage) -> dict[str, str]:
    return {"supervisor": str(page.supervisors[0].public_id)} if page.supervisors else {}


def _with_file_as_text(form: ListForm, page: LogPage) -> tuple[ListForm, int]:
    """The file's rows stand in the text from now on, where they can be mended."""
    upload = form.cleaned_data.get("upload")
    if upload is None:
        return form, 0
    typed, left_out = procedure_lists.text_of_file(upload.name, upload.read(), page.doctor)
    data = {**form.data.dict(), "rows": typed}  # type: ignore[attr-defined]
    again = ListForm(data, page=page)
    again.full_clean()
    return again, left_out


def _judge(form: ListForm, page: LogPage) -> Listing:
    typed = form.cleaned_data.get("rows", "")
    if not typed.strip():
        raise RowRefused(0, _("Lim inn rader, eller velg en fil."))
    return procedure_lists.judge(
        page.doctor,
        procedure_lists.rows_of_text(typed),
        supervisor=form.cleaned_data["supervisor"],
        independence=form.cleaned_data["independence"],
        says_no_patient=form.says_no_patient,
    )


def _log_list(request: SignedInRequest, form: ListForm, page: LogPage) -> str:
    listing = _judge(form, page)
    if not listing.is_ready:
        raise ListNotReady(_("Ingenting er lagt inn ennå. Se over linjene under."))
    if form.cleaned_data["shown"] != listing.digest:
        raise ListNotReady(_("Listen er endret siden du så over den. Se over den en gang til."))
    entries = [each.entry for each in listing.accepted if each.entry is not None]
    rows = actions.log_procedures(doctor=page.doctor, entries=entries, by=request.user)
    for sentence in _what_was_done(rows, len(listing.doubles)):
        messages.success(request, sentence)
    return reverse("training:my_procedures")


def _what_was_done(rows: list[PlanActivity], doubles: int) -> list[str]:
    number = len(rows)
    said = [ngettext("%(n)s rad er logget.", "%(n)s rader er logget.", number) % {"n": number}]
    for supervisor, sent in Counter(row.supervisor for row in rows if row.supervisor).items():
        said.append(_("%(n)s er sendt til %(name)s.") % {"n": sent, "name": supervisor})
    if doubles:
        said.append(_("%(n)s var logget fra før og er ikke tatt med.") % {"n": doubles})
    return [" ".join(said)]


def _list_answer(
    request: SignedInRequest, form: ListForm, page: LogPage, *, listing: Listing | None = None, left_out: int = 0
) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "listing": listing or Listing(),
        "left_out": left_out,
        "columns": procedure_lists.COLUMNS,
        "required": procedure_lists.REQUIRED,
        "faults": faults_of(form),
    }
    return render(request, "training/procedures/log_list.html", context, status=422 if form.errors else 200)
