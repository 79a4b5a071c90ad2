"""A course with one national application (S33): which runs belong to it, what is open, and the page where everybody begins."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from fagvei.common import clock
from fagvei.courses.models import ApplicationRound, Course, CourseApplication, CourseRun, JointInvitation, RoundRun
from fagvei.courses.queries.catalogue import Catalogue, Line, Wish, catalogue
from fagvei.courses.queries.joint import NO, outside_rounds
from fagvei.courses.rules.halfyears import half_of


def runs_that_belong(leading: CourseRun) -> list[CourseRun]:
    """Besides the one that leads: announced with its deadline, in no round, and its host has not said no to one."""
    beside = CourseRun.objects.filter(
        course=leading.course_id,
        deadline_at=leading.deadline_at,
        deadline_at__gt=clock.now(),
        state=CourseRun.State.ANNOUNCED,
    ).exclude(pk=leading.pk)
    rows = outside_rounds(beside).exclude(pk__in=_stay_outside()).select_related("course__activity", "host_centre")
    return list(rows.order_by("starts_on", "pk"))


def _stay_outside() -> QuerySet:
    return JointInvitation.objects.filter(state__in=NO).values("run")


def open_national_round(run: CourseRun) -> ApplicationRound | None:
    """The national application that is open with the deadline of this run, which has never been in it."""
    if not run.course.has_national_application:
        return None
    now = clock.now()
    rounds = ApplicationRound.objects.filter(
        course=run.course_id,
        state=ApplicationRound.State.COLLECTING,
        deadline_at=run.deadline_at,
        deadline_at__gt=now,
    )
    been = RoundRun.objects.filter(round=OuterRef("pk"), run=run)
    return rounds.exclude(Exists(been)).select_related("host_centre").order_by("pk").first()


def stays_outside(run: CourseRun) -> bool:
    """Its host has said no, with a reason that stands."""
    return run.joint_invitations.filter(state__in=NO).exists()


def common_deadlines(course: Course, year: int, half: int, *, besides: CourseRun | None = None) -> list[CourseRun]:
    """Announced runs of the half-year one can still apply for: theirs is the deadline that the others share."""
    if not course.has_national_application:
        return []
    runs = CourseRun.objects.filter(course=course, state=CourseRun.State.ANNOUNCED, deadline_at__gt=clock.now())
    others = runs if besides is None else runs.exclude(pk=besides.pk)
    rows = others.select_related("host_centre").order_by("announced_on", "pk")
    return [run for run in rows if half_of(run.starts_on) == (year, half)]


def differs_from_common(run: CourseRun) -> list[CourseRun]:
    """Others of its half-year, when none of them has its deadline."""
    others = common_deadlines(run.course, *half_of(run.starts_on), besides=run)
    return [] if any(other.deadline_at == run.deadline_at for other in others) else others


def national_courses() -> list[Course]:
    return list(Course.objects.filter(has_national_application=True).select_related("activity"))


@dataclass(frozen=True)
class NationalRound:
    """One application: its runs wherever they are held, and what the reader has sent."""

    round: ApplicationRound
    lines: list[Line]
    mine: CourseApplication | None

    @property
    def first_run(self) -> CourseRun:
        return self.lines[0].run

    @property
    def regions(self) -> int:
        return len({line.run.host_centre.region_id for line in self.lines})


@dataclass(frozen=True)
class NationalPage:
    """`outside` are announced runs that stand in no open application."""

    open: list[NationalRound]
    outside: list[Line]
    found: Catalogue
    past: list[CourseApplication]


def national_page(course: Course, reader: Any) -> NationalPage:
    found = catalogue(Wish(), courses=Course.objects.filter(pk=course.pk))
    own = _applications(course, reader)
    by_round: dict[int, list[Line]] = {}
    rounds: dict[int, ApplicationRound] = {}
    for line in found.open:
        if line.row is not None:
            rounds[line.row.round_id] = line.row.round
            by_round.setdefault(line.row.round_id, []).append(line)
    open_ = [NationalRound(rounds[pk], _by_start(lines), own.get(pk)) for pk, lines in by_round.items()]
    past = [each for pk, each in own.items() if pk not in by_round]
    return NationalPage(sorted(open_, key=lambda each: each.round.deadline_at), found.announced, found, past)


def _by_start(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.run.starts_on, line.run.pk))


def _applications(course: Course, reader: Any) -> dict[int, CourseApplication]:
    if not reader.is_authenticated:
        return {}
    rows = CourseApplication.objects.filter(doctor=reader, round__course=course)
    standing = rows.exclude(state__in=(CourseApplication.State.WITHDRAWN, CourseApplication.State.LAPSED))
    still = Q(round__deadline_at__gt=clock.now() - dt.timedelta(days=365))
    return {each.round_id: each for each in standing.filter(still).select_related("round").order_by("pk")}
