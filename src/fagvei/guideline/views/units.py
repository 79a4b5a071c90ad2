"""A recommendation, open to all."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fagvei.common.permissions import Permission
from fagvei.guideline import access
from fagvei.guideline.queries import as_json
from fagvei.guideline.queries.unit_page import drafts_of, unit_page
from fagvei.guideline.views.answers import answer


@login_not_required
@require_safe
def unit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    page = unit_page(access.get_unit(slug, code, request.user))
    context = {
        "page": page,
        "unit": page.unit,
        "guideline": page.guideline,
        "may_start": access.can(request.user, Permission.CREATE, page.unit),
        "drafts": drafts_of(page.unit) if access.is_maker(request.user) else [],
        "becomes_local": settings.FAGVEI_DEMO,
    }
    return answer(request, "guideline/unit.html", context, lambda: as_json.unit_out(page))
