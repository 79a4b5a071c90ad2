"""Anna has an address for her own calendar."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.courses import actions


def tell_calendar(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=30)):
        actions.open_calendar(by=cast.anna)
