"""The lines of a guideline. A tag, not a loop in the template: each of its units passes here."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from fagvei.common.templatetags.fagvei import in_its_language
from fagvei.guideline.queries.about_search import AboutHit
from fagvei.guideline.queries.guideline_page import UnitLine

register = template.Library()

LINE = '<li> <a href="{}"> <span class="title">{}</span> <span class="meta">{}</span> </a> </li>'


@register.simple_tag
def unit_lines(lines: Iterable[UnitLine]) -> SafeString:
    return format_html_join(
        " ", LINE, ((line.unit.get_absolute_url(), in_its_language(line.version), line.facts) for line in lines)
    )


@register.simple_tag
def about_hits(hits: Iterable[AboutHit]) -> SafeString:
    return format_html_join(" ", LINE, ((hit.path, hit.title, hit.kind) for hit in hits))
