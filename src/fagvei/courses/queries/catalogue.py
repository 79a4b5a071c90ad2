"""The catalogue: what one can apply for now, what is announced, what is expected. The answers windows of lower rooms show."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from fagvei.common import clock
from fagvei.courses.models import (
    Course,
    CourseAppointment,
    CourseRun,
    CourseVersion,
    FrequencyPattern,
    PlanSlot,
    RoundRun,
)
from fagvei.courses.queries.holders import rows_in_rounds
from fagvei.courses.queries.openness import can_apply, state_words
from fagvei.courses.rules.halfyears import half_of
from fagvei.curriculum.models import ChoiceGroup, GoalCoverage
from fagvei.organisations.models import HealthRegion, Specialty
from fagvei.people.models import User


@dataclass(frozen=True)
class Wish:
    """What somebody looks for. Empty means everything."""

    words: str = ""
    goal: str = ""
    region: str = ""
    from_on: dt.date | None = None
    language: str = ""
    only_free: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Wish()


@dataclass(frozen=True)
class Line:
    run: CourseRun
    row: RoundRun | None

    @property
    def is_open(self) -> bool:
        return can_apply(self.run, self.row)

    @property
    def state_words(self) -> str:
        return state_words(self.run, self.row)

    @property
    def is_being_shared(self) -> bool:
        return self.row is not None and self.row.round.is_being_shared

    @property
    def free(self) -> int:
        """Without a round before the deadline nobody gets any of them."""
        if self.row is None:
            return self.run.seats if self._is_in_time else 0
        return 0 if self.is_being_shared else max(0, self.run.seats - self.row.taken)

    @property
    def has_free(self) -> bool:
        """One can still have a seat by applying: after the deadline what comes free goes to those who wait."""
        return self._is_in_time and self.free > 0

    @property
    def _is_in_time(self) -> bool:
        return clock.now() < self.run.deadline_at


@dataclass
class Expected:
    """A course that is planned and has no dates yet."""

    course: Course
    slots: list[PlanSlot] = field(default_factory=list)


@dataclass(frozen=True)
class Catalogue:
    open: list[Line]
    announced: list[Line]
    dated: list[Line]
    expected: list[Expected]
    external: list[Course]

    @property
    def lines(self) -> list[Line]:
        return [*self.open, *self.announced, *self.dated]

    @property
    def is_empty(self) -> bool:
        return not self.is_planned_here and not self.external

    @property
    def is_planned_here(self) -> bool:
        return bool(self.lines or self.expected)


def catalogue(wish: Wish, *, courses: QuerySet[Course] | None = None) -> Catalogue:
    chosen = _chosen(wish, Course.objects.all() if courses is None else courses)
    runs = CourseRun.objects.coming().filter(course__in=chosen)
    if wish.region:
        runs = runs.filter(host_centre__region__code=wish.region)
    if wish.from_on:
        runs = runs.filter(starts_on__gte=wish.from_on)
    if wish.language:
        runs = runs.filter(language=wish.language)
    lines = lines_of(runs)
    if wish.only_free:
        lines = [line for line in lines if line.has_free]
    # What has no date here has neither language nor free seats; it is shown all the same where nothing with a date is found.
    shows_plan = not lines or not (wish.language or wish.only_free)
    return Catalogue(
        open=sorted((line for line in lines if line.is_open), key=lambda line: line.run.deadline_at),
        announced=[line for line in lines if line.run.state == CourseRun.State.ANNOUNCED and not line.is_open],
        dated=[line for line in lines if line.run.state == CourseRun.State.DATED],
        expected=_expected(wish, chosen) if shows_plan else [],
        external=_external(chosen) if shows_plan else [],
    )


def _external(courses: QuerySet[Course]) -> list[Course]:
    """Arranged by others, who take the applications: their page, and their dates where the liaison has typed them."""
    found = courses.filter(organiser=Course.Organiser.EXTERNAL).select_related("activity")
    return list(found.order_by("activity__name", "pk"))


def lines_of(runs: QuerySet[CourseRun]) -> list[Line]:
    found = list(runs.select_related("course__activity", "host_centre__region").order_by("starts_on", "pk"))
    rows = rows_in_rounds(found)
    return [Line(run, rows.get(run.pk)) for run in found]


def _chosen(wish: Wish, courses: QuerySet[Course]) -> QuerySet[Course]:
    for word in wish.words.split():
        named = Q(activity__name__icontains=word) | Q(activity__code__icontains=word)
        courses = courses.filter(named | Q(activity__former_names__name__icontains=word))
    if wish.goal:
        courses = courses.filter(covering(wish.goal))
    return courses.distinct()


def covering(goal: str) -> Q:
    """Courses that contribute to the goal, alone or as one of a choice group."""
    rows = GoalCoverage.objects.current().filter(goal__code=goal)
    groups = ChoiceGroup.objects.filter(pk__in=rows.values("group_id"))
    return Q(activity__in=rows.filter(activity__isnull=False).values("activity_id")) | Q(
        activity__choice_groups__in=groups
    )


def _expected(wish: Wish, courses: QuerySet[Course]) -> list[Expected]:
    year, half = half_of(max(wish.from_on or clock.today(), clock.today()))
    slots = PlanSlot.objects.filter(course__in=courses, state=PlanSlot.State.PLANNED)
    slots = slots.filter(Q(year__gt=year) | Q(year=year, half__gte=half))
    if wish.region:
        slots = slots.filter(host_centre__region__code=wish.region)
    found: dict[int, Expected] = {}
    rows = slots.select_related("course__activity", "host_centre__region").order_by("year", "half", "pk")
    for slot in rows:
        found.setdefault(slot.course_id, Expected(slot.course)).slots.append(slot)
    return list(found.values())


def courses_of_specialty(specialty: Specialty) -> QuerySet[Course]:
    own = Q(activity__specialties=specialty) | Q(activity__is_for_all_specialties=True)
    rows = Course.objects.filter(own).exclude(
        activity__is_for_all_specialties=True, activity__for_all_specialties_but=specialty
    )
    return rows.distinct()


def specialties_of(doctor: User) -> list[Specialty]:
    """Those the doctor has a plan in."""
    return list(Specialty.objects.filter(education_plans__doctor=doctor).distinct().order_by("sort_key"))


def regions() -> list[HealthRegion]:
    return list(HealthRegion.objects.filter(centre__isnull=False).order_by("sort_key"))


@dataclass(frozen=True)
class CoursePage:
    """`frequencies` are those the liaison has set in the place of what the source said."""

    course: Course
    found: Catalogue
    past: list[CourseRun]
    appointed: list[CourseAppointment]
    versions: list[CourseVersion]
    frequencies: list[FrequencyPattern]

    @property
    def has_source_version(self) -> bool:
        """What stood before the liaison's first; a course that the liaison made has none."""
        return bool(self.versions) and self.versions[-1].number > 1


