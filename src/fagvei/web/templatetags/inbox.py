"""The lines of the inbox. A tag, not a loop in the template: somebody who leads many has a hundred of them."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.tasks import Act, Task
from fagvei.common.templatetags.fagvei import idempotency_key, norwegian_date
from fagvei.web.templatetags.components import days_since

register = template.Library()

LINE = (
    '<li> <div> <span class="title">{}</span>{} <span class="meta"> {} <time datetime="{}">{}</time> ({}) {}</span> </div>'
    " {} </li>"
)
SAID = ' <span class="said">{}</span>'
LINK = '<a{} href="{}">{}<span class="visually-hidden">: {}</span></a>'
FORM = (
    '<form action="{}" method="post"><input type="hidden" name="csrfmiddlewaretoken" value="{}">{}{}'
    '<button class="ds-button" {} type="submit">{}<span class="visually-hidden">: {}</span></button></form>'
)
FIELD = '<input type="hidden" name="{}" value="{}">'
SECONDARY = mark_safe('data-variant="secondary"')


@register.simple_tag(takes_context=True)
def task_lines(context: template.Context, tasks: Iterable[Task], has_first: bool) -> SafeString:
    """`has_first`: the uppermost button of these is the one of the page that stands out."""
    return format_html_join("", LINE, _lines(tasks, has_first, str(context.get("csrf_token", ""))))


def _lines(tasks: Iterable[Task], has_first: bool, csrf_token: str) -> Iterator[tuple]:
    for number, task in enumerate(tasks):
        since: dt.datetime = task.waiting_since.astimezone(clock.OSLO)
        variant = "" if has_first and number == 0 else SECONDARY
        words, day = format_html_join(" ", "{}", ((each,) for each in _words(task))), since.date()
        said = format_html(SAID, task.said) if task.said else ""
        style = format_html(' class="ds-button" {}', variant) if task.act is None else ""
        link = format_html(LINK, style, task.url, task.act_label, task.title)
        more, button = ("", link) if task.act is None else (link, _form(task, task.act, variant, csrf_token))
        yield task.title, said, words, day, norwegian_date(day), days_since(since), more, button


def _form(task: Task, act: Act, variant: str, csrf_token: str) -> SafeString:
    """Comes back to the inbox, with what was done or why not as a message."""
    fields = format_html_join("", FIELD, (("next", reverse("web:inbox")), *act.fields))
    return format_html(FORM, act.url, csrf_token, idempotency_key(), fields, variant, act.label, task.title)


def _words(task: Task) -> Iterator[str]:
    if task.for_whom:
        yield _("for %(name)s") % {"name": task.for_whom} + " ·"
    if task.is_overdue:
        yield format_html("<strong>{} {}{}</strong> ·", _("Fristen gikk ut"), norwegian_date(task.due_on), _whose(task))
    elif task.due_on:
        yield f"{_('Frist')} {norwegian_date(task.due_on)}{_whose(task)} ·"
    yield _("eldst har ventet siden") if task.count > 1 else _("har ventet siden")


def _whose(task: Task) -> str:
    """No rule gives the day: an institution has set it."""
    return _(", satt av %(name)s") % {"name": task.due_set_by} if task.due_set_by else ""
