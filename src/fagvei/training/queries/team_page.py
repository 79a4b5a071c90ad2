"""The team matrix: own doctors by the categories of their goals, counted in the database, in a fixed number of questions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.db.models import Count, Max, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.addresses import address_of
from fagvei.curriculum.models import GoalCategory, GoalSet
from fagvei.people.models import User
from fagvei.training.models import EducationPlan, PlanActivity, PlanGoal
from fagvei.training.models.goals import reached
from fagvei.training.queries.halfyear import Kept, kept_by_doctor
from fagvei.training.queries.service import is_carried_on
from fagvei.training.rules.warnings import points_behind, points_behind_own_plan

State = PlanGoal.State
WAITING = (State.COMPLETED, State.SENT)
# How old the newest evidence may be before the cell is hatched. Our own bounds, said on the page.
AGES = ((6, "fresh"), (12, "ageing"))
Key = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A category of a set; a set without categories is one column. `key` stands in addresses."""

    at: Key
    key: str
    set_name: str
    name: str


@dataclass(slots=True)
class Cell:
    approved: int
    total: int
    waiting: int
    newest: dt.date | None
    months: int | None = None
    url: str = ""
    is_carried_on: bool = False

    @property
    def remaining(self) -> int:
        return self.total - self.approved

    @property
    def age(self) -> str:
        """fresh, ageing, old, none; or done when nothing is left."""
        return age_of(self.months) if self.remaining else "done"

    def html(self, language: str) -> str:
        """A thousand cells on a page: each distinct one is made once and the address put around it."""
        if not self.total:
            words = _("godkjent") if self.is_carried_on else _("ikke lastet inn")
            return format_html("<td><small>{}</small></td>", words)
        inside = _inside(self.approved, self.total, self.months, language)
        return f'<td data-age="{self.age}"><a href="{self.url}">{inside}</a></td>'


@dataclass
class TeamRow:
    """The cells come when the row is made; what is counted of them is counted once."""

    doctor: User
    cells: list[Cell | None]
    since: dt.datetime | None = None
    specialties: list[str] = field(default_factory=list)
    warnings: int = 0
    kept: Kept | None = None

    @cached_property
    def approved(self) -> int:
        return sum(cell.approved for cell in self.cells if cell)

    @cached_property
    def whole(self) -> int:
        return sum(cell.total for cell in self.cells if cell)

    @cached_property
    def waiting(self) -> int:
        return sum(cell.waiting for cell in self.cells if cell)

    @property
    def months(self) -> int:
        return months_between(self.since.astimezone(clock.OSLO).date(), clock.today()) if self.since else 0

    @cached_property
    def behind(self) -> int:
        """Percentage points, by the plan of half-years when it is laid out; a doctor without a plan stands first."""
        if not self.since:
            return 101
        if self.kept is not None:
            return points_behind_own_plan(missed=self.kept.missed, whole=self.whole)
        return points_behind(approved=self.approved, whole=self.whole, months=self.months)

    @cached_property
    def behind_words(self) -> str:
        if not self.since:
            return _("ingen plan ennå")
        if self.behind <= 0:
            return _("i rute")
        return ngettext("%(n)s prosentpoeng etter", "%(n)s prosentpoeng etter", self.behind) % {"n": self.behind}

    @property
    def plan_url(self) -> str:
        return address_of("training:plan", self.doctor.public_id)

    @property
    def cells_html(self) -> SafeString:
        language = get_language() or ""
        cells = [cell.html(language) if cell else "<td></td>" for cell in self.cells]
        return mark_safe("".join(cells))  # noqa: S308 -- numbers, our own words, a uuid and a key


@dataclass(slots=True)
class TeamPage:
    columns: list[Column]
    rows: list[TeamRow]

    @property
    def sets(self) -> list[tuple[str, int]]:
        """The upper head of the table: each set and how many columns it has."""
        spans: dict[str, int] = {}
        for column in self.columns:
            spans[column.set_name] = spans.get(column.set_name, 0) + 1
        return list(spans.items())

    @property
    def gaps(self) -> list[tuple[TeamRow, Column | None, Cell | None]]:
        """For a narrow screen: each doctor with the one most urgent gap."""
        return [(row, *self._most_urgent(row)) for row in self.rows]

    def _most_urgent(self, row: TeamRow) -> tuple[Column | None, Cell | None]:
        open_cells = [
            (column, cell) for column, cell in zip(self.columns, row.cells, strict=True) if cell and cell.remaining
        ]
        if not open_cells:
            return None, None
        oldest = 10_000
        return max(
            open_cells,
            key=lambda pair: (
                pair[1].remaining * 100 // pair[1].total,
                oldest if pair[1].months is None else pair[1].months,
            ),
        )


def months_between(first: dt.date, last: dt.date) -> int:
    """Whole months; 31 January to 28 February is none."""
    return max(0, (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day))


def age_of(months: int | None) -> str:
    if months is None:
        return "none"
    return next((word for limit, word in AGES if months < limit), "old")


def age_words(months: int | None) -> str:
    if months is None:
        return _("ingen ennå")
    if months < 1:
        return _("siste måned")
    return ngettext("%(n)s md. siden", "%(n)s md. siden", months) % {"n": months}


@lru_cache(maxsize=4096)
def _inside(approved: int, total: int, months: int | None, language: str) -> SafeString:
    is_done = approved >= total
    return format_html(
        '<progress value="{}" max="{}" aria-hidden="true"></progress><b>{}</b> <small>{}</small>',
        approved,
        total or 1,
        _("%(done)s av %(total)s") % {"done": approved, "total": total},
        _("alt godkjent") if is_done else age_words(months),
    )


