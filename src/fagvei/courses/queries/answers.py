"""How it went with runs: when one could apply for each, and when the applicants had their answer, for the rules of R13."""

import datetime as dt
from collections.abc import Iterable

from fagvei.common import clock
from fagvei.courses.models import CourseRun, RoundRun
from fagvei.courses.queries.holders import rows_in_rounds
from fagvei.courses.queries.openness import never_opened
from fagvei.courses.rules.deadlines import NEVER, Went


def went(run: CourseRun, row: RoundRun | None) -> Went:
    if never_opened(run, row):
        return Went(NEVER, NEVER)
    return Went(_opened_on(run, row), _answered_on(row), row.late_reason if row else "")


def went_of(runs: Iterable[CourseRun]) -> dict[int, Went]:
    """One question however many runs."""
    every = list(runs)
    rows = rows_in_rounds(every)
    return {run.pk: went(run, rows.get(run.pk)) for run in every}


def _opened_on(run: CourseRun, row: RoundRun | None) -> dt.date | None:
    """Today while one should be able to apply and cannot. A round may be made before it opens; of old ones nobody knows."""
    if row is None:
        return clock.today() if run.is_before_deadline else None
    return _day(max(row.opened_at, run.opens_at)) if row.opened_at else None


def _answered_on(row: RoundRun | None) -> dt.date | None:
    """Today while they wait after the deadline. None where nobody waits for an answer, or where none is given here."""
    if row is None or not row.round.is_over or row.round.is_cancelled:
        return None
    return _day(row.round.since if row.round.is_released else clock.now())


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(clock.OSLO).date()
