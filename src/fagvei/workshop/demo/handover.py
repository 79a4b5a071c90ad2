"""Stian leaves in a month, and Cecilie takes over as Nora's supervisor. For Anna the same was planned, and called off."""

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
    with clock.at(now - dt.timedelta(days=4)):
        planned = actions.hand_over(
            doctor=cast.anna,
            kind="supervisor",
            former=cast.stian,
            successor=cast.cecilie,
            takes_effect_at=now + dt.timedelta(days=30),
            reason="Stian går over i en annen stilling.",
            by=cast.bo,
        )
    with clock.at(now - dt.timedelta(days=2)):
        actions.call_off_handover(
            handover=planned, reason="Stian følger Anna til de siste aktivitetene er signert.", by=cast.bo
        )
