"""The lines of the inbox. A tag, not a loop in the template: somebody who leads many has a hundred of them."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.tasks import Task
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.web.templatetags.components import days_since

register = template.Library()

LINE = (
    '<li> <div> <span class="title">{}</span> <span class="meta"> {} <time datetime="{}">{}</time> ({}) </span> </div>'
    ' <a class="ds-button" {} href="{}">{}<span class="visually-hidden">: {}</span></a> </li>'
)
SECONDARY = mark_safe('data-variant="secondary"')


@register.simple_tag
def task_lines(tasks: Iterable[Task], has_first: bool) -> SafeString:
    """`has_first`: the uppermost button of these is the one of the page that stands out."""
    return format_html_join("", LINE, _lines(tasks, has_first))


def _lines(tasks: Iterable[Task], has_first: bool) -> Iterator[tuple]:
    for number, task in enumerate(tasks):
        since: dt.datetime = task.waiting_since.astimezone(clock.OSLO)
        variant = "" if has_first and number == 0 else SECONDARY
        words, day = format_html_join(" ", "{}", ((each,) for each in _words(task))), since.date()
        yield (
            task.title, words, day, norwegian_date(day), days_since(since), variant, task.url, task.act_label, task.title,
        )  # fmt: skip


def _words(task: Task) -> Iterator[str]:
    if task.for_whom:
        yield _("for %(name)s") % {"name": task.for_whom} + " ·"
    if task.is_overdue:
        yield format_html("<strong>{} {}</strong> ·", _("Fristen gikk ut"), norwegian_date(task.due_on))
    elif task.due_on:
        yield f"{_('Frist')} {norwegian_date(task.due_on)} ·"
    yield _("eldst har ventet siden") if task.count > 1 else _("har ventet siden")
