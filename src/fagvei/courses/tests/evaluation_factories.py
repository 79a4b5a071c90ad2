"""A run that was held, with people who were there, and its evaluation, made by the actions."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import Course, CourseEvaluation, CourseRun
from fagvei.courses.rules.evaluation import QUESTIONS
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.people.models import User


def make_held(
    cast: SimpleNamespace, people: list[Any], *, course: Course | None = None, ago: int = 4, code: str = "HELD-2"
) -> CourseRun:
    """It ended `ago` - 4 days ago."""
    course = course or make.make_course(cast, code)
    with clock.at(clock.now() - dt.timedelta(days=300)):
        run = make.make_run(cast, course, starts_on=make.in_days(300 - ago), announced=True)
    for doctor in people:
        make.attend(cast, doctor, run)
    return actions.hold_run(run=run, by=cast.eva)


def make_evaluation(cast: SimpleNamespace, number: int, **fields: Any) -> CourseEvaluation:
    """Open, for so many participants: `cast.there`."""
    seats.make_doctors(cast, number)
    cast.there = list(User.objects.filter(username__startswith="lege").order_by("username")[:number])
    return actions.open_evaluation(run=make_held(cast, cast.there, **fields), by=cast.eva)


def everything(value: int | str) -> dict[str, int | str]:
    return {question.code: value for question in QUESTIONS}


def answer(found: CourseEvaluation, doctor: Any, value: int | str = 4, words: str = "") -> None:
    actions.answer_evaluation(run=found.run, answers=everything(value), words=words, by=doctor)


def answered(cast: SimpleNamespace, values: list[int], words: str = "", **fields: Any) -> CourseEvaluation:
    """Answered by as many as there are values, and closed."""
    found = make_evaluation(cast, len(values), **fields)
    for doctor, value in zip(cast.there, values, strict=True):
        answer(found, doctor, value, words)
    return actions.close_evaluation(evaluation=found, by=cast.eva)
