"""What waits after a wave for those who answer for surveys: measures that are due, and reports that are not closed.

Asked only for those who hold the role; `surveys` are the ones they see.
"""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.tasks import Task
from fagvei.surveys.models import GapSurvey, ImprovementMeasure, SurveyRound

# A measure comes into the inbox this long before its date. Our own choice.
DUE_WITHIN = dt.timedelta(days=14)


def improvement_tasks(surveys: QuerySet[GapSurvey]) -> list[Task]:
    """Two questions to the database."""
    return [*_reports(surveys), *_measures(surveys)]


def _measures(surveys: QuerySet[GapSurvey]) -> list[Task]:
    due = ImprovementMeasure.objects.open().filter(round__survey__in=surveys, due_on__lte=clock.today() + DUE_WITHIN)
    return [
        Task(
            "gap_measure",
            _("Følg opp tiltaket «%s»") % measure.what,
            measure.get_absolute_url(),
            _("Åpne tiltaket"),
            measure.since,
            due_on=measure.due_on,
        )
        for measure in due.order_by("due_on", "pk")
    ]


def _reports(surveys: QuerySet[GapSurvey]) -> list[Task]:
    closed = SurveyRound.objects.filter(survey__in=surveys, state=SurveyRound.State.CLOSED).select_related("survey")
    return [
        Task(
            "gap_report",
            _("Les rapporten og bestem hva som følger: %(survey)s, måling %(number)d")
            % {"survey": row.survey, "number": row.number},
            reverse("surveys:report", args=[row.public_id]),
            _("Les rapporten"),
            row.since,
        )
        for row in closed.order_by("since", "pk")
    ]
