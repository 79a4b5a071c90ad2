"""Which deadline of the institution holds for something, and when it is due. Without one nothing has a due date."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fagvei.common import clock


@dataclass(frozen=True, slots=True)
class Deadline:
    """What an institution has settled for one kind of task from a day on; `days` None takes it away."""

    institution: str
    days: int | None
    valid_from: dt.date


@dataclass(frozen=True, slots=True)
class Due:
    on: dt.date
    days: int
    institution: str

    @property
    def is_late(self) -> bool:
        return self.on < clock.today()


def holding_on(day: dt.date, rows: Iterable[Deadline]) -> Deadline | None:
    """The newest that had begun; `rows` come in the order of `valid_from`, and of two for a day the last counts."""
    begun = [row for row in rows if row.valid_from <= day]
    return begun[-1] if begun and begun[-1].days is not None else None


def due_of(since: dt.datetime, rows: Iterable[Deadline]) -> Due | None:
    """By what held on the Norwegian day on which it came to somebody."""
    day = since.astimezone(clock.OSLO).date()
    row = holding_on(day, rows)
    return None if row is None or row.days is None else Due(day + dt.timedelta(row.days), row.days, row.institution)
