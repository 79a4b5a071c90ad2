"""What follows a wave at Fjellheim: a report that is closed, a measure in every state, and the numbers of the country."""

import datetime as dt
from typing import Any

from everybody import Specimen, World

from fagvei.common import clock
from fagvei.guideline.models import Guideline, NormativeUnit
from fagvei.surveys import actions
from fagvei.surveys.models import ImprovementMeasure
from fagvei.surveys.tests import factories as make
from fagvei.surveys.tests import report_factories as waves

OWNER = {"mona": "survey_owner"}


def add_objects(world: World) -> None:
    cast = world.cast
    units = list(NormativeUnit.objects.filter(code__startswith="GAP-").order_by("code")[:2])
    survey = make.make_survey(cast.fjellheim, cast.mona, units, title="Rapporten")
    wave = waves.make_wave(survey, [waves.LOW, waves.MIDDLE])
    world.add("gap_survey", "", survey, OWNER, "with a report")
    states = ImprovementMeasure.State
    for state in (states.DONE, states.DROPPED, states.UNDER_WAY, states.NOT_STARTED):
        world.add("improvement_measure", state, _measure(wave, state, cast.mona), OWNER, state)
    opens_on = clock.today() + dt.timedelta(days=90)
    closes_on = opens_on + dt.timedelta(days=14)
    actions.book_next_round(survey_round=wave, opens_on=opens_on, closes_on=closes_on, by=cast.mona)
    actions.close_report(survey_round=wave, by=cast.mona)
    wave.refresh_from_db()
    world.add("survey_round", wave.state, wave, OWNER, "reported")
    guideline = Guideline.objects.get(slug="avrusning")
    world.add("national_gaps", "", guideline, {"kari": "guideline_owner"}, "of the small guideline")


def _measure(wave: Any, state: str, mona: Any) -> ImprovementMeasure:
    measure = actions.plan_measure(
        survey_round=wave,
        item=wave.survey.items.first(),
        what=f"Tiltak {state}",
        responsible="fagsykepleier",
        due_on=clock.today() + dt.timedelta(days=30),
        strategy="reminders",
        measured_by="Ti journaler.",
        by=mona,
    )
    if state == "under_way":
        return actions.begin_measure(measure=measure, by=mona)
    if state == "done":
        return actions.complete_measure(measure=measure, by=mona)
    return actions.drop_measure(measure=measure, reason="Flytter.", by=mona) if state == "dropped" else measure


# --- What is posted ---


def a_measure(world: World, specimen: Specimen) -> dict[str, Any]:
    return {
        "item": str(_first_item(specimen)),
        "what": "Lage sjekkliste",
        "responsible": "fagsykepleier",
        "due_on": f"{clock.today() + dt.timedelta(days=20)}",
        "strategy": "reminders",
        "measured_by": "Ti journaler.",
    }


def counts_of_records(world: World, specimen: Specimen) -> dict[str, Any]:
    counts = {"met": "5", "not_met": "2", "deviation_reasoned": "1", "not_applicable": "1", "not_documented": "1"}
    return {"item": str(_first_item(specimen)), **counts}


def a_new_date(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"due_on": f"{clock.today() + dt.timedelta(days=50)}", "reason": "Ferie."}


def _first_item(specimen: Specimen) -> Any:
    return specimen.obj.survey.items.order_by("order").first().public_id
