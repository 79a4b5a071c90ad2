"""Guidelines, open to all: the list, the front page, chapter 1, related documents."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fagvei.common.permissions import Permission
from fagvei.guideline import access
from fagvei.guideline.queries import about_page as about_queries
from fagvei.guideline.queries import as_json
from fagvei.guideline.queries import documents_page as document_queries
from fagvei.guideline.queries import guideline_page as guideline_queries
from fagvei.guideline.views.answers import answer

LONGEST_SEARCH = 100


@login_not_required
@require_safe
def guidelines(request: HttpRequest) -> HttpResponse:
    found = guideline_queries.guidelines()
    return answer(
        request,
        "guideline/guidelines.html",
        {"guidelines": found},
        lambda: {"guidelines": [as_json.guideline_short(each) for each in found]},
    )


@login_not_required
@require_safe
def guideline(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything, or what a target group and a search leave."""
    page = guideline_queries.guideline_page(
        access.get_guideline(slug), search=_word(request, "q"), group=_word(request, "malgruppe")
    )
    context = {
        "page": page,
        "guideline": page.guideline,
        "may_start_unit": access.can(request.user, Permission.CREATE, page.guideline),
    }
    return answer(request, "guideline/guideline.html", context, lambda: as_json.guideline_out(page))


@login_not_required
@require_safe
def about(request: HttpRequest, slug: str) -> HttpResponse:
    page = about_queries.about_page(access.get_guideline(slug))
    context = {"page": page, "guideline": page.guideline}
    return answer(request, "guideline/about.html", context, lambda: as_json.about_out(page))


@login_not_required
@require_safe
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    page = document_queries.documents_page(access.get_guideline(slug))
    may_check = bool(page.lines) and access.can(request.user, Permission.FOLLOW_UP, page.lines[0].document)
    context = {"page": page, "guideline": page.guideline, "may_check": may_check}
    return answer(request, "guideline/documents.html", context, lambda: as_json.documents_out(page))


def _word(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "")[:LONGEST_SEARCH].strip()
