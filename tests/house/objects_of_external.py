"""Proofs of external courses: Anna's in each state, checked by Eva, who is liaison; Eli is an officer elsewhere."""

from everybody import World

from fagvei.courses import actions
from fagvei.courses.tests import external_factories as external
from fagvei.courses.tests import factories as make

AROUND = {"anna": "doctor", "eva": "liaison"}


def add_objects(world: World) -> None:
    cast = world.cast
    course = external.make_external(cast, "EKST-1")
    world.add(
        "course", "external", course, {"eva": ["liaison", "host"]}, "an external one", fields={"region": "helse-nord"}
    )
    rows = {ended: external.sent(cast, cast.anna, course, ended=ended) for ended in (-10, -20, -30, -40, -50)}
    actions.return_external_certificate(certificate=rows[-20], reason="Datoen mangler.", by=cast.eva)
    external.approve(cast, rows[-30])
    actions.reject_external_certificate(certificate=rows[-40], reason="Et annet kurs.", by=cast.eva)
    annulled = external.approve(cast, rows[-50])
    actions.annul_external_certificate(certificate=annulled, reason="Feil lege.", by=cast.eva)
    for row in rows.values():
        row.refresh_from_db()
        world.add("external_certificate", row.state, row, AROUND, row.state)


def a_proof(world: World, specimen: object) -> dict[str, object]:
    return {"ended_on": f"{make.in_days(-5)}", "place": "Oslo"}
