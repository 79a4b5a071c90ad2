"""The lines of the plan. A tag, not a loop in the template: three hundred rows of six words each pass through here."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

LINE = '<li id="{}"><a href="{}"><b>{}</b> <span>{}</span> <span data-mark="{}">{}</span> <span>{}</span></a></li>'


@register.simple_tag
def goal_lines(rows: Iterable[Any]) -> SafeString:
    return format_html_join(
        "", LINE, ((row.code, row.url, row.code, row.title, row.mark, row.words, row.counted_words) for row in rows)
    )
