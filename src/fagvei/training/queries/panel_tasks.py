"""What waits for whom in assessment panels: one question for everybody, who may be a member; two more for leaders and
their deputies, one for mentors.
"""

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.people.queries import Circle, blank_circle
from fagvei.training.models import AssessmentPanel, PanelEvent, PanelMember, PanelOutcome, PlanGoal

State = AssessmentPanel.State
# The words of a line and no more.
PANEL = ("public_id", "meets_at", "since", "doctor__full_name")
OUTCOME = (
    "at",
    "follow_up_on",
    "item__panel__doctor__full_name",
    "item__plan_goal__public_id",
    "item__plan_goal__goal__code",
)


def panel_tasks(circle: Circle) -> Iterator[Task]:
    if circle.leads:
        yield from _to_hold(circle)
        yield from _to_follow_up(circle)
    if circle.mentors:
        yield from _to_tell(circle)
    yield from _to_attend(circle)


def panels_to_hold(circle: Circle) -> QuerySet[AssessmentPanel]:
    return AssessmentPanel.objects.filter(doctor_id__in=circle.leads, state=State.CALLED)


def outcomes_to_follow_up(circle: Circle) -> QuerySet[PanelOutcome]:
    """Until the goal is approved or another panel has looked at it, or the plan is archived."""
    later = PanelOutcome.objects.filter(item__plan_goal=OuterRef("item__plan_goal"), pk__gt=OuterRef("pk"))
    rows = PanelOutcome.objects.filter(
        ~Exists(later), advice=PanelOutcome.Advice.FOLLOW_UP, item__panel__doctor_id__in=circle.leads
    )
    going_on = PlanGoal.objects.exclude(state=PlanGoal.State.APPROVED).in_current_plan()
    return rows.filter(item__plan_goal__in=going_on.order_by().values("pk"))


def panels_to_tell_of(circle: Circle) -> QuerySet[AssessmentPanel]:
    """It is the mentor now who tells, whoever was mentor when the panel was called or held."""
    told = PanelEvent.objects.filter(panel=OuterRef("pk"), kind=PanelEvent.Kind.INFORMED_BEFORE)
    before = Q(state=State.CALLED, doctor_takes_part=False) & ~Exists(told)
    # Held and not closed: the doctor was not there.
    return AssessmentPanel.objects.filter(before | Q(state=State.HELD), doctor_id__in=circle.mentors)


def panels_to_attend(circle: Circle, now: dt.datetime, today: dt.datetime) -> QuerySet[AssessmentPanel]:
    """As a member or as mentor, until the day is over (`today` is its first instant): a member can do nothing afterwards. Who
    leads the panel or has to tell the doctor of it has another line.
    """
    seats = Exists(PanelMember.objects.sitting(now).filter(panel=OuterRef("pk"), person=circle.user))
    comes = seats | Q(doctor_id__in=circle.mentors) if circle.mentors else seats
    panels = AssessmentPanel.objects.filter(comes, state=State.CALLED, meets_at__gte=today)
    panels = panels.exclude(doctor_id__in=circle.leads) if circle.leads else panels
    return panels.exclude(pk__in=panels_to_tell_of(circle).values("pk")) if circle.mentors else panels


@prepared
def _held(leads: Collection[int]) -> QuerySet[AssessmentPanel]:
    rows = panels_to_hold(blank_circle(leads=leads)).select_related("doctor", "chair")
    return rows.only(*PANEL, "chair__full_name")


@prepared
def _followed_up(leads: Collection[int]) -> QuerySet[PanelOutcome]:
    rows = outcomes_to_follow_up(blank_circle(leads=leads))
    return rows.select_related("item__panel__doctor", "item__plan_goal__goal").only(*OUTCOME)


@prepared
def _told(mentors: Collection[int]) -> QuerySet[AssessmentPanel]:
    return panels_to_tell_of(blank_circle(mentors=mentors)).select_related("doctor").only(*PANEL, "state")


@prepared
def _attended(
    user: int, leads: Collection[int], mentors: Collection[int], now: dt.datetime, today: dt.datetime
) -> QuerySet[AssessmentPanel]:
    rows = panels_to_attend(blank_circle(user=user, leads=leads, mentors=mentors), now, today)
    return rows.select_related("doctor").only(*PANEL).order_by("meets_at", "pk")


def _to_hold(circle: Circle) -> Iterator[Task]:
    for panel in _held(leads=circle.leads):
        yield Task(
            kind="hold_panel",
            title=_("Evalueringskollegium om %(name)s") % {"name": panel.doctor},
            url=panel.get_absolute_url(),
            act_label=_("Åpne kollegiet"),
            waiting_since=panel.since,
            due_on=panel.meets_at.astimezone(clock.OSLO).date(),
            for_whom="" if panel.chair_id == circle.user.pk else str(panel.chair),
        )


def _to_follow_up(circle: Circle) -> Iterator[Task]:
    for row in _followed_up(leads=circle.leads):
        names = {"code": row.item.plan_goal.goal.code, "name": row.item.panel.doctor}
        yield Task(
            kind="follow_up_goal",
            title=_("Følg opp %(code)s (%(name)s) etter evalueringskollegiet") % names,
            url=reverse("training:goal", args=[row.item.plan_goal.public_id]),
            act_label=_("Se målet"),
            waiting_since=row.at,
            due_on=row.follow_up_on,
        )


def _to_tell(circle: Circle) -> Iterator[Task]:
    for panel in _told(mentors=circle.mentors):
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


def _to_attend(circle: Circle) -> Iterator[Task]:
    moments = {"now": clock.now(), "today": clock.start_of(clock.today())}
    for panel in _attended(user=circle.user.pk, leads=circle.leads, mentors=circle.mentors, **moments):
        yield Task(
            kind="attend_panel",
            title=_("Møt i evalueringskollegiet om %(name)s") % {"name": panel.doctor},
            url=panel.get_absolute_url(),
            act_label=_("Åpne kollegiet"),
            waiting_since=panel.since,
            due_on=panel.meets_at.astimezone(clock.OSLO).date(),
        )
