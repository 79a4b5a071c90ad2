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
    of_specialty = factories.make_set("HISTS", specialty=cast.specialty, position=99)
    course = factories.make_course("HIST-KURS", specialties=[cast.specialty])
    covered = factories.make_goal(of_specialty, 1)
    for number in (2, 3):
        actions.correct_coverage(
            coverage=factories.cover(covered, course),
            kind=CoverageCorrection.Kind.MOVE,
            new_goal=factories.make_goal(of_specialty, number),
            source="Møte i kurskomiteen",
            reason="Kilden sier noe annet.",
            by=cast.eva,
        )
    actions.add_contributing_goal(
        goal=factories.make_goal(of_specialty, 4),
        activity=course,
        source="Møte i kurskomiteen",
        reason="Ny kursdag.",
        by=cast.eva,
    )
