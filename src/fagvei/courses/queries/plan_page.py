"""The six-year plan of a specialty as one table: courses and regions down, half-years across, demand under supply."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.courses.models import Course, CourseRun, FrequencyPattern, Half, PlanSlot
from fagvei.courses.queries.demand import Demand, demand_for
from fagvei.courses.queries.plan_warnings import warnings_of
from fagvei.courses.queries.standing import centres_of_officer
from fagvei.courses.rules.halfyears import HALVES, plan_years
from fagvei.curriculum import queries as curriculum
from fagvei.organisations.models import RegionalEducationCentre, Specialty

MARKS = {
    PlanSlot.State.PLANNED: "□",
    PlanSlot.State.PAUSED: "·",
    PlanSlot.State.DATED: "◧",
    PlanSlot.State.ANNOUNCED: "■",
    PlanSlot.State.HELD: "✓",
    PlanSlot.State.CANCELLED: "×",
}


@dataclass(frozen=True)
class Mark:
    """One slot as it stands in the table: a sign, and the words that say the same."""

    slot: PlanSlot
    run: CourseRun | None
    seats: int | None

    @property
    def sign(self) -> str:
        return MARKS[PlanSlot.State(self.slot.state)]

    @property
    def words(self) -> str:
        days = f", {self.run.starts_on.day}.{self.run.starts_on.month}." if self.run else ""
        seats = _(", %(n)s plasser") % {"n": self.seats} if self.seats else ""
        return f"{self.slot.get_state_display()}{days}{seats}"

    @property
    def flags(self) -> int:
        return len(self.run.deviations) if self.run and self.run.is_standing else 0

    @property
    def counts(self) -> bool:
        """As supply: neither on pause nor cancelled."""
        return self.slot.state not in {PlanSlot.State.PAUSED, PlanSlot.State.CANCELLED}


@dataclass(frozen=True)
class CentreRow:
    centre: RegionalEducationCentre
    cells: list[list[Mark]]


@dataclass(frozen=True)
class Need:
    """A year under a course: seats in the plan, and doctors who need the course in that year."""

    year: int
    seats: int | None
    wanted: int | None
    is_short: bool
    has_supply: bool


@dataclass
class CourseBlock:
    course: Course
    demand: Demand
    rows: list[CentreRow] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    may_edit: bool = False

    @property
    def marks(self) -> list[Mark]:
        """In order of time, for the list on a telephone."""
        found = [mark for row in self.rows for cell in row.cells for mark in cell]
        return sorted(found, key=lambda mark: (mark.slot.year, mark.slot.half, mark.slot.pk))


@dataclass(frozen=True)
class PlanPage:
    specialty: Specialty
    years: list[int]
    blocks: list[CourseBlock]
    today: dt.date

    @property
    def halves(self) -> list[tuple[int, int]]:
        return [(year, half) for year in self.years for half in HALVES]

    @property
    def half_names(self) -> list[str]:
        """V and H, as the plan has always been written."""
        return [str(Half(half).label)[:1].upper() for _year, half in self.halves]

    @property
    def warned(self) -> list[CourseBlock]:
        return [block for block in self.blocks if block.warnings]

    @property
    def by_urgency(self) -> list[CourseBlock]:
        """Worst first, for the list on a telephone."""
        return sorted(self.blocks, key=lambda block: -len(block.warnings))


def plan_page(specialty: Specialty, user: Any) -> PlanPage:
    today = clock.today()
    years = plan_years(today)
    courses = courses_of(specialty)
    slots: dict[int, list[PlanSlot]] = defaultdict(list)
    found = PlanSlot.objects.filter(course__in=courses, year__in=years).select_related("host_centre__region", "run")
    for slot in found.order_by("year", "half", "pk"):
        slots[slot.course_id].append(slot)
    demand = demand_for(specialty, [course.activity for course in courses])
    own = centres_of_officer(user)
    blocks = []
    for course in courses:
        block = CourseBlock(course, demand[course.activity_id], may_edit=course.centre_id in own)
        _fill(block, slots[course.pk], years)
        block.warnings = warnings_of(block, years, today)
        blocks.append(block)
    return PlanPage(specialty, years, blocks, today)


def courses_of(specialty: Specialty) -> list[Course]:
    """The courses that are run for the specialty, in the order of the curriculum."""
    activities = {activity.pk: place for place, activity in enumerate(curriculum.courses_of_specialty(specialty))}
    patterns = Prefetch("patterns", queryset=FrequencyPattern.objects.select_related("region").order_by("region__pk"))
    rows = Course.objects.filter(activity_id__in=activities).select_related("activity", "centre")
    return sorted(rows.prefetch_related(patterns), key=lambda course: activities[course.activity_id])


def specialties_with_plan() -> list[Specialty]:
    """Those that have courses run by the RegUts of their own."""
    rows = Specialty.objects.filter(activities__run_as__isnull=False).distinct()
    return list(rows.select_related("liaison_centre").order_by("sort_key"))


def _fill(block: CourseBlock, slots: list[PlanSlot], years: list[int]) -> None:
    usual = block.course.activity.max_participants
    by_centre: dict[RegionalEducationCentre, dict[tuple[int, int], list[Mark]]] = {}
    for slot in slots:
        run = getattr(slot, "run", None)
        mark = Mark(slot, run, run.seats if run else usual)
        by_centre.setdefault(slot.host_centre, defaultdict(list))[slot.year, slot.half].append(mark)
    halves = [(year, half) for year in years for half in HALVES]
    for centre in sorted(by_centre, key=lambda each: each.sort_key):
        block.rows.append(CentreRow(centre, [by_centre[centre][key] for key in halves]))
    block.needs = [_need(block, year) for year in years]


def _need(block: CourseBlock, year: int) -> Need:
    supply = [mark for mark in block.marks if mark.slot.year == year and mark.counts]
    known = all(mark.seats for mark in supply)
    seats = sum(mark.seats or 0 for mark in supply) if known else None
    wanted = block.demand.shown_in(year)
    return Need(
        year,
        seats,
        wanted,
        is_short=wanted is not None and seats is not None and wanted > seats,
        has_supply=bool(supply),
    )
