"""What waits after a wave for those who answer for surveys: measures that are due, and reports that are not closed.

Asked only for those who hold the role, of the surveys they see.
"""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.people.models import User
from fagvei.surveys.models import GapSurvey, ImprovementMeasure, SurveyRound

State = SurveyRound.State

# A measure comes into the inbox this long before its date. Our own choice.
DUE_WITHIN = dt.timedelta(days=14)


def improvement_tasks(user: User) -> list[Task]:
    """Two questions to the database."""
    now, until = clock.now(), clock.today() + DUE_WITHIN
    reports = reports_waiting(user=user.pk, now=now)
    measures = measures_waiting(user=user.pk, until=until, now=now)
    return [*(_report(row) for row in reports), *(_measure(each) for each in measures)]


@prepared
def reports_waiting(user: Any, now: dt.datetime) -> QuerySet[SurveyRound]:
    closed = SurveyRound.objects.filter(survey__in=GapSurvey.objects.visible_to(user, now), state=State.CLOSED)
    return closed.select_related("survey").order_by("since", "pk")


@prepared
def measures_waiting(user: Any, until: dt.date, now: dt.datetime) -> QuerySet[ImprovementMeasure]:
    own = GapSurvey.objects.visible_to(user, now)
    return ImprovementMeasure.objects.open().filter(round__survey__in=own, due_on__lte=until).order_by("due_on", "pk")


def _measure(measure: ImprovementMeasure) -> Task:
    return Task(
        "gap_measure",
        _("Følg opp tiltaket «%s»") % measure.what,
        measure.get_absolute_url(),
        _("Åpne tiltaket"),
        measure.since,
        due_on=measure.due_on,
    )


def _report(row: SurveyRound) -> Task:
    return Task(
        "gap_report",
        _("Les rapporten og bestem hva som følger: %(survey)s, måling %(number)d")
        % {"survey": row.survey, "number": row.number},
        reverse("surveys:report", args=[row.public_id]),
        _("Les rapporten"),
        row.since,
    )
