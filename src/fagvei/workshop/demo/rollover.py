"""Of a fictional set one goal has changed, one has ended, one is new; a fictional rule lets Anna keep the older text."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalSet, LearningGoal
from fagvei.handbook.models import Sourced
from fagvei.organisations.models import Specialty
from fagvei.training import actions
from fagvei.training.models import EducationPlan

DEMO: dict[str, Any] = {"is_demo": True, "verification": Sourced.Verification.DEMO, "source": "Demodata"}


def tell_rollover(cast: SimpleNamespace, today: dt.datetime) -> None:
    """After everybody else has got a plan: the set is Anna's alone."""
    with clock.at(today - dt.timedelta(days=90)):
        goal_set = curriculum.save_goal_set(
            code="DEMO",
            kind=GoalSet.Kind.SPECIALTY,
            name="Demosett for regelendringer (fiktivt)",
            short_name="DEMO",
            specialty=Specialty.objects.get(slug="rus"),
            note="Demodata. Ikke en del av forskriften.",
            position=90,
            verification=Sourced.Verification.DEMO,
            source="Demodata",
            by=None,
        )
        goal = _publish(
            goal_set, "DEMO-001", "Demomål med to revisjoner (fiktivt)", "Fiktiv tekst, første utgave.", 400, today
        )
        _publish(
            goal_set, "DEMO-003", "Demomål som er opphevet (fiktivt)", "Fiktiv tekst.", 400, today, ended_days_ago=21
        )
        plan = EducationPlan.objects.current().get(doctor=cast.anna)
        actions.add_missing_goals(plan=plan, by=cast.bo)
    with clock.at(today - dt.timedelta(days=20)):
        curriculum.publish_revision(
            goal=goal,
            valid_from_on=(today - dt.timedelta(days=20)).date(),
            name="Demomål med to revisjoner (fiktivt, endret)",
            official_text="Fiktiv tekst, andre utgave.",
            reason="Demodata: slik ser en endring ut.",
            by=None,
            **DEMO,
        )
        _publish(goal_set, "DEMO-002", "Nytt demomål (fiktivt)", "Fiktiv tekst.", 20, today)
        curriculum.save_transition_rule(
            code="demo-overgang",
            goal_set=goal_set,
            name="Demoregel (fiktiv)",
            sentence="Fiktiv regel til demoen: planer tildelt før endringen kan beholde den tidligere teksten.",
            section="Demodata, ingen paragraf",
            source="Demodata",
            assigned_before_on=(today - dt.timedelta(days=20)).date(),
            until_on=None,
            by=cast.hilde,
        )


def _publish(
    goal_set: GoalSet, code: str, name: str, text: str, days_ago: int, today: dt.datetime, *, ended_days_ago: int = 0
) -> LearningGoal:
    goal = curriculum.save_goal(code=code, goal_set=goal_set, by=None)
    curriculum.publish_revision(
        goal=goal,
        valid_from_on=(today - dt.timedelta(days=days_ago)).date(),
        valid_to_on=(today - dt.timedelta(days=ended_days_ago)).date() if ended_days_ago else None,
        name=name,
        official_text=text,
        by=None,
        **DEMO,
    )
    return goal
