"""The basis of invoices of a run: seen and fetched by the host alone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from fagvei.courses import access, actions
from fagvei.courses.forms.invoice import FetchForm
from fagvei.courses.queries.invoice_page import invoice_basis as basis_of
from fagvei.courses.rules.absence import LATE_WITHDRAWAL, NOT_MET
from fagvei.courses.rules.fees import FEE_BY_TABLE
from fagvei.courses.rules.invoices import TEACHER_FEES
from fagvei.people.requests import PersonalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def invoice_basis(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    """GET shows it; POST writes the event and hands over the file. Twice is harmless: two copies."""
    run = access.run_to_invoice(request.user, public_id)
    form = FetchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.fetch_invoice_basis(run=run, kind=form.cleaned_data["kind"], by=request.user)
        answer = HttpResponse(made.content, content_type=made.content_type)
        answer["Content-Disposition"] = content_disposition_header(True, made.name) or "attachment"
        answer["Cache-Control"] = "private, no-store"
        return answer
    context = {
        "run": run,
        "basis": basis_of(run),
        "form": form,
        "rules": (FEE_BY_TABLE, LATE_WITHDRAWAL, NOT_MET, TEACHER_FEES),
    }
    return render(request, "courses/invoice/page.html", context, status=422 if form.errors else 200)
