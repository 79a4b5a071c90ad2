"""The page on which the doctor takes the record along, and what goes on paper."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from fagvei.courses.access import get_attendance_for
from fagvei.guideline.access import get_guideline
from fagvei.guideline.queries.card_page import Choice, choice_in
from fagvei.guideline.queries.card_page import ward_card as card_of
from fagvei.interop.access import own_record_to_export
from fagvei.interop.export import export_record
from fagvei.interop.export.certificate import certificate_pdf
from fagvei.interop.export.course_certificate import course_certificate_pdf
from fagvei.interop.export.gap_report import gap_report_pdf
from fagvei.interop.export.ward_card import ward_card_pdf
from fagvei.interop.forms import ExportForm
from fagvei.people.models import User
from fagvei.surveys.access import get_report_for
from fagvei.surveys.queries.improvement import closing_of
from fagvei.surveys.queries.report_page import report_page
from fagvei.training.access import get_certificate_for


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """GET explains; POST writes the event that holds the digest and hands over the file. Twice is harmless: two copies."""
    assert isinstance(request.user, User)  # noqa: S101 -- LoginRequiredMiddleware has seen to it
    doctor = own_record_to_export(request.user)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = export_record(doctor=doctor, kind=form.cleaned_data["kind"], by=request.user)
        return FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.content_type)
    status = 422 if form.errors else 200
    return render(request, "interop/export.html", {"form": form}, status=status)


@require_safe
def certificate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """To print and to send along; the door writes who read it. The name of the file says nothing of the person."""
    assert isinstance(request.user, User)  # noqa: S101 -- as above
    found = get_certificate_for(request.user, public_id)
    answer = HttpResponse(certificate_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="tjenestebekreftelse-{found.ends_on}.pdf"'
    return answer


@require_safe
def course_certificate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """As above, of a course."""
    found = get_attendance_for(request.user, public_id)
    answer = HttpResponse(course_certificate_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="kursbevis-{found.run.ends_on}.pdf"'
    return answer


@login_not_required
@require_safe
def ward_card(request: HttpRequest, slug: str) -> HttpResponse:
    """What anyone may read, on paper: the recommendations that were chosen, after the danger signs."""
    card = card_of(get_guideline(slug), choice_in(request.GET) or Choice())
    answer = HttpResponse(ward_card_pdf(card), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{card.file_name}.pdf"'
    return answer


@require_safe
def gap_report(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the report's page shows whoever may read it, to take to a meeting."""
    found = get_report_for(request.user, public_id)
    answer = HttpResponse(gap_report_pdf(report_page(found), closing_of(found)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="gap-rapport-{found.closes_on}.pdf"'
    return answer
