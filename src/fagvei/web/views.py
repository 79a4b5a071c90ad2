"""The front door: start page, inbox, search, and the pages every site owes its readers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from fagvei.people import queries as people_queries
from fagvei.people.models import User
from fagvei.web import inbox as inbox_rows
from fagvei.web import navigation, persona
from fagvei.web import search as searching
from fagvei.web import sources as source_lines


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Three doors for visitors; whoever is logged in goes where the work is."""
    if request.user.is_authenticated:
        role = persona.active_role(request, persona.roles_of(request.user))
        return redirect(navigation.start_for(role.role if role else None, otherwise=reverse("web:inbox")))
    return render(request, "web/start.html", {"doors": navigation.doors()})


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 -- LoginRequiredMiddleware has seen to it
    notices = people_queries.newest_notices_of(request.user)
    return render(
        request,
        "web/inbox.html",
        {
            "groups": inbox_rows.grouped(inbox_rows.tasks_of(request)),
            "notices": notices,
            "has_unread": any(notice.read_at is None for notice in notices),
        },
    )


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = searching.clean_query(request.GET.get("q", ""))
    groups = searching.find(query) if query else []
    number = sum(len(group.hits) for group in groups)
    return render(request, "web/search.html", {"query": query, "groups": groups, "number": number})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    return render(
        request, "web/sources.html", {"sources": source_lines.sources(), "verifications": source_lines.verifications()}
    )


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    return django_set_language(request)
