"""A run that ended some days ago, with seats that were really given, for those who came, did not come and withdrew late."""

import datetime as dt
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseRun, NoShow
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.people.models import User

DAY = dt.timedelta(days=1)
ROUND_OPENED = 310  # days ago; the run began 10 days ago


def make_seated(cast: SimpleNamespace, people: list[Any], *, late: Any = None, code: str = "SEATED-1") -> CourseRun:
    """Everybody of `people` has accepted a seat; `late` did so too, and withdrew when it was too late."""
    everybody = [*people, *([late] if late else [])]
    with clock.at(clock.now() - ROUND_OPENED * DAY):
        found = seats.make_round(cast, len(everybody), course=make.make_course(cast, code))
        applications = [seats.apply(cast, found, doctor) for doctor in everybody]
    with clock.at(clock.now() - 115 * DAY):
        seats.release(cast, found)
        for row in applications:
            actions.accept_offer(offer=seats.offer_of(row), by=row.doctor)
    if late:
        with clock.at(clock.now() - 12 * DAY):
            actions.give_up_seat(offer=seats.offer_of(applications[-1]), by=late)
    return CourseRun.objects.get(course=found.course)


def absent(cast: SimpleNamespace, run: CourseRun, doctor: Any, *, valid: bool = False) -> NoShow:
    return actions.record_no_show(
        run=run, doctor=doctor, has_valid_reason=valid, reason="Ga ikke beskjed.", by=cast.eva
    )


def without_seat(cast: SimpleNamespace, doctor: Any) -> NoShow:
    """At once, where the seat is not what the test is about; explained, judged anew and annulled."""
    with clock.at(clock.now() - 300 * DAY):
        run = make.make_run(cast, make.make_course(cast, "HIST-ABS"), starts_on=make.in_days(296), announced=True)
    with patch("fagvei.courses.actions.absence.participants_in", lambda run: User.objects.filter(pk=doctor.pk)):
        row = absent(cast, run, doctor)
    actions.explain_no_show(no_show=row, text="Toget sto.", by=doctor)
    actions.judge_no_show(no_show=row, has_valid_reason=True, reason="Toget sto.", by=cast.eva)
    return actions.annul_no_show(no_show=row, reason="Feil lege.", by=cast.eva)
