"""The team matrix: own doctors by the categories of their goals, counted in the database, in a fixed number of questions."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.addresses import address_of
from fagvei.curriculum.models import GoalCategory, GoalSet
from fagvei.people.models import User
from fagvei.training.models.plans import plan_name
from fagvei.training.queries import team_rows
from fagvei.training.queries.halfyear import Kept, kept_by_doctor
from fagvei.training.queries.plan_rows import carried_expected
from fagvei.training.rules.progress import Counted
from fagvei.training.rules.warnings import points_behind, points_behind_own_plan

# How old the newest evidence may be before the cell is hatched. Our own bounds, said on the page.
AGES = ((6, "fresh"), (12, "ageing"))
LATELY = dt.timedelta(days=183)
NONE: Counter[int] = Counter()
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
        """A thousand cells on a page: each distinct one is made once and the address put into it."""
        before, after = _around(self.approved, self.total, self.months, self.is_carried_on, language)
        return f"{before}{self.url}{after}" if after else before


@dataclass
class TeamRow:
    """The cells come when the row is made. `approved` and `whole` are those of the plan: also what is not loaded, which no cell has."""

    doctor: User
    cells: list[Cell | None]
    since: dt.datetime | None = None
    is_of_part_1: bool = False
    specialties: list[str] = field(default_factory=list)
    warnings: int = 0
    kept: Kept | None = None
    approved: int = 0
    whole: int = 0
    loaded: int = 0

    @cached_property
    def waiting(self) -> int:
        return sum(cell.waiting for cell in self.cells if cell)

    @property
    def months(self) -> int:
        return months_between(self.since.astimezone(clock.OSLO).date(), clock.today()) if self.since else 0

    @cached_property
    def behind(self) -> int:
        """Percentage points, by the plan of half-years when it is laid out; a doctor without a plan stands first.

        Of what is loaded: with the rest nobody can be late.
        """
        if not self.since:
            return 101
        if self.kept is not None:
            return points_behind_own_plan(missed=self.kept.missed, whole=self.loaded)
        return points_behind(
            approved=self.approved, whole=self.loaded, months=self.months, is_of_part_1=self.is_of_part_1
        )

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
def _around(approved: int, total: int, months: int | None, is_carried_on: bool, language: str) -> tuple[str, str]:
    """What stands before the address of a cell, and after; a cell without goals has no address."""
    if not total:
        words = _("godkjent") if is_carried_on else _("ikke lastet inn")
        return format_html("<td><small>{}</small></td>", words), ""
    is_done = approved >= total
    inside = format_html(
        '<progress value="{}" max="{}" aria-hidden="true"></progress><b>{}</b> <small>{}</small>',
        approved,
        total,
        _("%(done)s av %(total)s") % {"done": approved, "total": total},
        _("alt godkjent") if is_done else age_words(months),
    )
    age = "done" if approved == total else age_of(months)
    return f'<td data-age="{age}"><a href="', f'">{inside}</a></td>'


def team_page(doctors: Iterable[User]) -> TeamPage:
    """Twelve questions, whatever the number of doctors and goals."""
    rows = {doctor.pk: TeamRow(doctor, []) for doctor in doctors}
    for pk, kept in kept_by_doctor(rows).items():
        rows[pk].kept = kept
    doctor_of, asked, sets, carried = _plans(rows)
    today = clock.today()
    cells, counts = _cells(doctor_of, today)
    for goal_plan, doctor in doctor_of.items():
        counted = Counted(*counts.get(goal_plan, (0, 0, 0, 0)), *asked[goal_plan])
        rows[doctor].approved += counted.approved
        rows[doctor].whole += counted.whole
        rows[doctor].loaded += counted.loaded
    # A set without loaded goals is not done: it is unknown, and has a column that says so.
    loaded = {(doctor, key[0]) for doctor, own in cells.items() for key in own}
    for doctor, goal_set in sets - loaded:
        cells[doctor][goal_set, None] = Cell(0, 0, 0, None)
    columns = _columns({key for own in cells.values() for key in own})
    queries = {column.at: urlencode({"kategori": column.key}) for column in columns}
    for pk, row in rows.items():
        own = cells[pk]
        row.cells = [own.get(at) for at in queries]
        address = f"?lege={row.doctor.public_id}&amp;"
        for at, cell in own.items():
            cell.url = address + queries[at]
            cell.months = months_between(cell.newest, today) if cell.newest else None
            cell.is_carried_on = cell.is_carried_on or (pk, at[0]) in carried
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


Asked = tuple[int | None, int]


def _plans(
    rows: dict[int, TeamRow],
) -> tuple[dict[int, int], dict[int, Asked], set[tuple[int, int]], set[tuple[int, int]]]:
    """Whose the goal plans of current plans are and what the source asks for in each, the sets of each doctor and which are
    carried on; on each row since when and in what.
    """
    doctor_of: dict[int, int] = {}
    asked: dict[int, Asked] = {}
    sets: set[tuple[int, int]] = set()
    carried: set[tuple[int, int]] = set()
    for doctor_id, assigned_at, specialty, goal_plan, goal_set, expected, is_done, carries in team_rows.current_plans(
        doctors=frozenset(rows)
    ):
        row = rows[doctor_id]
        row.since = min(row.since or assigned_at, assigned_at)
        row.is_of_part_1 = specialty is None
        if (name := plan_name(specialty)) not in row.specialties:
            row.specialties.append(name)
        if goal_plan is not None:
            doctor_of[goal_plan] = doctor_id
            asked[goal_plan] = expected, carried_expected(expected, is_done, carries)
            sets.add((doctor_id, goal_set))
            if is_done:
                carried.add((doctor_id, goal_set))
    return doctor_of, asked, sets, carried


@dataclass(slots=True)
class _Plan:
    """One goal plan: its cells by the number of the column, and in which column each of its plan goals stands."""

    cells: dict[int, Cell]
    plan_goals: str
    columns: list[int]

    def silent(self) -> Iterator[int]:
        """Plan goals of the cells for which nothing was found yet."""
        columns = {column for column, cell in self.cells.items() if cell.newest is None and cell.total}
        if columns:
            pairs = zip(self.plan_goals.split(","), self.columns, strict=True)
            yield from (int(plan_goal) for plan_goal, column in pairs if column in columns)


Counts = tuple[int, int, int, int]


def _cells(doctor_of: dict[int, int], today: dt.date) -> tuple[dict[int, dict[Key, Cell]], dict[int, Counts]]:
    """The cells of each doctor, and of each goal plan how many goals stand in it, are approved, have ended, are carried on.

    Most doctors have the same goals, so which column each goal belongs to is found once for each list of goals.
    """
    goal_plans, doctors = frozenset(doctor_of), frozenset(doctor_of.values())
    exceptions = team_rows.exceptions(goal_plans, doctors, today)
    rows = team_rows.goals_by_plan(goal_plans=goal_plans, **exceptions)
    lists = {goals: goals.split(",") for _plan, _rows, goals, *_some in rows}
    keys, place_of = _columns_of_goals(chain.from_iterable(lists.values()))
    columns = {goals: [place_of[goal] for goal in listed] for goals, listed in lists.items()}
    totals = {goals: Counter(listed) for goals, listed in columns.items()}
    part_1 = set(map(str, exceptions["part_1"]))
    of_part_1 = {goals: Counter(place_of[goal] for goal in listed if goal in part_1) for goals, listed in lists.items()}
    found: dict[int, dict[Key, Cell]] = defaultdict(dict)
    counts: dict[int, Counts] = {}
    plans = {}
    for goal_plan, plan_goals, goals, *some in rows:
        lapsed, approved, waiting = (_tally(joined, place_of) for joined in some)
        carried = of_part_1[goals] if doctor_of[goal_plan] in exceptions["confirmed"] else NONE
        own, cells = found[doctor_of[goal_plan]], {}
        for column, number in totals[goals].items():
            if number > lapsed[column]:
                cells[column] = cell = own.setdefault(keys[column], Cell(0, 0, 0, None))
                cell.total += number - lapsed[column] - carried[column]
                cell.approved += approved[column]
                cell.waiting += waiting[column]
                cell.is_carried_on = carried[column] > 0
        counts[goal_plan] = len(columns[goals]), approved.total(), lapsed.total(), carried.total()
        plans[str(goal_plan)] = _Plan(cells, plan_goals, columns[goals])
    _add_newest(plans, place_of, doctors, today)
    return found, counts


def _tally(goals: str | None, place_of: dict[str, int]) -> Counter[int]:
    """How many of them stand in each column."""
    return Counter(map(place_of.__getitem__, goals.split(","))) if goals else NONE


def _columns_of_goals(goals: Iterable[str]) -> tuple[list[Key], dict[str, int]]:
    """The columns, and in which of them each goal stands, by its number."""
    found = team_rows.places_of_goals(goals=frozenset(map(int, goals)))
    keys = [(goal_set, category) for goal_set, category, _there in found]
    return keys, {goal: column for column, row in enumerate(found) for goal in row[2].split(",")}


def _add_newest(plans: dict[str, _Plan], place_of: dict[str, int], doctors: frozenset[int], today: dt.date) -> None:
    """The day of the newest activity that counts, signed or fulfilled.

    Most cells have something from the last half-year, so that is looked through first, and what is older only for the rest.
    """
    for day, goal_plans, goals in team_rows.goals_by_day(doctors=doctors, since=today - LATELY):
        for goal_plan, goal in zip(goal_plans.split(","), goals.split(","), strict=True):
            if goal_plan in plans and (cell := plans[goal_plan].cells.get(place_of.get(goal, -1))):
                cell.newest = day
    silent = frozenset(chain.from_iterable(plan.silent() for plan in plans.values()))
    for goal_plan, goal, day in team_rows.newest_days(plan_goals=silent):
        cell = plans[str(goal_plan)].cells[place_of[str(goal)]]
        cell.newest = max(cell.newest or day, day)


def _columns(keys: set[Key]) -> list[Column]:
    sets = {pk: rest for pk, *rest in team_rows.sets_of(ids=frozenset(key[0] for key in keys))}
    ids = frozenset(key[1] for key in keys if key[1])
    categories = {pk: (position, name) for pk, position, name in team_rows.categories_of(ids=ids)}

    def place(key: Key) -> tuple[int, str, int]:
        position, code, _name = sets[key[0]]
        return position, code, categories[key[1]][0] if key[1] else -1

    def column(key: Key) -> Column:
        _position, code, set_name = sets[key[0]]
        position, name = categories[key[1]] if key[1] else (-1, _("alle mål"))
        return Column(key, f"{code}.{position + 1}", set_name, name)

    return [column(key) for key in sorted(keys, key=place)]
