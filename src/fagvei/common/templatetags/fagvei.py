"""Tags every room may use: windows upwards, buttons with a key, dates in Norwegian."""

import datetime as dt
import uuid
from functools import lru_cache
from typing import Any

from django import template
from django.template.defaultfilters import date as format_date
from django.template.defaultfilters import truncatewords
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def window(url_name: str, *args: Any, label: str = "", **kwargs: Any) -> SafeString | str:
    """A fragment from a room above: fetched by htmx, a plain link without JavaScript, nothing when the room is not there."""
    try:
        url = reverse(url_name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""
    return format_html(
        '<div class="window" hx-get="{}" hx-trigger="load" hx-swap="innerHTML"><a href="{}">{}</a></div>',
        url,
        url,
        label,
    )


@register.simple_tag
def idempotency_key() -> SafeString:
    """The hidden key of a form that is only a button."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())


@register.filter
def in_norwegian(value: Any) -> SafeString | str:
    """Text of a source, which is Bokmål whatever language the page is in: marked, so that it is read aloud as what it is."""
    if not value or (get_language() or "nb") == "nb":
        return value or ""
    return format_html('<span lang="nb">{}</span>', value)


@register.filter
def in_its_language(row: Any, words: int | None = None) -> SafeString | str:
    """What a row of content shows: its English text on an English page where it has one, else the Norwegian, marked.

    `words` are the most to show.
    """
    shown = truncatewords(row.shown, words) if words else row.shown
    english = getattr(row, "text_en", "") or getattr(row, "short_text_en", "")
    is_english = bool(english) and row.shown == english and (get_language() or "").startswith("en")
    return shown if is_english else in_norwegian(shown)


@register.filter(expects_localtime=True)
def norwegian_date(value: dt.date | dt.datetime | None) -> str:
    """3. mai 2027, the day it was in Norway at that instant."""
    return _in_words(value.year, value.month, value.day, get_language()) if value else ""


@lru_cache(maxsize=4096)
def _in_words(year: int, month: int, day: int, language: str | None) -> str:
    """Hundreds of rows share a few dates."""
    return format_date(dt.date(year, month, day), "j. F Y")
