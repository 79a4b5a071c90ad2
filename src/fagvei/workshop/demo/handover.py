"""Stian leaves in a month, and Cecilie takes over as Nora's supervisor."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.training import actions


def tell_handover(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=4)):
        actions.hand_over(
            doctor=cast.nora,
            kind="supervisor",
            former=cast.stian,
            successor=cast.cecilie,
            takes_effect_at=now + dt.timedelta(days=30),
            reason="Stian går over i en annen stilling.",
            by=cast.bo,
        )
