"""What is open to all, and what few may change: goals, courses, handbook pages, coverage, imports."""

import datetime as dt
from types import SimpleNamespace

from everybody import World

from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.loaders import table
from fagvei.curriculum.models import GoalImport, GoalSet, LearningGoal, TransitionRule
from fagvei.handbook import actions as handbook

A_NEW_NAME = {
    "code": "RUS-002",
    "set": "rus",
    "category": "Behandling",
    "name": "Kunne det",
    "official_text": "Skal kunne det.",
    "valid_from": "2027-01-01",
    "legal_basis": "§ 3",
    "source": "Demodata",
}


def add_objects(world: World) -> None:
    cast = world.cast
    page = handbook.save_page(
        slug="hjelp",
        title="Hjelp",
        body="Kort hjelp.",
        owner=cast.centre,
        items=[{"key": "en", "text": "Spør veilederen."}],
        by=None,
    )
    world.add("handbook_page", "", page, {}, "hjelp")
    goal = LearningGoal.objects.get(code="RUS-001")
    specialties = [cast.specialty]
    course = curriculum.save_activity(
        code="RUS-GK1", kind="course", name="Grunnkurs I", position=1, specialties=specialties, by=None
    )
    coverage = curriculum.add_coverage(goal=goal, activity=course, origin="testen", by=None)
    officers = {"eva": ["officer", "responsible"], "eli": "officer"}
    unplaced = curriculum.save_activity(code="observasjon", kind="procedure", name="Observasjon", by=None)
    world.add("procedure", "unplaced", unplaced, {"eva": "officer", "eli": "officer"}, "observasjon")
    placed = curriculum.save_activity(code="punksjon", kind="procedure", name="Punksjon", by=None)
    curriculum.set_procedure_place(
        activity=placed, place="Nabosykehuset", centre=cast.centre, source="Avtale", by=cast.eva
    )
    world.add("procedure", "placed", placed, officers, "punksjon")
    world.add("learning_goal", "", goal, {}, "RUS-001", fields={"course": course})
    world.add("goal_coverage", "", coverage, {"eva": "liaison"}, "RUS-GK1 to RUS-001", fields={"code": "RUS-GK1"})
    world.add("transition_rule", "", _rule(goal.goal_set), {"hilde": "directorate"}, "of the set")
    world.add("goal_import", "", _import(cast), {"hilde": "directorate"}, "by hilde")


def _rule(goal_set: GoalSet) -> TransitionRule:
    return curriculum.save_transition_rule(
        code="demo",
        goal_set=goal_set,
        name="Overgang",
        sentence="Eldre planer kan beholde.",
        section="§ 38",
        source="Demodata",
        assigned_before_on=dt.date(2030, 1, 1),
        until_on=None,
        by=None,
    )


def _import(cast: SimpleNamespace) -> GoalImport:
    """A table that changes the name of one goal, kept and not yet confirmed."""
    content = f"{';'.join(A_NEW_NAME)}\n{';'.join(A_NEW_NAME.values())}\n".encode()
    rows = table.read_table("mal.csv", content)
    return curriculum.keep_goal_import(
        file_name="mal.csv", digest=table.digest_of(content), rows=table.as_json(rows), by=cast.hilde
    )


def digest_shown(goal_import: GoalImport) -> str:
    """What the preview says is about to change."""
    return table.digest_of_changes(table.plan_import(table.from_json(goal_import.rows)))
