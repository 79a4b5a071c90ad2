"""The six-year plan of a specialty as one table: courses and regions down, half-years across, demand under supply."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.courses.models import Course, CourseRun, FrequencyPattern, Half, PlanSlot
from fagvei.courses.queries.answers import went_of
from fagvei.courses.queries.date_warnings import in_the_same_week, on_holidays
from fagvei.courses.queries.demand import Demand, demand_for
from fagvei.courses.queries.plan_warnings import warnings_of
from fagvei.courses.queries.region_needs import RegionNeed, needs_by_region
from fagvei.courses.queries.standing import answers_for, centres_of_officer, is_for_every_regut
from fagvei.courses.rules.deadlines import AS_PLANNED, Went
from fagvei.courses.rules.halfyears import HALVES, half_of, plan_years
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
    went: Went = AS_PLANNED

    @property
    def sign(self) -> str:
        return MARKS[PlanSlot.State(self.slot.state)]

    @property
    def words(self) -> str:
        days = f", {self.run.starts_on.day}.{self.run.starts_on.month}." if self.run else ""
        seats = _(", %(n)s plasser") % {"n": self.seats} if self.seats else ""
        return f"{self.slot.get_state_display()}{days}{seats}"

    @property
    def may_move(self) -> bool:
        return self.slot.is_undated

    @property
    def flags(self) -> int:
        return len(self.run.deviations_with(self.went)) if self.run and self.run.is_standing else 0

    @property
    def counts(self) -> bool:
        """As supply: neither on pause nor cancelled."""
        return self.slot.state not in {PlanSlot.State.PAUSED, PlanSlot.State.CANCELLED}


@dataclass(frozen=True)
class Cell:
    """A half-year of a RegUt: what stands there, and where something may be moved to."""

    year: int
    half: int
    centre: RegionalEducationCentre
    marks: list[Mark]
    is_over: bool

    @property
    def when(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def name(self) -> str:
        return f"{Half(self.half).label} {self.year}, {self.centre.region.name}"


@dataclass(frozen=True)
class CentreRow:
    """`is_spare`: nothing stands there yet, so it is shown only to whoever moves something."""

    centre: RegionalEducationCentre
    cells: list[Cell]
    is_spare: bool = False


@dataclass(frozen=True)
class Need:
    """A year under a course: seats in the plan, and doctors who need the course in that year."""

    year: int
    seats: int | None
    wanted: int | None
    is_short: bool
    has_supply: bool


@dataclass(frozen=True)
class RegionNeeds:
    """A region under a course: for each year the doctors there who lack it, and the seats there."""

    region: str
    cells: list[RegionNeed]


@dataclass
class CourseBlock:
    course: Course
    demand: Demand
    rows: list[CentreRow] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    region_needs: list[RegionNeeds] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    may_edit: bool = False

    @property
    def shown_rows(self) -> list[CentreRow]:
        return [row for row in self.rows if not row.is_spare]

    @property
    def marks(self) -> list[Mark]:
        """In order of time, for the list on a telephone."""
        found = [mark for row in self.rows for cell in row.cells for mark in cell.marks]
        return sorted(found, key=lambda mark: (mark.slot.year, mark.slot.half, mark.slot.pk))


@dataclass(frozen=True)
class PlanPage:
    specialty: Specialty
    years: list[int]
    blocks: list[CourseBlock]
    today: dt.date
    # What others arrange has dates of its own, and no seats here: named, and neither planned nor counted.
    external: list[Course] = field(default_factory=list)

    @property
    def halves(self) -> list[tuple[int, int]]:
        return [(year, half) for year in self.years for half in HALVES]

    @property
    def half_names(self) -> list[str]:
        """V and H, as the plan has always been written."""
        return [str(Half(half).label)[:1].upper() for _year, half in self.halves]

    @property
    def may_move(self) -> bool:
        """Somebody who may edit looks at something that can be moved."""
        return any(block.may_edit and any(mark.may_move for mark in block.marks) for block in self.blocks)

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
    found = courses_of(specialty)
    courses = [course for course in found if course.organiser == Course.Organiser.REGUT]
    external = [course for course in found if course.organiser == Course.Organiser.EXTERNAL]
    slots: dict[int, list[PlanSlot]] = defaultdict(list)
    planned = PlanSlot.objects.filter(course__in=courses, year__in=years).select_related(
        "host_centre__region", "run__course__activity", "run__host_centre"
    )
    for slot in planned.order_by("year", "half", "pk"):
        slots[slot.course_id].append(slot)
    wents = went_of(slot.run for found in slots.values() for slot in found if hasattr(slot, "run"))
    demand = demand_for(specialty, [course.activity for course in courses])
    own = centres_of_officer(user)
    centres = list(RegionalEducationCentre.objects.select_related("region").order_by("sort_key"))
    spare = centres if own else []
    blocks = []
    for course in courses:
        block = CourseBlock(course, demand[course.activity_id], may_edit=answers_for(course, own))
        open_to = [each for each in spare if not is_for_every_regut(course) or each.pk in own]
        _fill(block, slots[course.pk], years, open_to if block.may_edit else [], wents)
        block.warnings = warnings_of(block, years, today)
        block.region_needs = [
            RegionNeeds(region, cells)
            for region, cells in needs_by_region(
                block.demand, block.marks, years, [each.region.name for each in centres]
            )
        ]
        blocks.append(block)
    _warn_of_dates(blocks)
    return PlanPage(specialty, years, blocks, today, external)


def _warn_of_dates(blocks: list[CourseBlock]) -> None:
    """Holidays, and two courses in one week: what is seen of all courses together."""
    runs = {block.course.pk: [mark.run for mark in block.marks if mark.run and mark.counts] for block in blocks}
    standing = {pk: [run for run in found if run.is_standing] for pk, found in runs.items()}
    same_week = in_the_same_week(run for found in standing.values() for run in found)
    for block in blocks:
        for run in standing[block.course.pk]:
            block.warnings += [*on_holidays(run), *same_week.get(run.pk, [])]


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


def _fill(
    block: CourseBlock,
    slots: list[PlanSlot],
    years: list[int],
    spare: Iterable[RegionalEducationCentre],
    wents: Mapping[int, Went],
) -> None:
    usual = block.course.activity.max_participants
    by_centre: dict[RegionalEducationCentre, dict[tuple[int, int], list[Mark]]] = {}
    for slot in slots:
        run = getattr(slot, "run", None)
        mark = Mark(slot, run, run.seats if run else usual, wents[run.pk] if run else AS_PLANNED)
        by_centre.setdefault(slot.host_centre, defaultdict(list))[slot.year, slot.half].append(mark)
    for centre in sorted({*by_centre, *spare}, key=lambda each: each.sort_key):
        marks = by_centre.get(centre, {})
        block.rows.append(CentreRow(centre, _cells(centre, marks, years), is_spare=not marks))
    block.needs = [_need(block, year) for year in years]


def _cells(
    centre: RegionalEducationCentre, marks: Mapping[tuple[int, int], list[Mark]], years: list[int]
) -> list[Cell]:
    now = half_of(clock.today())
    return [
        Cell(year, half, centre, marks.get((year, half), []), is_over=(year, half) < now)
        for year in years
        for half in HALVES
    ]


def _need(block: CourseBlock, year: int) -> Need:
    supply = [mark for mark in block.marks if mark.slot.year == year and mark.counts]
    known = all(mark.seats for mark in supply)
    seats = sum(mark.seats or 0 for mark in supply) if known else None
    wanted = block.demand.years.get(year)
    return Need(
        year,
        seats,
        wanted,
        is_short=wanted is not None and seats is not None and wanted > seats,
        has_supply=bool(supply),
    )
