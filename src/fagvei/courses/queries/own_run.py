"""What a run is to the person who reads its page: something to check into, or a certificate already."""

from dataclasses import dataclass
from typing import Any

from fagvei.common import clock
from fagvei.courses.models import CourseAttendance, CourseRun
from fagvei.courses.queries.evaluation_page import may_answer
from fagvei.courses.queries.holders import participants_in


@dataclass(frozen=True)
class OwnRun:
    attendance: CourseAttendance | None = None
    may_check_in: bool = False
    may_evaluate: bool = False


def own_run(run: CourseRun, user: Any) -> OwnRun:
    if not user.is_authenticated:
        return OwnRun()
    attendance = CourseAttendance.objects.standing().filter(run=run, doctor=user).first()
    is_last_day = run.ends_on == clock.today() and run.state != CourseRun.State.CANCELLED
    may = is_last_day and attendance is None and participants_in(run).filter(pk=user.pk).exists()
    return OwnRun(attendance, may, attendance is not None and may_answer(run, user))
