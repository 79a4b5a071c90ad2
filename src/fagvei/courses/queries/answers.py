"""When the applicants of a run had their answer, for the rule that they have it within fourteen days (R13)."""

import datetime as dt
from collections.abc import Iterable

from fagvei.common import clock
from fagvei.courses.models import CourseRun, RoundRun
from fagvei.courses.queries.holders import rows_in_rounds
from fagvei.courses.queries.openness import never_opened
from fagvei.courses.rules.deadlines import NEVER


def answered_on(run: CourseRun, row: RoundRun | None) -> dt.date | None:
    """Today while they wait after the deadline, and never where nobody could apply.

    None where nobody waits for an answer, or where none is given here.
    """
    if never_opened(run, row):
        return NEVER
    if row is None or not row.round.is_over or row.round.is_cancelled:
        return None
    moment = row.round.since if row.round.is_released else clock.now()
    return moment.astimezone(clock.OSLO).date()


def answers_of(runs: Iterable[CourseRun]) -> dict[int, dt.date | None]:
    """{run: day}. One question however many runs."""
    every = list(runs)
    rows = rows_in_rounds(every)
    return {run.pk: answered_on(run, rows.get(run.pk)) for run in every}
