"""The one inbox: what waits for a user in any room, sorted by when it must be done.

A room that has something waiting offers `tasks_for(user)` in its queries (rows of `common.tasks.Task`), and
`task_count(user)` when counting is cheaper than listing. The rooms are named here, so that nothing is found by accident.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.tasks import Task
from fagvei.people.queries import looked_up_once

# Rooms in the order their tasks are asked for. A room that is not installed yet has nothing waiting.
ROOMS = (
    "training",
    "people",
    "handbook",
    "courses",
    "institution_plans",
    "authority",
    "surveys",
    "guideline",
    "crosswalk",
)

# Without a deadline, what has waited this long belongs to this week, and this long to today.
WEEK_AFTER = dt.timedelta(days=3)
TODAY_AFTER = dt.timedelta(days=10)


@dataclass
class Group:
    key: str
    title: str | Promise
    tasks: list[Task] = field(default_factory=list)


def tasks_for(user: Any) -> list[Task]:
    with looked_up_once():
        tasks = [task for ask in _functions("tasks_for") for task in ask(user)]
    return sorted(tasks, key=lambda task: (task.due_on or dt.date.max, task.waiting_since))


def task_count(user: Any) -> int:
    if not user.is_authenticated:
        return 0
    with looked_up_once():
        return sum(_count(room, user) for room in ROOMS)


def tasks_of(request: HttpRequest) -> list[Task]:
    """The tasks for the page that lists them; the number in the head of the same page then costs nothing more."""
    tasks = tasks_for(request.user)
    request._fagvei_task_count = sum(task.count for task in tasks)  # type: ignore[attr-defined]
    return tasks


def task_count_of(request: HttpRequest) -> int:
    known = getattr(request, "_fagvei_task_count", None)
    return task_count(request.user) if known is None else known


def grouped(tasks: Iterable[Task]) -> list[Group]:
    """Today, this week, later; empty groups are left out."""
    groups = {
        "today": Group("today", _("I dag")),
        "week": Group("week", _("Denne uken")),
        "later": Group("later", _("Senere")),
    }
    for task in tasks:
        groups[urgency(task)].tasks.append(task)
    return [group for group in groups.values() if group.tasks]


def urgency(task: Task) -> str:
    if task.due_on is not None:
        days_left = (task.due_on - clock.today()).days
        return "today" if days_left <= 0 else "week" if days_left <= 7 else "later"
    waited = clock.now() - task.waiting_since
    return "today" if waited >= TODAY_AFTER else "week" if waited >= WEEK_AFTER else "later"


def _count(room: str, user: Any) -> int:
    if (count := _function(room, "task_count")) is not None:
        return count(user)
    ask = _function(room, "tasks_for")
    return sum(task.count for task in ask(user)) if ask is not None else 0


def _functions(name: str) -> list[Callable[[Any], Any]]:
    return [function for room in ROOMS if (function := _function(room, name)) is not None]


def _function(room: str, name: str) -> Callable[[Any], Any] | None:
    """A room without the function has nothing waiting; a room that is no app yet has no queries either."""
    if not apps.is_installed(f"fagvei.{room}"):
        return None
    try:
        return getattr(import_module(f"fagvei.{room}.queries"), name, None)
    except ModuleNotFoundError as missing:
        if missing.name != f"fagvei.{room}.queries":
            raise
        return None
