"""The lines of a GAP report. Tags, not loops in the template: twenty-five questions with a picture and a row each pass here.

The picture is decoration: the words beside it say the same. Its numbers are whole, so that no language writes a comma.
"""

from collections.abc import Iterable, Iterator

from django import template
from django.template.defaultfilters import capfirst, truncatewords
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fagvei.surveys.queries.lines import Line
from fagvei.surveys.queries.report_page import ReportPage
from fagvei.surveys.rules.areas import KIND_CHOICES

register = template.Library()

KINDS = dict(KIND_CHOICES)
LINE = "<li> <div> {} </div> <div> {} </div> </li>"
HEAD = '<h4><a href="{}">{}</a> {}</h4>'
META = '<p class="meta">{}</p>'
PICTURE = '<svg class="gap-picture" viewBox="0 0 {} 14" preserveAspectRatio="{}" aria-hidden="true" focusable="false"> {} </svg>'
DOT, FILLED = (f'<circle class="{kind}" cx="{{}}" cy="7" r="4" />' for kind in ("dot", "dot filled"))
GROUND = '<rect class="ground" x="0" y="2" width="100" height="10" /> '
BAR = GROUND + '<rect class="{}" x="{}" y="2" width="{}" height="10" />'
REACH = '<line class="reach" x1="{}" x2="{}" y1="7" y2="7" />'
MARK = '<line class="{}" x1="{}" x2="{}" y1="0" y2="14" />'
ASIDE = (
    '<svg class="gap-picture thin" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    ' <rect class="ground" x="0" y="1" width="100" height="4" />'
    ' <rect class="aside" x="0" y="1" width="{}" height="4" /> </svg>'
)
ROW = '<tr> <th scope="row">{}</th> {} </tr>'


@register.simple_tag
def gap_lines(lines: Iterable[Line]) -> SafeString:
    return format_html_join(" ", LINE, ((_side_by_side(_said(line)), _side_by_side(_shown(line))) for line in lines))


@register.simple_tag
def gap_rows(page: ReportPage) -> SafeString:
    """The pictures as numbers."""
    rows = ((line.item.unit.code, _cells(line, page)) for line in page.lines)
    return format_html_join(" ", ROW, ((code, _joined(" ", "<td>{}</td>", cells)) for code, cells in rows))


def _said(line: Line) -> Iterator[SafeString]:
    """What the recommendation says, the wave before, and the records."""
    unit = line.item.unit
    yield format_html(HEAD, unit.get_absolute_url(), unit.code, truncatewords(line.version.shown, 30))
    if line.before and line.before.is_changed:
        yield _from("_changed", before=line.before)
    elif line.before:
        before = _("Måling %(number)s: %(words)s.") % {"words": line.before.words, "number": line.before.number}
        change = line.change_words
        yield format_html(META, f"{before} {capfirst(change)}." if change else before)
    if line.review:
        yield _from("_review", line=line)


def _shown(line: Line) -> Iterator[SafeString]:
    """The picture, and the same in words."""
    yield from _pictures(line)
    room = f", {line.interval_words}" if line.interval else ""
    upper = line.told_words.removeprefix(line.words)
    yield format_html("<p><b>{}</b>{}{}</p>", capfirst(line.words), upper, room)
    yield format_html(META, "".join(_sentences(line)))
    if hindrances := line.hindrance_words:
        yield format_html(META, f"{_('Hindrer:')} {hindrances}.")


def _sentences(line: Line) -> Iterator[str]:
    if line.has_target:
        target = _("Målet er %(target)s %%") % {"target": line.item.target}
        yield f"{target}, {line.target_words}. " if line.target_words else f"{target}. "
    if line.best:
        numbers = {"units": line.best.units, "share": line.best.share}
        yield _("Beste kvartil av %(units)s andre enheter: minst %(share)s %%.") % numbers + " "
    if aside := line.aside_words:
        yield f"{capfirst(aside)}."


def _pictures(line: Line) -> Iterator[SafeString]:
    """Of whole numbers alone, so nothing in them needs to be escaped."""
    if line.picture == "dots":
        dots = [(FILLED if filled else DOT).format(x) for x, filled in line.dots]
        yield SafeString(PICTURE.format(line.width, "xMinYMid meet", " ".join([*dots, *_marks(line)])))
    elif line.picture != "hidden":
        bar = BAR.format("span" if line.picture == "span" else "bar", line.bar_from, line.bar_width)
        interval = line.interval
        reach = [REACH.format(interval.low, interval.high)] if interval else []
        yield SafeString(PICTURE.format(100, "none", " ".join([bar, *reach, *_marks(line)])))
    if line.aside_width:
        yield SafeString(ASIDE.format(line.aside_width))


def _marks(line: Line) -> Iterator[str]:
    if line.has_target:
        yield MARK.format("target", line.target_at, line.target_at)
    if line.best:
        yield MARK.format("best", line.best_at, line.best_at)


def _cells(line: Line, page: ReportPage) -> Iterator[str]:
    hidden = _("vises ikke")
    yield str(KINDS[line.item.kind])
    yield line.words
    yield f"{line.item.target} %" if line.has_target else "–"
    yield line.target_words or "–"
    yield hidden if line.aside is None else str(line.aside)
    if page.has_best:
        yield line.best_words
    if page.former:
        yield _before(line)


def _before(line: Line) -> str:
    if line.before is None:
        return _("ikke spurt")
    return f"{line.before.words} ({_('annen tekst')})" if line.before.is_changed else line.before.words


def _from(name: str, **context: object) -> SafeString:
    """What few lines have is written in a template of its own."""
    return SafeString(render_to_string(f"surveys/report/{name}.html", context).strip())


def _side_by_side(parts: Iterable[SafeString]) -> SafeString:
    return _joined(" ", "{}", parts)


def _joined(between: str, each: str, parts: Iterable[str]) -> SafeString:
    return format_html_join(between, each, ((part,) for part in parts))
