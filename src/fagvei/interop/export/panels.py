"""Assessment panels in words. Minutes and outcomes come along when the doctor has been told of them."""

from typing import Any

from django.db.models import Prefetch

from fagvei.people.models import User
from fagvei.training.models import AssessmentPanel, PanelEvent, PanelItem, PanelMember, PanelOutcome

WITHHELD = "panel_before_doctor_is_told"


def is_withheld(fact: Any) -> bool:
    """What the doctor may not read on the page yet either."""
    if isinstance(fact, PanelItem):
        return not fact.is_decided  # type: ignore[attr-defined]
    if isinstance(fact, PanelOutcome):
        return fact.item.panel.state == AssessmentPanel.State.HELD
    return (
        isinstance(fact, PanelEvent)
        and fact.kind == PanelEvent.Kind.HELD
        and fact.panel.state == AssessmentPanel.State.HELD
    )


def tables_of(doctor: User) -> list[Any]:
    return [
        AssessmentPanel.objects.filter(doctor=doctor),
        PanelEvent.objects.filter(panel__doctor=doctor).select_related("panel"),
        PanelMember.objects.filter(panel__doctor=doctor),
        PanelItem.objects.filter(panel__doctor=doctor).with_decided(),
        PanelOutcome.objects.filter(item__panel__doctor=doctor).select_related("item__panel"),
    ]


def panels_of(doctor: User) -> list[dict[str, Any]]:
    panels = AssessmentPanel.objects.filter(doctor=doctor).select_related("institution", "chair")
    items = Prefetch("items", PanelItem.objects.with_decided().select_related("plan_goal__goal"))
    fetched = panels.prefetch_related("members__person", items, "items__outcome__by", "events__by")
    return [_panel(panel) for panel in fetched.order_by("pk")]


def _panel(panel: AssessmentPanel) -> dict[str, Any]:
    return {
        "fact": panel.fact_id,
        "institution": panel.institution.name,
        "chair": panel.chair.full_name,
        "meets_at": panel.meets_at,
        "place": panel.place,
        "doctor_takes_part": panel.doctor_takes_part,
        "state": panel.state,
        "state_name": panel.get_state_display(),
        "members": [
            {
                "fact": seat.fact_id,
                "person": seat.person.full_name,
                "role": seat.role,
                "role_name": seat.get_role_display(),
            }
            for seat in panel.members.all()
        ],
        "agenda": [_item(panel, item) for item in panel.items.all()],
        "events": [_event(panel, event) for event in panel.events.all()],
    }


def _item(panel: AssessmentPanel, item: PanelItem) -> dict[str, Any]:
    outcome = getattr(item, "outcome", None)
    shown = {"fact": item.fact_id, "goal": item.plan_goal.goal.code, "doubt": item.doubt}
    if item.is_decided:  # type: ignore[attr-defined]  # before that it may tell that somebody advises against
        shown["source"] = item.source
    return {**shown, "outcome": outcome and _outcome(panel, outcome)}


def _outcome(panel: AssessmentPanel, outcome: PanelOutcome) -> dict[str, Any]:
    shown = {"fact": outcome.fact_id, "by": outcome.by.full_name, "at": outcome.at}
    if panel.state == AssessmentPanel.State.HELD:
        return {**shown, "withheld": WITHHELD}
    return {
        **shown,
        "advice": outcome.advice,
        "advice_name": outcome.get_advice_display(),
        "comment": outcome.comment,
        "follow_up_on": outcome.follow_up_on,
    }


def _event(panel: AssessmentPanel, event: PanelEvent) -> dict[str, Any]:
    shown = {
        "fact": event.fact_id,
        "kind": event.kind,
        "kind_name": event.get_kind_display(),
        "by": event.by.full_name,
        "acting_as": event.acting_as,
        "at": event.at,
    }
    is_hidden = event.kind == PanelEvent.Kind.HELD and panel.state == AssessmentPanel.State.HELD
    return {**shown, "withheld": WITHHELD} if is_hidden else {**shown, "comment": event.comment}
