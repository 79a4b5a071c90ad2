"""Runs of several hosts in one round: which may be asked, who has answered what, and who is to answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from fagvei.common import clock
from fagvei.courses.models import CourseRun, JointInvitation, RoundRun
from fagvei.people.models import RoleAssignment, User

State = JointInvitation.State
NO = frozenset({State.REFUSED, State.LEFT})


def outside_rounds(runs: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
    """Those that stand in no round: never were in one, or have been taken out of it."""
    return runs.exclude(Exists(RoundRun.objects.standing().filter(run=OuterRef("pk"))))


def free_runs(leading: CourseRun) -> QuerySet[CourseRun]:
    """Besides this one: announced runs of the same course with the same deadline, which nobody can apply for yet."""
    beside = CourseRun.objects.filter(
        course=leading.course_id,
        deadline_at=leading.deadline_at,
        deadline_at__gt=clock.now(),
        state=CourseRun.State.ANNOUNCED,
    ).exclude(pk=leading.pk)
    return outside_rounds(beside).select_related("host_centre").order_by("starts_on", "pk")


def joinable_runs(leading: CourseRun) -> QuerySet[CourseRun]:
    """Those at other hosts."""
    return free_runs(leading).exclude(host_centre=leading.host_centre_id)


def joined_with(lead_centre_id: int) -> QuerySet:
    """Keys of the runs whose host has said yes to a round that this RegUt leads."""
    return JointInvitation.objects.filter(lead_centre=lead_centre_id, state=State.JOINED).values_list("run", flat=True)


def joined_runs(runs: Iterable[CourseRun], lead_centre_id: int) -> set[int]:
    """Those of the runs."""
    return set(joined_with(lead_centre_id).filter(run__in=[run.pk for run in runs]))


def officers_of(centre_id: int) -> list[User]:
    roles = RoleAssignment.objects.active().filter(role="centre_officer", centre_id=centre_id)
    return list(User.objects.filter(is_active=True, pk__in=roles.values("user_id")).order_by("pk"))


@dataclass(frozen=True)
class Neighbour:
    """A run of another host beside one's own, and what its host has answered."""

    run: CourseRun
    invitation: JointInvitation | None

    @property
    def has_joined(self) -> bool:
        return self.invitation is not None and self.invitation.state == State.JOINED

    @property
    def may_be_asked(self) -> bool:
        return self.invitation is None or self.invitation.state in NO

    @property
    def answer(self) -> str:
        """The reason of a no, or of having left."""
        if self.invitation is None or self.invitation.state not in NO:
            return ""
        return max(self.invitation.events.all(), key=lambda event: event.pk).reason


def neighbours_of(leading: CourseRun) -> list[Neighbour]:
    runs = list(joinable_runs(leading).select_related("course__activity"))
    asked = JointInvitation.objects.filter(run__in=runs, lead_centre=leading.host_centre_id)
    by_run = {row.run_id: row for row in asked.prefetch_related("events")}
    return [Neighbour(run, by_run.get(run.pk)) for run in runs]


@dataclass(frozen=True)
class InvitationPage:
    """Where it stands: open to answer until the run is in a round."""

    is_settled: bool
    steps: list[dict[str, Any]]


def invitation_page(row: JointInvitation) -> InvitationPage:
    events = row.events.order_by("at", "pk")
    steps = [
        {
            "at": event.at,
            "who": row.lead_centre if event.state_after == State.ASKED else row.run.host_centre,
            "what": event.get_state_after_display().capitalize(),
            "text": event.reason,
            "url": "",
        }
        for event in events
    ]
    return InvitationPage(RoundRun.objects.standing().filter(run=row.run_id).exists(), steps)
