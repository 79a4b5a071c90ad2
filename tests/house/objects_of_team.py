"""Whom a leader has let look at a doctor's progress: coming, holding and ended."""

import datetime as dt
from typing import Any

from everybody import World

from fagvei.common import clock
from fagvei.training import access, actions

DAY = dt.timedelta(days=1)


def add_objects(world: World) -> None:
    cast, now = world.cast, clock.now()
    near: dict[str, Any] = {"anna": "doctor", "bo": "leader", "per": "deputy"}
    for person, starts_at, ends_at in (
        ("jorunn", now - DAY, now + 30 * DAY),
        ("kaia", now - 30 * DAY, now - DAY),
        ("kaia", now + DAY, now + 30 * DAY),
    ):
        [grant] = actions.grant_record(
            doctors=[cast.anna],
            person=getattr(cast, person),
            purpose="Planlegge rotasjonen til våren.",
            starts_at=starts_at,
            ends_at=ends_at,
            by=cast.bo,
        )
        state = access.state_of(grant)
        world.add("record_grant", state, grant, near | {person: "appointed"}, f"{person} for anna, {state}")
