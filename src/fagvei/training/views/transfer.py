"""Coming from the old portal: bring the report, look it through, take it in; the leader decides one by one."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.people.stepup import recently_identified
from fagvei.training import access, actions, forms
from fagvei.training.loaders import transfer_reports
from fagvei.training.models import TransferDecision, TransferredItem, TransferReport
from fagvei.training.queries import transfer, transfer_page
from fagvei.training.views.requests import SignedInRequest


def transfers_path(doctor: User) -> str:
    return reverse("training:transfers", args=[doctor.public_id])


@require_safe
def my_transfers(request: SignedInRequest) -> HttpResponse:
    return _list_answer(request, access.own_record(request.user), forms.BringTransferForm())


@require_safe
def transfers(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.EDIT)
    return _list_answer(request, doctor, forms.BringTransferForm())


def _list_answer(request: SignedInRequest, doctor: User, form: forms.BringTransferForm) -> HttpResponse:
    context = {
        "doctor": doctor,
        "is_own": doctor == request.user,
        "reads_plan": True,
        "has_plan": doctor.education_plans.current().exists(),
        "reports": transfer_page.reports_of(doctor),
        "form": form,
    }
    return render(request, "training/transfer/list.html", context)


@require_POST
def bring_transfer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.EDIT)
    form = forms.BringTransferForm(request.POST, request.FILES)

    def perform() -> str:
        brought = form.cleaned_data
        report = _read(brought)
        kept = actions.keep_transfer(
            doctor=doctor,
            kind=brought["kind"],
            title=brought["title"],
            original=report.original,
            lines=report.lines,
            by=request.user,
        )
        return kept.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _list_answer(request, doctor, form)


def _read(brought: dict[str, Any]) -> transfer_reports.Report:
    if brought["kind"] == TransferReport.Kind.PAPERS:
        return transfer_reports.Report(transfer_reports.check_file(brought["file"]), [])
    if brought["file"]:
        return transfer_reports.read_file(brought["file"])
    return transfer_reports.read_text(brought["pasted"])


@require_safe
def transfer_of(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    return _report_answer(request, access.get_transfer_for(request.user, public_id))


def _report_answer(request: SignedInRequest, report: TransferReport, form: Any = None) -> HttpResponse:
    relations = access.relations_to(request.user, report.doctor)
    is_preview = report.imported_at is None
    judged = transfer.judge(report.doctor, transfer.lines_of(report.lines)) if is_preview else []
    shown = {"shown": transfer.digest_of(judged)}
    context = {
        "report": report,
        "row": transfer_page.report_row(report),
        "doctor": report.doctor,
        "is_own": report.doctor == request.user,
        "reads_plan": True,
        "is_preview": is_preview,
        "judged": judged,
        "faults": [each for each in judged if each.fault],
        "new": [each for each in judged if each.is_new],
        "left_out": [each for each in judged if each.note],
        "decides": bool(relations & access.LEADS),
        "form": form or forms.ImportTransferForm(initial=shown),
        "transfers_url": transfers_path(report.doctor),
    }
    return render(request, "training/transfer/report.html", context)


@require_safe
def transfer_original(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Always a download in a sandbox, as attachments are (T-17)."""
    report = access.get_transfer_for(request.user, public_id)
    with report.file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type=report.content_type)
    response["Content-Disposition"] = content_disposition_header(True, report.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def import_transfer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    report = access.get_transfer_for(request.user, public_id, Permission.EDIT)
    form = forms.ImportTransferForm(request.POST)

    def perform() -> str:
        actions.import_transfer(report=report, shown=form.cleaned_data["shown"], by=request.user)
        messages.success(request, _("Rapporten er tatt inn. Lederen bekrefter hvert mål og hver aktivitet."))
        return report.get_absolute_url()

    return answer_button(request, form, perform, report)


@require_POST
def undo_transfer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    report = access.get_transfer_for(request.user, public_id, Permission.EDIT)
    doctor = report.doctor

    def perform() -> str:
        actions.undo_transfer(report=report, by=request.user)
        messages.success(request, _("Overføringen er trukket tilbake, og filen er slettet."))
        return transfers_path(doctor)

    return answer_button(request, ButtonForm(request.POST), perform, report)


# --- The leader, one by one ---


@require_safe
def decide_transferred(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The door first: who may not see the item is not asked to identify."""
    return _show_item(request, access.get_transferred_for(request.user, public_id))


@recently_identified
def _show_item(request: SignedInRequest, item: TransferredItem) -> HttpResponse:
    return _item_answer(request, item)


def _item_answer(request: SignedInRequest, item: TransferredItem, **forms_again: Any) -> HttpResponse:
    number, total = transfer_page.place_in_series(item)
    following = transfer_page.next_to_decide(item)
    context = {
        "item": item,
        "doctor": item.doctor,
        "reads_plan": True,
        "is_own": False,
        "goals": item.goals.select_related("goal", "revision").order_by("goal__code"),
        "decision": item.newest_decision,
        "is_confirmed": item.state == TransferDecision.Verdict.CONFIRMED,
        "number": number,
        "total": total,
        "skip_url": following.get_absolute_url() if following else "",
        "confirm_form": forms.ConfirmTransferredForm(initial={"seen_digest": item.digest()}),
        "refuse_form": forms.RefuseTransferredForm(),
        "annul_form": forms.ReasonForm(),
        **forms_again,
    }
    return render(request, "training/transfer/decide.html", context)


@require_POST
def confirm_transferred(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    return _confirm(request, access.get_transferred_for(request.user, public_id))


@recently_identified
def _confirm(request: SignedInRequest, item: TransferredItem) -> HttpResponse:
    form = forms.ConfirmTransferredForm(request.POST)

    def perform() -> str:
        actions.confirm_transferred(item=item, seen_digest=form.cleaned_data["seen_digest"], by=request.user)
        messages.success(request, _("«%(title)s» er bekreftet.") % {"title": item.title})
        return _next_address(item)

    return answer_button(request, form, perform, item)


@require_POST
def refuse_transferred(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    return _refuse(request, access.get_transferred_for(request.user, public_id))


@recently_identified
def _refuse(request: SignedInRequest, item: TransferredItem) -> HttpResponse:
    form = forms.RefuseTransferredForm(request.POST)

    def perform() -> str:
        actions.refuse_transferred(item=item, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("«%(title)s» er avvist, og legen har fått beskjed.") % {"title": item.title})
        return _next_address(item)

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _item_answer(request, item, refuse_form=form)


@require_POST
def annul_transferred(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    return _annul(request, access.get_transferred_for(request.user, public_id))


@recently_identified
def _annul(request: SignedInRequest, item: TransferredItem) -> HttpResponse:
    form = forms.ReasonForm(request.POST)

    def perform() -> str:
        actions.annul_transferred(item=item, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Bekreftelsen er annullert."))
        return item.report.get_absolute_url()

    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    return _item_answer(request, item, annul_form=form)


def _next_address(item: TransferredItem) -> str:
    following = transfer_page.next_to_decide(item)
    return following.get_absolute_url() if following else item.report.get_absolute_url()
