"""A goal that changes, and a rule that lets a doctor keep what was."""

import datetime as dt

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalRevision, TransitionRule
from fagvei.training import actions


def change(record, code: str, **content) -> GoalRevision:
    content = {"name": "Kunne mer", "official_text": "Skal kunne mer.", **content}
    return curriculum.publish_revision(
        goal=record.goals[code].goal, valid_from_on=clock.today(), by=None, reason="Endret forskrift.", **content
    )


def make_rule(record, code: str = "RUS-001", **changes) -> TransitionRule:
    fields = {
        "code": "demo-overgang",
        "goal_set": record.goals[code].goal.goal_set,
        "name": "Overgangsregel (fiktiv)",
        "sentence": "Planer tildelt før dagen kan beholde det tidligere målet.",
        "section": "§ 38",
        "source": "Demodata",
        "assigned_before_on": clock.today() + dt.timedelta(days=1),
        "until_on": None,
        "by": record.hilde,
        **changes,
    }
    return curriculum.save_transition_rule(**fields)


def make_rollover(record, code: str = "FKM-02") -> None:
    """Kept under a rule, and then converted; and the whole set too."""
    change(record, code)
    make_rule(record, code)
    goal_plan = record.goals[code].goal_plan
    actions.keep_set(goal_plan=goal_plan, reason="Nesten ferdig.", by=record.doctor)
    actions.leave_set(goal_plan=goal_plan, by=record.doctor)
    actions.keep_revision(plan_goal=record.goals[code], reason="Nesten ferdig.", by=record.doctor)
    actions.convert_revision(plan_goal=record.goals[code], by=record.doctor)
