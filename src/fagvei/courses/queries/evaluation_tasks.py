"""What waits for somebody about evaluations: the participant answers."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.courses.models import CourseEvaluation, EvaluationEntry
from fagvei.people.models import User

LINE = (
    "evaluation__since",
    "evaluation__closes_on",
    "evaluation__run__public_id",
    "evaluation__run__course__activity__name",
)


@prepared
def _open(user: int, today: dt.date) -> QuerySet[EvaluationEntry]:
    open_now = EvaluationEntry.objects.filter(
        doctor_id=user,
        used=False,
        evaluation__state=CourseEvaluation.State.OPEN,
        evaluation__closes_on__gte=today,
    )
    return open_now.select_related("evaluation__run__course__activity").only(*LINE).order_by("evaluation_id")


def evaluation_tasks_for(user: User) -> Iterator[Task]:
    for entry in _open(user=user.pk, today=clock.today()):
        run = entry.evaluation.run
        yield Task(
            "course_evaluation",
            _("Evaluer %(course)s") % {"course": run.course},
            reverse("courses:answer_evaluation", args=[run.public_id]),
            _("Svar"),
            entry.evaluation.since,
            due_on=entry.evaluation.closes_on,
        )
