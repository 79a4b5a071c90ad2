"""The lines of the team: warnings, most urgent gaps, rows of the matrix. Tags, not loops in the template: hundreds pass here."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import capfirst
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common.templatetags.fagvei import norwegian_date

register = template.Library()

LINE = (
    '<li><div> <span class="title">{}</span> <span>{}</span> <span class="meta">{}</span> </div>'
    ' <a href="{}">{}<span class="visually-hidden">: {}, {}</span></a></li>'
)
GAP = '<li><a href="{}"><span class="title">{}</span> <span class="meta">{}</span></a></li>\n'
ROW = '<tr><th scope="row"><a href="{}" hx-boost="false">{}</a> <span class="meta">{}</span></th>{}</tr>\n'


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


@register.simple_tag
def gap_lines(gaps: Iterable[tuple[Any, Any, Any]]) -> SafeString:
    """(row, column, cell) for each doctor; no column and no cell when nothing is left."""
    return format_html_join(
        "",
        GAP,
        (
            (mark_safe(cell.url) if cell else row.plan_url, row.doctor, _gap_in_words(row, column, cell))  # noqa: S308 -- made with &amp;
            for row, column, cell in gaps
        ),
    )


def _gap_in_words(row: Any, column: Any, cell: Any) -> str:
    behind = capfirst(row.behind_words)
    if not cell:
        return behind
    approved = _("%(done)s av %(total)s godkjent") % {"done": cell.approved, "total": cell.total}
    newest = norwegian_date(cell.newest) if cell.newest else _("ingen ennå")
    return f"{behind} · {column.set_name}, {column.name}: {approved}, {_('siste dokumentasjon:')} {newest}"


@register.simple_tag
def matrix_rows(rows: Iterable[Any]) -> SafeString:
    return format_html_join("", ROW, ((row.plan_url, row.doctor, _row_in_words(row), row.cells_html) for row in rows))


def _row_in_words(row: Any) -> str:
    words = capfirst(row.behind_words)
    if row.since:
        words += f" · {_('%(approved)s av %(whole)s mål') % {'approved': row.approved, 'whole': row.whole}}"
    if not row.waiting:
        return words
    return f"{words} · {ngettext('%(n)s mål venter', '%(n)s mål venter', row.waiting) % {'n': row.waiting}}"
