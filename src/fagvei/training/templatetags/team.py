"""The lines of the team's warnings. A tag, not an included template for each: some hundred pass through here."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

LINE = (
    '<li><div> <span class="title">{}</span> <span>{}</span> <span class="meta">{}</span> </div>'
    ' <a href="{}">{}<span class="visually-hidden">: {}, {}</span></a></li>'
)


@register.simple_tag
def warning_lines(warnings: Iterable[Any], doctor: Any) -> SafeString:
    name, link = str(doctor), _("Se nærmere")
    return format_html_join(
        "",
        LINE,
        (
            (warned.rule.name, warned.words, warned.about, warned.url, link, name, warned.rule.name)
            for warned in warnings
        ),
    )
