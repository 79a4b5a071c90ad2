"""What waits for whoever answers for GAP surveys: a wave to open or close, and what follows it. Asked only for that role."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.people.models import User
from fagvei.people.queries import role_keys_of
from fagvei.surveys.models import GapSurvey, SurveyRound
from fagvei.surveys.queries.measures_tasks import DUE_WITHIN, improvement_tasks, measures_waiting, reports_waiting

State = SurveyRound.State


def tasks_for(user: User) -> list[Task]:
    if "survey_owner" not in role_keys_of(user):
        return []
    waves = _waves(user=user.pk, today=clock.today(), now=clock.now())
    return [*(_task(row) for row in waves), *improvement_tasks(user)]


def task_count(user: User) -> int:
    """As many as `tasks_for` lists, counted in one question."""
    if "survey_owner" not in role_keys_of(user):
        return 0
    today = clock.today()
    return _waiting.count(user=user.pk, today=today, due_until=today + DUE_WITHIN, now=clock.now())


@prepared
def _waves(user: Any, today: dt.date, now: dt.datetime) -> QuerySet[SurveyRound]:
    is_due = Q(state=State.PLANNED, opens_on__lte=today) | Q(state=State.OPEN, closes_on__lte=today)
    rows = SurveyRound.objects.filter(is_due, survey__in=GapSurvey.objects.visible_to(user, now))
    return rows.select_related("survey").order_by("since", "pk")


@prepared
def _waiting(user: Any, today: dt.date, due_until: dt.date, now: dt.datetime) -> QuerySet:
    waves = _waves.build(user, today, now)
    rest = (reports_waiting.build(user, now), measures_waiting.build(user, due_until, now))
    return waves.order_by().values_list("pk").union(*(rows.order_by().values_list("pk") for rows in rest), all=True)


def _task(row: SurveyRound) -> Task:
    words = {"title": row.survey.title, "number": row.number}
    if row.state == State.PLANNED:
        title, act, due_on = _("Åpne måling %(number)d av «%(title)s»") % words, _("Åpne"), row.opens_on
    else:
        title, act, due_on = _("Lukk måling %(number)d av «%(title)s»") % words, _("Lukk"), row.closes_on
    return Task(f"gap_{row.state}", title, row.get_absolute_url(), act, row.since, due_on)
