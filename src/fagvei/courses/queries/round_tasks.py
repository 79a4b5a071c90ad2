"""Announced runs that stand in no round: to be opened while one can apply, and told of when the deadline went out first."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.tasks import Task
from fagvei.courses.models import ApplicationRound, CourseRun, JointInvitation
from fagvei.courses.queries.joint import outside_rounds
from fagvei.courses.queries.national import national_rounds, stands_outside
from fagvei.courses.rules.deadlines import ASKED_DAYS_BEFORE_OPENING

ASKED_BEFORE = dt.timedelta(days=ASKED_DAYS_BEFORE_OPENING)
State = JointInvitation.State


def runs_without_round(centres: list[int]) -> QuerySet[CourseRun]:
    """Announced and not over, the first to begin first."""
    runs = CourseRun.objects.coming().filter(host_centre__in=centres, state=CourseRun.State.ANNOUNCED)
    return outside_rounds(runs).select_related("course__activity").order_by("starts_on", "pk")


def rounds_to_open(centres: list[int]) -> Iterator[Task]:
    """One question, asked before it is to open, for what opens later is a deviation.

    A run that another RegUt wants in its round is first that RegUt's to open for, until the deadline.
    """
    now = clock.now()
    joins = Q(Exists(national_rounds(OuterRef("pk"), OuterRef("course"), OuterRef("deadline_at")))) & ~stands_outside()
    runs = runs_without_round(centres).filter(opens_at__lte=now + ASKED_BEFORE).annotate(joins_open=joins)
    for run in runs.exclude(Exists(_waits_for_another()), deadline_at__gt=now):
        if run.is_before_deadline:
            title = (
                _("Ta kjøringen med i den nasjonale søknaden: %(course)s")
                if run.joins_open
                else _("Åpne søknadsrunden for %(course)s")
            )
            yield Task(
                "round_open",
                title % {"course": run.course},
                reverse("courses:open_round", args=[run.public_id]),
                _("Ta med") if run.joins_open else _("Åpne"),
                max(run.opens_at - ASKED_BEFORE, run.since),
                due_on=run.opens_on,
            )
        else:
            yield Task(
                "round_missed",
                _("Søknadsfristen gikk ut uten søknadsrunde: %(course)s") % {"course": run.course},
                run.get_absolute_url(),
                _("Flytt eller avlys"),
                run.deadline_at,
                due_on=run.deadline_on,
            )


def _waits_for_another() -> QuerySet[JointInvitation]:
    """Asked to join, or has joined, and the one that asked has not opened its round yet."""
    asked = JointInvitation.objects.filter(run=OuterRef("pk"), state__in=(State.ASKED, State.JOINED))
    opened = ApplicationRound.objects.filter(
        course=OuterRef("run__course"),
        host_centre=OuterRef("lead_centre"),
        deadline_at=OuterRef("run__deadline_at"),
    )
    return asked.exclude(Exists(opened))
