"""What waits for whoever answers for GAP surveys: a wave to open or close, and what follows it. Asked only for that role."""

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.tasks import Task
from fagvei.people.models import User
from fagvei.people.queries import role_keys_of
from fagvei.surveys.models import GapSurvey, SurveyRound
from fagvei.surveys.queries.measures_tasks import improvement_tasks

State = SurveyRound.State


def tasks_for(user: User) -> list[Task]:
    if "survey_owner" not in role_keys_of(user):
        return []
    own = GapSurvey.objects.visible_to(user)
    rows = SurveyRound.objects.filter(survey__in=own, state__in=[State.PLANNED, State.OPEN]).select_related("survey")
    today = clock.today()
    waves = [
        _task(row)
        for row in rows.order_by("since", "pk")
        if (row.state == State.PLANNED and row.opens_on <= today)
        or (row.state == State.OPEN and row.closes_on <= today)
    ]
    return [*waves, *improvement_tasks(own)]


def _task(row: SurveyRound) -> Task:
    words = {"title": row.survey.title, "number": row.number}
    if row.state == State.PLANNED:
        title, act, due_on = _("Åpne måling %(number)d av «%(title)s»") % words, _("Åpne"), row.opens_on
    else:
        title, act, due_on = _("Lukk måling %(number)d av «%(title)s»") % words, _("Lukk"), row.closes_on
    return Task(f"gap_{row.state}", title, row.get_absolute_url(), act, row.since, due_on)
