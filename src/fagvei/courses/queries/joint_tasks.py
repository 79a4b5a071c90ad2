"""What waits for a RegUt about rounds of several hosts: to answer for its own run."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.tasks import Task
from fagvei.courses.models import CourseRun, JointInvitation, RoundRun


def invitations_to_answer(centres: list[int]) -> Iterator[Task]:
    asked = JointInvitation.objects.filter(
        run__host_centre__in=centres,
        state=JointInvitation.State.ASKED,
        run__deadline_at__gt=clock.now(),
        run__state__in=CourseRun.STANDING,
    )
    asked = asked.exclude(run__in=RoundRun.objects.standing().values("run"))
    for each in asked.select_related("run__course__activity", "lead_centre").order_by("since", "pk"):
        yield Task(
            "joint_round",
            _("%(centre)s spør om en felles søknadsrunde: %(course)s")
            % {"centre": each.lead_centre, "course": each.run.course},
            each.get_absolute_url(),
            _("Svar"),
            each.since,
            due_on=None,
        )
