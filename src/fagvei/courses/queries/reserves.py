"""Which seats of a run are for a region first, as it stands now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.common.prepared import prepared
from fagvei.courses.models import CourseRun, RoundRun, RunReserves
from fagvei.organisations.models import HealthRegion


@dataclass(frozen=True)
class Shares:
    """What is said of a run: so many seats for each region first, and why. `names` are those regions by their codes."""

    regions: list[tuple[str, int]]
    reason: str
    names: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """3 for Helse Nord, 2 for Helse Vest"""
        return ", ".join(_("%(seats)s for %(region)s") % {"seats": n, "region": name} for name, n in self.regions)


def standing_reserves(runs: Iterable[CourseRun]) -> dict[int, RunReserves]:
    """{run: what was decided last}. One question however many runs."""
    return {row.run_id: row for row in _decided(runs=[run.pk for run in runs])}


@prepared
def _decided(runs: Collection[int]) -> QuerySet[RunReserves]:
    return RunReserves.objects.filter(run_id__in=runs).order_by("at", "pk")


def reserves_of(run: CourseRun) -> RunReserves | None:
    return standing_reserves([run]).get(run.pk)


def reserved_seats(run: CourseRun) -> int:
    decided = reserves_of(run)
    return sum(decided.reserves.values()) if decided else 0


def region_names() -> dict[str, str]:
    """{code: name} of the regions that have a RegUt, in Norwegian order."""
    rows = HealthRegion.objects.filter(centre__isnull=False).order_by("sort_key")
    return dict(rows.values_list("code", "name"))


def shares_by_run(runs: Iterable[CourseRun]) -> dict[int, Shares]:
    """{run: what is said of it}, of those that have any. One question where none has, two where some have."""
    decided = {pk: row for pk, row in standing_reserves(runs).items() if row.reserves}
    names = region_names() if decided else {}
    return {
        pk: Shares(
            [(names[code], row.reserves[code]) for code in names if code in row.reserves],
            row.reason,
            {code: names[code] for code in names if code in row.reserves},
        )
        for pk, row in decided.items()
    }


def shares_in(rows: Iterable[RoundRun]) -> dict[int, Shares]:
    """Of runs in a round, which know whether they have any."""
    runs = [row.run for row in rows if row.reserves]
    return shares_by_run(runs) if runs else {}
