"""When a number of a procedure is reached at the present pace. The pace is what was done and signed lately; nothing else is assumed."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

PRESENT_PACE = Rule(
    "PACE",
    _(
        "Anslaget regner med samme tempo framover som i de siste tolv månedene, eller siden første gang når det er kortere. "
        "Bare det som er signert eller innfridd, teller. Det trengs minst tre registreringer over minst to måneder."
    ),
    "Fagveis eget valg, ikke et krav",
)
WINDOW = dt.timedelta(days=365)
FEWEST_ENTRIES = 3
SHORTEST_SPAN = dt.timedelta(days=60)
FARTHEST = dt.timedelta(days=3_650)


@dataclass(frozen=True)
class Done:
    """Times on a day."""

    on: dt.date
    times: int


@dataclass(frozen=True)
class Forecast:
    """`kind` is "no_target", "reached", "too_few", "far" (more than ten years) or "on", with the day in `on`."""

    kind: str
    on: dt.date | None = None


def forecast(done: Iterable[Done], *, required: int | None, today: dt.date) -> Forecast:
    """The day on which `required` times are reached, at the pace of the window."""
    entries = [each for each in done if each.on <= today]
    missing = (required or 0) - sum(each.times for each in entries)
    if required is None:
        return Forecast("no_target")
    if missing <= 0:
        return Forecast("reached")
    lately = [each for each in entries if each.on > today - WINDOW]
    if len(lately) < FEWEST_ENTRIES or today - _beginning(entries, today) < SHORTEST_SPAN:
        return Forecast("too_few")
    days = (today - _beginning(entries, today)).days
    ahead = dt.timedelta(days=math.ceil(missing * days / sum(each.times for each in lately)))
    return Forecast("far") if ahead > FARTHEST else Forecast("on", today + ahead)


def _beginning(entries: list[Done], today: dt.date) -> dt.date:
    """Of the window, or of the doctor's own work with it when that is shorter."""
    return max(min(each.on for each in entries), today - WINDOW)
