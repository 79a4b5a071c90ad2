"""Tags of the shell and its components. Built into every template."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from fagvei.common import clock
from fagvei.guideline.rules.danger import DANGER, Danger

register = template.Library()


@register.simple_tag
def danger_text() -> Danger:
    """Danger signs and emergency numbers, on every page that wants them: also on those that are given nothing else."""
    return DANGER


@register.simple_tag
def icon(name: str, css_class: str = "", label: str = "") -> SafeString:
    """One of the Aksel icons in assets/icons.txt. Silent for screen readers unless it has a label of its own."""
    return _drawn(name, css_class, label)


@lru_cache(maxsize=512)
def _drawn(name: str, css_class: str, label: str) -> SafeString:
    """A page has dozens of the same few; the address of the file changes with the release alone."""
    classes = f"icon {css_class}".strip()
    address = f"{static('vendor/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, address
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', classes, address
    )


@register.filter
def percent_of(part: Any, whole: Any) -> int:
    """13|percent_of:21 → 61, rounded down so that 100 means done. Nothing of nothing is 0."""
    return int(part) * 100 // int(whole) if whole else 0


@register.filter
def before_words(label: Any) -> str:
    """ "Kilde" → "Kilde:". A question or a sentence has its own sign already."""
    text = str(label).strip()
    return text if text.endswith((".", "?", "!", ":")) else f"{text}:"


@register.filter
def days_since(moment: dt.datetime) -> str:
    """ "12 dager", counted in Norwegian dates. Relative time stands only beside the date itself."""
    days = (clock.today() - moment.astimezone(clock.OSLO).date()).days
    if days < 1:
        return gettext("i dag")
    return ngettext("%(days)d dag", "%(days)d dager", days) % {"days": days}
