"""Hand-overs about Nora, ahead and done, and Nora asked about another employer."""

import datetime as dt
from typing import Any

from everybody import World

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.training import actions

WEEK = dt.timedelta(days=7)


def add_objects(world: World) -> None:
    """Stian hands over to Ines, ahead; Siri has handed over to Dina and is nobody to it."""
    cast = world.cast
    near: dict[str, Any] = {"nora": "doctor", "bo": "leader", "per": "deputy"}
    ahead = _hand_over(cast, "supervisor", cast.stian, cast.ines, clock.now() + WEEK)
    world.add("handover", "ahead", ahead, near | {"stian": "former", "ines": "successor"}, "stian to ines, ahead")
    people.relate(doctor=cast.nora, person=cast.siri, kind="supervisor", institution=cast.fjellheim, by=None)
    done = _hand_over(cast, "supervisor", cast.siri, cast.dina, clock.now())
    world.add("handover", "done", done, near | {"siri": "former", "dina": "successor"}, "siri to dina, done")
    off = _hand_over(cast, "supervisor", cast.dina, cast.siri, clock.now() + WEEK)
    actions.call_off_handover(handover=off, reason="Dina blir.", by=cast.bo)
    world.add("handover", "called_off", off, near | {"dina": "former", "siri": "successor"}, "dina to siri, called off")
    for accepted, label in ((False, "answered"), (None, "asked")):
        change = actions.ask_about_employer(
            doctor=cast.nora, institution=cast.kystbyen, takes_effect_at=clock.now() + WEEK, by=cast.tor
        )
        if accepted is not None:
            actions.answer_employer(change=change, accepted=accepted, by=cast.nora)
        world.add("employer_change", label, change, {"nora": "doctor", "tor": "new_admin"}, f"nora's, {label}")


def _hand_over(cast: Any, kind: str, former: Any, successor: Any, at: dt.datetime) -> Any:
    return actions.hand_over(
        doctor=cast.nora,
        kind=kind,
        former=former,
        successor=successor,
        takes_effect_at=at,
        reason="Ny avdeling.",
        by=cast.bo,
    )
