"""Pages about oneself, and the public page of roles."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import answer_button, wanted_next
from fagvei.people import actions, queries
from fagvei.people.forms import DigestForm
from fagvei.people.requests import PersonalRequest
from fagvei.people.roles import ALL_ROLES, ROLES

READINGS_A_PAGE = 50
ACTIVE_ROLE = "active_role"  # `web` reads it for the menu; it gives no rights


@login_not_required
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    return render(request, "people/roles.html", {"roles": ALL_ROLES})


@require_safe
def my_page(request: PersonalRequest) -> HttpResponse:
    page = queries.my_page_of(request.user)
    chosen = request.session.get(ACTIVE_ROLE)
    active = next((role for role in page.active_roles if str(role.public_id) == chosen), None)
    context: dict[str, Any] = {"page": page, "active_role": active or next(iter(page.active_roles), None)}
    context["digest_form"] = DigestForm(initial={"digest": request.user.digest})
    return render(request, "people/my_page.html", context)


@require_POST
def choose_digest(request: PersonalRequest) -> HttpResponse:
    form = DigestForm(request.POST)

    def perform() -> str:
        actions.choose_digest(digest=form.cleaned_data["digest"], by=request.user)
        messages.success(request, _("Lagret."))
        return reverse("people:my_page")

    return answer_button(request, form, perform, "people:my_page")


@require_POST
def switch_role(request: PersonalRequest) -> HttpResponse:
    """Look at the pages as another of one's own roles. What one may do does not change."""
    wanted = request.POST.get("role", "")
    mine = {str(role.public_id): role for role in queries.active_roles(request.user)}
    if wanted in mine:
        request.session[ACTIVE_ROLE] = wanted
    return _back(request, "people:my_page")


@require_safe
def access_log(request: PersonalRequest) -> HttpResponse:
    """Who has read my record, newest first."""
    readings = queries.readings_of(request.user)
    page = Paginator(readings, READINGS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(reading, _role_name(reading.reader_role)) for reading in page.object_list]
    return render(request, "people/access_log.html", {"page": page, "rows": rows})


@require_POST
def notifications_read(request: PersonalRequest) -> HttpResponse:
    actions.mark_notifications_read(by=request.user)
    return _back(request, "people:my_page")


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    wanted = wanted_next(request)
    return HttpResponseRedirect(wanted) if wanted else redirect(otherwise)


def _role_name(key: str) -> Any:
    return ROLES[key].name if key in ROLES else key
