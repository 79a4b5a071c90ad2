"""The fee table as anybody may read it: what each length of course costs, from which day, and by which source."""

import datetime as dt
from dataclasses import dataclass, field

from fagvei.common import clock
from fagvei.courses.models import FeeRate
from fagvei.courses.rules.fees import adjusted_on


@dataclass
class Table:
    """Rates that hold from the same day."""

    valid_from_on: dt.date
    rates: list[FeeRate] = field(default_factory=list)

    @property
    def sources(self) -> list[FeeRate]:
        """One rate of each source."""
        return list({rate.source: rate for rate in self.rates}.values())


@dataclass(frozen=True)
class FeesPage:
    """`coming` and `earlier` beside what holds today; `is_old` when no table since the last first of July is known."""

    coming: list[Table]
    current: Table | None
    earlier: list[Table]
    is_old: bool


def fees_page() -> FeesPage:
    today = clock.today()
    tables: dict[dt.date, Table] = {}
    for rate in FeeRate.objects.order_by("-valid_from_on", "days"):
        tables.setdefault(rate.valid_from_on, Table(rate.valid_from_on)).rates.append(rate)
    begun = [table for table in tables.values() if table.valid_from_on <= today]
    return FeesPage(
        [table for table in tables.values() if table.valid_from_on > today],
        begun[0] if begun else None,
        begun[1:],
        bool(begun) and begun[0].valid_from_on < adjusted_on(today),
    )
