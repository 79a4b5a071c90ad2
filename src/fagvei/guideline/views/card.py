"""The ward card: chosen and looked at, taken along as one file, and asked whether it still holds. Open to all."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from fagvei.common.qr import qr_svg
from fagvei.guideline import access
from fagvei.guideline.queries.card_page import Choice, card_check, card_page, choice_in, ward_card
from fagvei.guideline.rules.card import marks_in

STYLES = Path(__file__).resolve().parent.parent / "static" / "guideline"
# The file asks nobody for anything, and runs nothing, wherever it is opened.
ALONE = "default-src 'none'; style-src 'unsafe-inline'"


@login_not_required
@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is to choose from, and the card as it will be."""
    page = card_page(access.get_guideline(slug), choice_in(request.GET))
    context = {
        "page": page,
        "guideline": page.guideline,
        "card": page.card,
        "qr": qr_svg(page.card.check_address) if page.card else "",
    }
    return render(request, "guideline/card/make.html", context)


@login_not_required
@require_safe
def card_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One file with its style inside, to lie on a phone or a ward's own disk. Never shown here: it is handed over."""
    found = ward_card(access.get_guideline(slug), choice_in(request.GET) or Choice())
    context = {
        "card": found,
        "guideline": found.guideline,
        "qr": qr_svg(found.check_address),
        "style": style_of_the_file(),
        "alone": ALONE,
        "base": settings.FAGVEI_BASE_URL,
    }
    answer = render(request, "guideline/card/file.html", context)
    answer["Content-Disposition"] = f'attachment; filename="{found.file_name}.html"'
    answer["Content-Security-Policy"] = f"sandbox; {ALONE}"
    return answer


def style_of_the_file() -> SafeString:
    css = "".join((STYLES / name).read_text(encoding="utf-8") for name in ("card_alone.css", "card.css"))
    return mark_safe(f"<style>{css}</style>")  # noqa: S308 -- files of ours


@login_not_required
@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What a card's code leads to: text by text, whether the card says what is in force now."""
    guideline = access.get_guideline(slug)
    marks = marks_in(request.GET.get("k", ""))
    context = {
        "guideline": guideline,
        "page": None
        if marks is None
        else card_check(guideline, marks, _day(request.GET.get("d", "")), request.GET.get("f", "")),
    }
    return render(request, "guideline/card/check.html", context)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
