"""A lottery that anybody can draw again: the page, and the same as a file."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagvei.courses import access
from fagvei.courses.queries.lottery_page import LotteryPage, lottery_page
from fagvei.courses.rules.lottery import HOW_TO_DRAW_AGAIN, TOO_FEW


@login_not_required
@require_safe
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    context = {"page": _page(request, public_id), "steps": HOW_TO_DRAW_AGAIN, "too_few": TOO_FEW}
    return render(request, "courses/rounds/lottery.html", context)


@login_not_required
@require_safe
def file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    content = _page(request, public_id).as_data
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="loddtrekning.json"'
    return answer


def _page(request: HttpRequest, public_id: uuid.UUID) -> LotteryPage:
    found = access.round_that_was_drawn(public_id)
    return lottery_page(found, user=request.user, sees_all=access.sees_all_receipts(request.user, found))
