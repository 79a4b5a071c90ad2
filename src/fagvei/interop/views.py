"""The page on which the doctor takes the record along."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fagvei.interop.access import own_record_to_export
from fagvei.interop.export import export_record
from fagvei.interop.forms import ExportForm
from fagvei.people.models import User


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
