"""The six-year plan: one slot and its story."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagvei.courses import access
from fagvei.courses.queries.run_page import slot_steps


@login_not_required
@require_safe
def slot(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = access.get_slot_for(request.user, public_id)
    context = {"slot": found, "steps": slot_steps(found), "run": getattr(found, "run", None)}
    return render(request, "courses/plan/slot.html", context)
