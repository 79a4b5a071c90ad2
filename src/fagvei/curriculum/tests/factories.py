"""A small curriculum, built through the room's actions."""

import datetime as dt

from fagvei.curriculum import actions
from fagvei.curriculum.models import GoalCoverage, GoalSet, LearningActivity, LearningGoal
from fagvei.organisations.models import Specialty

START = dt.date(2019, 3, 1)
SOURCED = {"source": "https://example.org/regulation", "retrieved_on": dt.date(2026, 11, 22), "verification": "primary"}


def make_set(code: str = "RUS", specialty: Specialty | None = None, **fields) -> GoalSet:
    values = {
        "kind": "specialty" if specialty else "common",
        "name": f"Mål i {code}",
        "short_name": code,
        "specialty": specialty,
        "categories": ["Samtale", "Behandling"],
        **SOURCED,
    }
    return actions.save_goal_set(code=code, by=None, **values | fields)


def make_goal(
    goal_set: GoalSet, number: int, *, category: str = "Samtale", name: str | None = "", **content
) -> LearningGoal:
    """A goal in force since 2019. `name=None` for one whose name no source gave."""
    code = f"{goal_set.code}-{number:03}"
    goal = actions.save_goal(
        code=code, goal_set=goal_set, category=goal_set.categories.filter(name=category).first(), by=None
    )
    shown = f"Målet {code}" if name == "" else name
    values = {"name": shown, "valid_from_on": START, "legal_basis": "vedlegg 2", **SOURCED}
    actions.publish_revision(goal=goal, by=None, **values | content)
    return LearningGoal.objects.with_revision().get(pk=goal.pk)


def make_course(code: str = "KURS-1", *, outcomes: int = 1, specialties=(), **fields) -> LearningActivity:
    rows = [{"level_words": "kunne", "text": f"Utbytte {n}", **SOURCED} for n in range(1, outcomes + 1)]
    return actions.save_activity(
        code=code,
        kind=LearningActivity.Kind.COURSE,
        name=fields.pop("name", f"Kurset {code}"),
        recommended=fields.pop("recommended", True),
        specialties=specialties,
        outcomes=rows,
        by=None,
        **SOURCED,
        **fields,
    )


def make_group(*courses: LearningActivity, choose: int = 2, code: str = "GRUPPE"):
    return actions.save_choice_group(
        code=code, name="To av tre", choose=choose, members=list(courses), by=None, **SOURCED
    )


def cover(goal: LearningGoal, thing) -> GoalCoverage:
    pair = {"activity": thing} if isinstance(thing, LearningActivity) else {"group": thing}
    return actions.add_coverage(goal=goal, origin="kilden", reservation="Kan være feil.", by=None, **pair, **SOURCED)
