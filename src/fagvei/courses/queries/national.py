"""A course with one national application (S33): which runs belong to it, what is open, and the page where everybody begins."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from fagvei.common import clock
from fagvei.courses.models import ApplicationRound, Course, CourseApplication, CourseRun, JointInvitation, RoundRun
from fagvei.courses.queries.catalogue import Catalogue, Line, Wish, catalogue
from fagvei.courses.queries.joint import NO, free_runs, joined_with
from fagvei.courses.rules.halfyears import half_of


def stands_outside(run: str = "pk", deadline_at: str = "deadline_at") -> Q:
    """Runs whose host has said no to a round, with a reason that stands, or has taken them out of one with this deadline."""
    said = JointInvitation.objects.filter(run=OuterRef(run), state__in=NO)
    left = RoundRun.objects.filter(run=OuterRef(run), left_at__isnull=False, round__deadline_at=OuterRef(deadline_at))
    return Q(Exists(said)) | Q(Exists(left))


def opens_nationally(run: CourseRun) -> bool:
    """Else it is opened like a run of any course: it has none, or its host has said no."""
    if not run.course.has_national_application:
        return False
    return not CourseRun.objects.filter(stands_outside(), pk=run.pk).exists()


def runs_that_belong(leading: CourseRun) -> list[CourseRun]:
    """Besides the one that leads: those that stand outside are not in, but where the host has said yes to this lead."""
    rows = free_runs(leading).filter(~stands_outside() | Q(pk__in=joined_with(leading.host_centre_id)))
    return list(rows.select_related("course__activity", "host_centre"))


def national_rounds(run: Any, course: Any, deadline_at: Any) -> QuerySet[ApplicationRound]:
    """Open, with the deadline of the run, which has never been in it. One that was opened by who stands outside is not national.

    Of one run, or with an `OuterRef` for each.
    """
    led = RoundRun.objects.standing().filter(round=OuterRef("pk"), run__host_centre=OuterRef("host_centre"))
    rounds = ApplicationRound.objects.filter(
        course=course,
        course__has_national_application=True,
        state=ApplicationRound.State.COLLECTING,
        deadline_at=deadline_at,
        deadline_at__gt=clock.now(),
    )
    from_outside = led.filter(stands_outside("run", "round__deadline_at"))
    return rounds.exclude(round_runs__run=run).exclude(Exists(from_outside))


def open_national_round(run: CourseRun) -> ApplicationRound | None:
    """The national application that the run may be taken into."""
    if not opens_nationally(run):
        return None
    found = national_rounds(run.pk, run.course_id, run.deadline_at)
    return found.select_related("host_centre").order_by("pk").first()


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
