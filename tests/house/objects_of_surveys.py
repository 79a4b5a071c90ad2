"""GAP surveys: Mona answers for them at Fjellheim. A wave in every state, and questions that can still be changed."""

import datetime as dt
from typing import Any

from everybody import Specimen, World

from fagvei.common import clock
from fagvei.guideline.tests import factories as guideline_make
from fagvei.surveys import actions
from fagvei.surveys.tests import factories as make

OWNER = {"mona": "survey_owner"}
IN_THE_TEMPLATE = "BZD-5"


def add_objects(world: World) -> None:
    cast = world.cast
    units = make.make_units(4)
    guideline_make.make_unit(units[0].chapter, IN_THE_TEMPLATE)
    free = make.make_survey(cast.fjellheim, cast.mona, units[:2], title="Uten måling")
    world.add("gap_survey", "", free, OWNER, "without a wave")
    for item in make.items_of(free):
        world.add("survey_item", "", item, OWNER, f"{item.unit} can be dropped")
    for state in ("planned", "open", "closed", "cancelled"):
        survey = make.make_survey(cast.fjellheim, cast.mona, units[:3], title=f"Måling {state}")
        world.add("gap_survey", "", survey, OWNER, f"with a wave {state}")
        world.add("survey_round", state, _in(state, survey, cast.mona), OWNER, state)
    _add_free_texts(world, units[:3])
    shared = _in("closed", make.make_survey(cast.fjellheim, cast.mona, units[:3], title="Delt måling"), cast.mona)
    actions.release_round(survey_round=shared, by=cast.mona)
    world.add("survey_round", "closed", shared, OWNER, "shared")


def _add_free_texts(world: World, units: Any) -> None:
    """One that is shown and one that is hidden."""
    survey = make.make_survey(world.cast.fjellheim, world.cast.mona, units, title="Måling med egne ord")
    wave = make.open_wave(survey, world.cast.mona, codes=10, free_question="hinders")
    for place in range(10):
        make.answer(wave, (4, 1, 2), words=f"Tekst {place}." if place < 2 else "")
    wave = actions.close_round(round_=wave, by=world.cast.mona)
    shown, hidden = wave.free_texts.order_by("position")
    actions.hide_free_text(text=hidden, reason="Kan røpe hvem det er.", by=world.cast.mona)
    world.add("free_text", "", shown, OWNER, "shown")
    world.add("free_text", "", hidden, OWNER, "hidden")


def _in(state: str, survey: Any, mona: Any) -> Any:
    if state == "closed":
        return make.closed_wave(survey, mona, [(4, 1, 2)] * 6 + [(1, 1, 2)] * 6)
    if state == "open":
        round_ = make.open_wave(survey, mona, codes=5)
        make.answer(round_, (4, 4, 4))
        return round_
    round_ = make.plan(survey, mona)
    return (
        actions.cancel_round(round_=round_, reason="Avdelingen flytter.", by=mona) if state == "cancelled" else round_
    )


# --- What is posted ---


def new_items(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"area": "competence", "units": ["GAP-1"], "reason": "Ofte glemt.", "target": "70"}


def from_the_template(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"omrade_competence": [IN_THE_TEMPLATE], "reason": "Ofte glemt.", "target": "70"}


def dates(world: World, specimen: Specimen) -> dict[str, Any]:
    today = clock.today()
    return {"opens_on": f"{today}", "closes_on": f"{today + dt.timedelta(days=30)}"}


def a_wave(world: World, specimen: Specimen) -> dict[str, Any]:
    return {**dates(world, specimen), "mode": "anonymous", "free_question": "hinders", "staff_nurse": "12"}
