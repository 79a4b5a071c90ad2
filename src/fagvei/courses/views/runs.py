"""A run: its public page."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagvei.courses import access
from fagvei.courses.queries.run_page import run_page


@login_not_required
@require_safe
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = access.get_run_for(request.user, public_id)
    return render(request, "courses/runs/run.html", {"page": run_page(found), "run": found})
