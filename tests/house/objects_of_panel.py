"""Assessment panels about Anna: called, held, closed and cancelled."""

import datetime as dt
from typing import Any

from everybody import AROUND, World

from fagvei.common import clock
from fagvei.training import actions
from fagvei.training.models import AssessmentPanel
from fagvei.training.tests.factories import until_it_meets

SOON = dt.timedelta(days=7)


def add_objects(world: World) -> None:
    cast = world.cast
    near: dict[str, Any] = {
        name: word for name, word in AROUND["anna"].items() if word not in {"supervisor", "hospital_admin"}
    }
    near |= {"siri": "member", "bo": ["leader", "member"], "cecilie": ["mentor", "member"]}
    for state in AssessmentPanel.State.values:
        world.add("assessment_panel", state, _panel(cast, state), near, f"about anna, {state}")


def _panel(cast: Any, state: str) -> AssessmentPanel:
    panel = actions.call_panel(
        doctor=cast.anna,
        goals=[cast.record.goals["RUS-003"]],
        members=[cast.siri],
        meets_at=clock.now() + SOON,
        doctor_takes_part=state != "held",
        doubt="Lite sett i akuttarbeid.",
        by=cast.bo,
    )
    if state == "cancelled":
        return actions.cancel_panel(panel=panel, reason="Sykdom.", by=cast.bo)
    if state == "called":
        return until_it_meets(panel)
    if state == "held":
        panel = actions.tell_doctor_of_panel(panel=panel, by=cast.cecilie)
    outcomes = {item: actions.Outcome("not_yet", "Mer øvelse.") for item in panel.items.all()}
    return actions.hold_panel(
        panel=until_it_meets(panel),
        minutes="Enige.",
        outcomes=outcomes,
        doctor_took_part=state != "held",
        by=cast.bo,
    )
