"""What one activity shows: content, goals, attachments, and who did what when."""

from dataclasses import dataclass
from typing import Any

from fagvei.curriculum.models import LearningActivity
from fagvei.people.models import User
from fagvei.training.models import ActivityEvent, Attachment, Employment, PlanActivity, PlanGoal

Kind = ActivityEvent.Kind


@dataclass(frozen=True)
class Step:
    """One line of a timeline, as `components/timeline.html` wants it."""

    at: Any
    who: str
    what: str
    text: str = ""
    url: str = ""


@dataclass
class ActivityPage:
    """`digest` is of exactly what stands here; `open_goals` are those the viewer may open; `objection` is the doctor's unanswered one.

    `is_outside_service`: the doctor has positions in the record, and none on that day.
    """

    activity: PlanActivity
    goals: list[PlanGoal]
    open_goals: set[int]
    attachments: list[Attachment]
    steps: list[Step]
    objection: ActivityEvent | None
    returned: ActivityEvent | None
    digest: str
    was_sent: bool
    is_outside_service: bool


def activity_page(activity: PlanActivity, viewer: User) -> ActivityPage:
    activity = (
        PlanActivity.objects.select_related("doctor", "activity", "arena", "supervisor", "waiting_on", "on_behalf_by")
        .prefetch_related("goals", "attachments")
        .get(pk=activity.pk)
    )
    goals = list(activity.goals.select_related("goal", "revision").order_by("goal__code"))
    events = list(activity.events.select_related("by").order_by("at", "pk"))
    return ActivityPage(
        activity,
        goals,
        set(
            PlanGoal.objects.visible_to(viewer).filter(activities=activity).values_list("pk", flat=True).order_by("pk")
        ),
        list(activity.attachments.all()),
        [step_of(event) for event in events],
        _latest(events, Kind.OBJECTED) if activity.has_open_objection else None,
        _latest(events, Kind.RETURNED) if activity.state == PlanActivity.State.RETURNED else None,
        activity.content_digest(),
        any(event.kind == Kind.SENT for event in events),
        _is_outside_service(activity),
    )


def _is_outside_service(activity: PlanActivity) -> bool:
    """A course or e-learning may be taken between two positions; who has no position in the record has not kept it there."""
    if activity.kind in LearningActivity.WITHOUT_SIGNATURE:
        return False
    positions = list(Employment.objects.filter(doctor=activity.doctor_id).standing())
    return bool(positions) and not any(each.holds_on(activity.done_on) for each in positions)


def step_of(event: ActivityEvent) -> Step:
    return Step(event.at, str(event.by), event.get_kind_display().capitalize(), event.comment)


def _latest(events: list[ActivityEvent], kind: str) -> ActivityEvent | None:
    return next((event for event in reversed(events) if event.kind == kind), None)
