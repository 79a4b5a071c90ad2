"""Bo has called a panel about the goal that an opinion advises against; an earlier one asked for follow-up."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.training import actions
from fagvei.training.models import PlanGoal


def tell_panel(cast: SimpleNamespace, now: dt.datetime) -> None:
    goals = {row.goal.code: row for row in PlanGoal.objects.filter(doctor=cast.anna).select_related("goal")}
    with clock.at(now - dt.timedelta(days=70)):
        earlier = actions.call_panel(
            doctor=cast.anna,
            goals=[goals["RUS-059"]],
            members=[cast.siri, cast.stian],
            meets_at=now - dt.timedelta(days=61),
            doctor_takes_part=True,
            doubt="Har hatt få vanskelige samtaler alene.",
            place="Møterommet på poliklinikken",
            by=cast.bo,
        )
    with clock.at(now - dt.timedelta(days=61)):
        follow_up_on = (now + dt.timedelta(days=20)).date()
        told = {
            item: actions.Outcome("follow_up", "To observerte samtaler til.", follow_up_on)
            for item in earlier.items.all()
        }
        actions.hold_panel(
            panel=earlier,
            minutes="Anna deltok. Vi gikk gjennom halvåret og ble enige om to observerte samtaler før målet vurderes igjen.",
            outcomes=told,
            doctor_took_part=True,
            by=cast.bo,
        )
    with clock.at(now - dt.timedelta(days=3)):
        panel = actions.call_panel(
            doctor=cast.anna,
            goals=[goals["RUS-059"]],
            members=[cast.siri],
            meets_at=now + dt.timedelta(days=9, hours=6),
            doctor_takes_part=False,
            doubt="En uttalelse fraråder.",
            by=cast.bo,
        )
        actions.add_panel_goal(panel=panel, plan_goal=goals["RUS-020"], doubt="To anbefalte kurs mangler.", by=cast.bo)