def course_page(course: Course) -> CoursePage:
    today = clock.today()
    past = course.runs.filter(state=CourseRun.State.HELD).select_related("host_centre").order_by("-starts_on", "pk")
    appointed = course.appointments.filter(from_on__lte=today, to_on__gte=today).select_related("person")
    return CoursePage(
        course,
        catalogue(Wish(), courses=Course.objects.filter(pk=course.pk)),
        list(past[:10]),
        list(appointed),
        list(course.versions.all()),
        list(course.patterns.filter(version__gt=1).select_related("region").order_by("region__sort_key")),
    )


def runs_to_announce(specialty: Specialty) -> list[CourseRun]:
    """For feeds: coming runs of the specialty. What is cancelled stands there as cancelled until it would have been over."""
    runs = CourseRun.objects.to_follow().filter(course__in=courses_of_specialty(specialty))
    return list(runs.select_related("course__activity", "host_centre").order_by("starts_on", "pk"))


def changed_at(runs: Iterable[CourseRun]) -> dict[int, dt.datetime]:
    """{run: when what is told of it was last another}: by itself, or by its round, which opened, gave the seats or let it go."""
    found = {run.pk: run.since for run in runs}
    now = clock.now()
    for row in RoundRun.objects.filter(run__in=list(found)).select_related("round"):
        moments = (row.round.since, row.left_at, row.round.opens_at)
        found[row.run_id] = max(found[row.run_id], *(each for each in moments if each and each <= now))
    return found
