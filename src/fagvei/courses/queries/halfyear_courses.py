"""A doctor's courses by half-year, as the plan by half-year shows them: taken, with a seat, offered or applied for."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.courses.models import CourseApplication, CourseAttendance, CourseRun, RoundRun, SeatOffer
from fagvei.people.models import User
from fagvei.training.rules.halfyear import HalfYear


@dataclass(frozen=True)
class Line:
    """One run and how far the doctor is with it. `until` is the day to answer by, of an offer alone."""

    run: CourseRun
    words: str | Promise
    url: str
    until: dt.date | None = None


@dataclass(frozen=True)
class HalfYearCourses:
    half: HalfYear
    lines: list[Line]


def courses_by_halfyear(doctor: User) -> list[HalfYearCourses]:
    """Earliest first. What is applied for stands where the first wish stands; four questions at most."""
    lines = sorted(_lines(doctor), key=lambda line: (line.run.starts_on, line.run.pk))
    halves = dict.fromkeys(HalfYear.of(line.run.starts_on) for line in lines)
    return [
        HalfYearCourses(half, [line for line in lines if HalfYear.of(line.run.starts_on) == half]) for half in halves
    ]


def _lines(doctor: User) -> Iterator[Line]:
    taken = set()
    attended = CourseAttendance.objects.standing().filter(doctor=doctor)
    for row in attended.select_related("run__course__activity"):
        taken.add(row.run_id)
        yield Line(row.run, _("gjennomført"), row.run.get_absolute_url())
    offers = SeatOffer.objects.filter(doctor=doctor, state__in=SeatOffer.HOLDING)
    for each in offers.select_related("application", "round_run__run__course__activity"):
        if each.round_run.run_id in taken:
            continue
        if each.round_run.run.state == CourseRun.State.CANCELLED:
            yield Line(each.round_run.run, _("avlyst"), each.application.get_absolute_url())
            continue
        is_open = each.state == SeatOffer.State.OFFERED
        yield Line(
            each.round_run.run,
            _("tilbudt plass") if is_open else _("har plass"),
            each.application.get_absolute_url(),
            each.answer_by_on if is_open else None,
        )
    yield from _applied(doctor)


def _applied(doctor: User) -> Iterator[Line]:
    open_to = (CourseApplication.State.AWAITING, CourseApplication.State.SENT, CourseApplication.State.WAITING)
    rows = CourseApplication.objects.filter(doctor=doctor, state__in=open_to).select_related("round")
    firsts = {row.wishes[0]: row for row in rows if row.wishes and not row.has_lapsed}
    if not firsts:
        return
    runs = RoundRun.objects.filter(public_id__in=list(firsts)).select_related("run__course__activity")
    for each in runs:
        row = firsts[each.key]
        yield Line(each.run, row.get_state_display(), row.get_absolute_url())
