"""RegUt corrects which goals a course covers, for tests that need a log worth reading."""

import datetime as dt

from fagvei.curriculum import actions
from fagvei.curriculum.models import CoverageCorrection
from fagvei.curriculum.tests import factories


def add_history(cast) -> None:
    goals = factories.make_set("HIST")
    actions.save_transition_rule(
        code="hist",
        goal_set=goals,
        name="Regel",
        sentence="Tidligere planer kan beholde.",
        section="§ 38",
        source="Demodata",
        assigned_before_on=dt.date(2026, 1, 1),
        until_on=None,
        by=cast.hilde,
    )
    covered, course = factories.make_goal(goals, 1), factories.make_course("HIST-KURS")
    for number in (2, 3):
        actions.correct_coverage(
            coverage=factories.cover(covered, course),
            kind=CoverageCorrection.Kind.MOVE,
            new_goal=factories.make_goal(goals, number),
            reason="Kilden sier noe annet.",
            by=cast.eva,
        )
