"""What waits for whom in assessment panels. Two questions, for leaders, their deputies and mentors alone."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.tasks import Task
from fagvei.people.models import Relation, User
from fagvei.people.queries import doctor_ids_related_to, led_or_deputised_by
from fagvei.training.models import AssessmentPanel, PanelOutcome, PlanGoal

State = AssessmentPanel.State


def panel_tasks(user: User, kinds: set[str]) -> Iterator[Task]:
    if Relation.Kind.LEADER in kinds:
        yield from _to_hold(user)
        yield from _to_follow_up(user)
    if Relation.Kind.MENTOR in kinds:
        yield from _to_tell(user)


def _to_hold(user: User) -> Iterator[Task]:
    led = led_or_deputised_by(user).values("doctor_id")
    for panel in AssessmentPanel.objects.filter(doctor__in=led, state=State.CALLED).select_related("doctor", "chair"):
        yield Task(
            kind="hold_panel",
            title=_("Evalueringskollegium om %(name)s") % {"name": panel.doctor},
            url=panel.get_absolute_url(),
            act_label=_("Åpne kollegiet"),
            waiting_since=panel.since,
            due_on=panel.meets_at.astimezone(clock.OSLO).date(),
            for_whom="" if panel.chair_id == user.pk else str(panel.chair),
        )


def _to_follow_up(user: User) -> Iterator[Task]:
    """Until the goal is approved or another panel has looked at it."""
    led = led_or_deputised_by(user).values("doctor_id")
    later = PanelOutcome.objects.filter(item__plan_goal=OuterRef("item__plan_goal"), pk__gt=OuterRef("pk"))
    rows = PanelOutcome.objects.filter(
        ~Exists(later), advice=PanelOutcome.Advice.FOLLOW_UP, item__panel__doctor__in=led
    ).exclude(item__plan_goal__state=PlanGoal.State.APPROVED)
    for row in rows.select_related("item__panel__doctor", "item__plan_goal__goal"):
        names = {"code": row.item.plan_goal.goal.code, "name": row.item.panel.doctor}
        yield Task(
            kind="follow_up_goal",
            title=_("Følg opp %(code)s (%(name)s) etter evalueringskollegiet") % names,
            url=reverse("training:goal", args=[row.item.plan_goal.public_id]),
            act_label=_("Se målet"),
            waiting_since=row.at,
            due_on=row.follow_up_on,
        )


def _to_tell(user: User) -> Iterator[Task]:
    mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
    panels = AssessmentPanel.objects.filter(doctor__in=mentored, state__in=AssessmentPanel.OPEN, waiting_on=user)
    for panel in panels.filter(doctor_takes_part=False).select_related("doctor"):
        is_before = panel.state == State.CALLED
        title = (
            _("Orienter %(name)s før evalueringskollegiet")
            if is_before
            else _("Orienter %(name)s etter evalueringskollegiet")
        )
        yield Task(
            kind="tell_of_panel",
            title=title % {"name": panel.doctor},
            url=panel.get_absolute_url(),
            act_label=_("Orienter"),
            waiting_since=panel.since,
            due_on=panel.meets_at.astimezone(clock.OSLO).date() if is_before else None,
        )
