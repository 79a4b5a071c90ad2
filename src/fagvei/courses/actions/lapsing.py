"""What has no consent when the deadline goes out does not count (R15). Who applied is told, and need not wait for the seats."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.courses.actions.applications import move_application, record_application
from fagvei.courses.actions.rounds import locked_round
from fagvei.courses.models import ApplicationEvent, ApplicationRound, CourseApplication
from fagvei.people.actions import notify

State = CourseApplication.State


def let_lapse(found: ApplicationRound) -> int:
    """Returns how many. Call it with the round locked, after its deadline."""
    rows = list(found.applications.filter(state__in=CourseApplication.WITHOUT_CONSENT).select_related("doctor"))
    for each in rows:
        each.round = found
        event = move_application(each, ApplicationEvent.Kind.LAPSED, to=State.LAPSED, by=None, acting_as="system")
        record_application("course_application_lapsed", each, None, "system", [event])
        notify(
            user=each.doctor,
            kind="course_application_lapsed",
            text=_("En kurssøknad falt bort da fristen gikk ut, for lederen hadde ikke samtykket."),
            path=reverse("courses:application", args=[each.public_id]),
        )
    return len(rows)


def let_applications_lapse(*, by: None = None, dry_run: bool = False) -> int:
    """In all rounds whose deadline is out. For the timer."""
    rows = CourseApplication.objects.filter(
        state__in=CourseApplication.WITHOUT_CONSENT, round__deadline_at__lte=clock.now()
    ).exclude(round__state__in=ApplicationRound.DONE)
    if dry_run:
        return rows.count()
    rounds = ApplicationRound.objects.filter(pk__in=rows.values("round_id")).order_by("pk")
    return sum(_in_round(each) for each in rounds)


@transaction.atomic
def _in_round(asked: ApplicationRound) -> int:
    found = locked_round(asked)
    return 0 if found.state in ApplicationRound.DONE else let_lapse(found)
