"""What a course costs: the common table of the RegUts, open to all."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagvei.courses.queries.fees_page import fees_page
from fagvei.courses.rules.fees import FEE_BY_TABLE


@login_not_required
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    return render(request, "courses/catalogue/fees.html", {"page": fees_page(), "rule": FEE_BY_TABLE})
