"""The assessment panel on one page: who, which goals, the evidence behind them, what was said and what came out of it."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, Q

from fagvei.people.models import User
from fagvei.people.queries import led_or_deputised_by
from fagvei.training.models import (
    AssessmentPanel,
    Opinion,
    PanelEvent,
    PanelItem,
    PanelMember,
    PanelOutcome,
    PlanActivity,
    PlanGoal,
)
from fagvei.training.queries.activity_page import Step

Kind = PanelEvent.Kind


@dataclass
class AgendaLine:
    """`why` is "" for the doctor until the goal is decided: it may tell that somebody advises against."""

    item: PanelItem
    counted: int
    newest: object
    why: str
    opinions: list[Opinion] = field(default_factory=list)
    outcome: PanelOutcome | None = None


@dataclass
class PanelPage:
    """`minutes` and outcomes are None where the viewer is the doctor and has not been told yet."""

    panel: AssessmentPanel
    members: list[PanelMember]
    agenda: list[AgendaLine]
    steps: list[Step]
    minutes: str | None
    told_before: bool
    is_own: bool
    # None until it is held.
    took_part: bool | None


def panel_page(panel: AssessmentPanel, viewer: User) -> PanelPage:
    """Six questions, whatever the number of goals and members."""
    events = list(panel.events.select_related("by").order_by("pk"))
    is_own = viewer.pk == panel.doctor_id
    may_read = not is_own or panel.state == AssessmentPanel.State.CLOSED
    held = next((event for event in events if event.kind == Kind.HELD), None)
    return PanelPage(
        panel,
        list(panel.members.select_related("person")),
        _agenda(panel, is_own=is_own, may_read=may_read),
        [Step(event.at, str(event.by), event.get_kind_display().capitalize(), _shown(event)) for event in events],
        held.comment if held and may_read else None,
        any(event.kind == Kind.INFORMED_BEFORE for event in events),
        is_own,
        held.state_after == AssessmentPanel.State.CLOSED if held else None,
    )


def _shown(event: PanelEvent) -> str:
    """The minutes stand in a place of their own; what the mentor noted is for those who read the panel."""
    return event.comment if event.kind == Kind.CANCELLED else ""


def _agenda(panel: AssessmentPanel, *, is_own: bool, may_read: bool) -> list[AgendaLine]:
    counting = Q(plan_goal__activities__state__in=PlanActivity.COUNTING)
    items = (
        PanelItem.objects.filter(panel=panel)
        .with_decided()
        .select_related("plan_goal__goal", "plan_goal__revision", "outcome")
        .annotate(
            counted=Count("plan_goal__activities", filter=counting, distinct=True),
            newest=Max("plan_goal__activities__done_on", filter=counting),
        )
        .order_by("plan_goal__goal__code")
    )
    lines = {
        item.plan_goal_id: AgendaLine(
            item,
            item.counted,
            item.newest,
            "" if is_own and not item.is_decided else item.get_source_display(),
            outcome=getattr(item, "outcome", None) if may_read else None,
        )
        for item in items
    }
    if not is_own:
        # The doctor reads what advisers said after the decision, on the goal's own page.
        completions = [line.item.plan_goal.completion_id for line in lines.values()]
        for opinion in Opinion.objects.filter(completion__in=completions).select_related("by").order_by("pk"):
            lines[opinion.plan_goal_id].opinions.append(opinion)
    return list(lines.values())


def panels_of(user: User) -> list[AssessmentPanel]:
    panels = AssessmentPanel.objects.visible_to(user).select_related("doctor", "chair", "waiting_on")
    return list(panels.annotate(number=Count("items")).order_by("-meets_at", "-pk"))


def doctors_to_call_for(user: User) -> list[User]:
    return list(User.objects.filter(pk__in=led_or_deputised_by(user).values("doctor_id"), is_active=True))


def goals_for_a_panel(doctor: User) -> list[PlanGoal]:
    """Begun, completed or sent; those that somebody advises against first."""
    against = Opinion.objects.filter(completion_id=OuterRef("completion_id"), verdict=Opinion.Verdict.ADVISES_AGAINST)
    states = [PlanGoal.State.BEGUN, PlanGoal.State.COMPLETED, PlanGoal.State.SENT]
    goals = PlanGoal.objects.filter(doctor=doctor, state__in=states).in_current_plan()
    return list(
        goals.select_related("goal", "revision")
        .annotate(is_doubted=Exists(against))
        .order_by("-is_doubted", "goal__code")
    )


def outcomes_about(plan_goal: PlanGoal) -> list[PanelOutcome]:
    """What panels came to about the goal, newest first; and with `panel_waiting` what lies ahead."""
    rows = PanelOutcome.objects.filter(item__plan_goal=plan_goal).select_related("item__panel", "by")
    return list(rows.order_by("-at", "-pk"))


def open_panel_about(plan_goal: PlanGoal) -> AssessmentPanel | None:
    panels = AssessmentPanel.objects.filter(state=AssessmentPanel.State.CALLED, items__plan_goal=plan_goal)
    return panels.order_by("meets_at", "pk").first()