def team_page(doctors: Iterable[User]) -> TeamPage:
    """Six questions, whatever the number of doctors and goals."""
    rows = {doctor.pk: TeamRow(doctor, []) for doctor in doctors}
    for pk, kept in kept_by_doctor(rows).items():
        rows[pk].kept = kept
    goal_plans, sets, carried = _plans(rows)
    counts = _counts(goal_plans)
    # A set without loaded goals is not done: it is unknown, and has a column that says so.
    loaded = {(doctor, key[0]) for doctor, key in counts}
    counts |= {(doctor, (goal_set, None)): (0, 0, 0) for doctor, goal_set in sets - loaded}
    newest = _newest(goal_plans)
    columns = _columns({key for _doctor, key in counts})
    queries = {column.at: urlencode({"kategori": column.key}) for column in columns}
    today = clock.today()
    for pk, row in rows.items():
        address = f"?lege={row.doctor.public_id}&amp;"
        row.cells = [
            _cell(
                counts.get((pk, at)), newest.get((pk, at)), address + query, today, is_carried_on=(pk, at[0]) in carried
            )
            for at, query in queries.items()
        ]
    return TeamPage(columns, sorted(rows.values(), key=lambda row: (-row.behind, row.doctor.sort_key)))


def column_of(page_key: str) -> Key | None:
    """The set and the category a key in an address means; None when there is no such thing."""
    code, _dot, position = page_key.rpartition(".")
    goal_set = GoalSet.objects.filter(code=code).first()
    if goal_set is None or not position.isdecimal() or len(position) > 4:
        return None
    if position == "0":
        return goal_set.pk, None
    category = GoalCategory.objects.filter(goal_set=goal_set, position=int(position) - 1).order_by("pk").first()
    return (goal_set.pk, category.pk) if category else None


def _plans(rows: dict[int, TeamRow]) -> tuple[list[int], set[tuple[int, int]], set[tuple[int, int]]]:
    """The goal plans of current plans, the sets of each doctor and which are carried on; on each row since when and in what."""
    plans = EducationPlan.objects.current().filter(doctor_id__in=list(rows))
    goal_plans: set[int] = set()
    sets: set[tuple[int, int]] = set()
    carried: set[tuple[int, int]] = set()
    plans = plans.annotate(is_carried_on=is_carried_on(goal_set="goal_plans__goal_set", doctor="doctor_id"))
    for doctor_id, assigned_at, specialty, goal_plan, goal_set, is_done in plans.values_list(
        "doctor_id", "assigned_at", "specialty__name", "goal_plans", "goal_plans__goal_set_id", "is_carried_on"
    ).order_by("assigned_at", "pk"):
        row = rows[doctor_id]
        row.since = min(row.since or assigned_at, assigned_at)
        if specialty not in row.specialties:
            row.specialties.append(specialty)
        if goal_plan is not None:
            goal_plans.add(goal_plan)
            sets.add((doctor_id, goal_set))
            if is_done:
                carried.add((doctor_id, goal_set))
    return sorted(goal_plans), sets, carried


def _counts(goal_plans: list[int]) -> dict[tuple[int, Key], tuple[int, int, int]]:
    grouped = (
        PlanGoal.objects.filter(goal_plan__in=goal_plans)
        .asked_for()
        .values_list("doctor_id", "goal__goal_set_id", "goal__category_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=reached()),
            waits=Count("pk", filter=Q(state__in=WAITING)),
        )
        .order_by()
    )
    return {
        (doctor, (goal_set, category)): (total, done, waits)
        for doctor, goal_set, category, total, done, waits in grouped
    }


def _newest(goal_plans: list[int]) -> dict[tuple[int, Key], dt.date]:
    """The day of the newest activity that counts, signed or fulfilled."""
    grouped = (
        PlanActivity.goals.through.objects.filter(
            plangoal__goal_plan__in=goal_plans, planactivity__state__in=PlanActivity.COUNTING
        )
        .values_list("plangoal__doctor_id", "plangoal__goal__goal_set_id", "plangoal__goal__category_id")
        .annotate(Max("planactivity__done_on"))
        .order_by()
    )
    return {(doctor, (goal_set, category)): day for doctor, goal_set, category, day in grouped}


def _columns(keys: set[Key]) -> list[Column]:
    sets = {row.pk: row for row in GoalSet.objects.filter(pk__in=[key[0] for key in keys])}
    categories = {row.pk: row for row in GoalCategory.objects.filter(pk__in=[key[1] for key in keys if key[1]])}

    def place(key: Key) -> tuple[int, str, int]:
        return sets[key[0]].position, sets[key[0]].code, categories[key[1]].position if key[1] else -1

    return [
        Column(
            key,
            f"{sets[key[0]].code}.{categories[key[1]].position + 1 if key[1] else 0}",
            sets[key[0]].short_name,
            categories[key[1]].name if key[1] else _("alle mål"),
        )
        for key in sorted(keys, key=place)
    ]


def _cell(
    counts: tuple[int, int, int] | None, newest: dt.date | None, url: str, today: dt.date, *, is_carried_on: bool
) -> Cell | None:
    if counts is None:
        return None
    total, approved, waiting = counts
    months = months_between(newest, today) if newest else None
    return Cell(approved, total, waiting, newest, months, url, is_carried_on)
