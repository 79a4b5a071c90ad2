"""Text of editors, as safe HTML."""

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()

# No HTML in the source, no pictures (they need a text and a place), and what comes out is cleaned once more.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image").enable("table")
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "blockquote", "code", "table", "thead", "tbody", "tr"}
_CLEAN = nh3.Cleaner(
    tags=_TAGS | {"th", "td", "br"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener",
)


@register.filter
def markdown(text: str) -> SafeString:
    return mark_safe(_CLEAN.clean(_MARKDOWN.render(text)))  # noqa: S308 -- cleaned by nh3
