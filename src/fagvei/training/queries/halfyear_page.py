"""The plan by half-year as a page, and its history as sentences. A fixed number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.people.models import User
from fagvei.people.queries import mentor_of
from fagvei.training.models import EducationPlan, PlanGoal, PlanMove, PlannedItem, PlanRevision
from fagvei.training.queries import halfyear as core
from fagvei.training.queries.halfyear_service import (
    ServiceLine,
    TimeLeft,
    service_lines,
    service_path,
    time_left,
)
from fagvei.training.rules import halfyear as rules
from fagvei.training.rules.halfyear import HalfYear

Kind = PlannedItem.Kind
AHEAD = 2  # so many empty half-years after the last planned one can be moved to


@dataclass(frozen=True)
class Line:
    """One thing in a half-year."""

    item: PlannedItem
    words: str
    place: str
    url: str = ""
    mark: str = ""


@dataclass
class Spot:
    """One place in a half-year, with what is learned there. An empty name: no place is chosen yet."""

    name: str
    goals: list[Line] = field(default_factory=list)
    activities: list[Line] = field(default_factory=list)


@dataclass
class Column:
    """One half-year. `is_open`: still to come, or now; the past can be moved from, not to."""

    half: HalfYear
    is_open: bool
    notes: list[Line] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    service: list[ServiceLine] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(spot.goals) + len(spot.activities) for spot in self.spots)

    @property
    def lines(self) -> list[Line]:
        return [*self.notes, *(line for spot in self.spots for line in (*spot.goals, *spot.activities))]

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.service

    def spot(self, name: str) -> Spot:
        found = next((spot for spot in self.spots if spot.name == name), None)
        if found is None:
            self.spots.append(found := Spot(name))
        return found


@dataclass
class HalfYearPage:
    doctor: User
    has_plan: bool
    mentor: User | None
    columns: list[Column]
    next_half: HalfYear
    standing: core.Standing
    missing: core.Unplaced
    revisions: int
    left: TimeLeft
    service_url: str

    @property
    def is_made(self) -> bool:
        return self.revisions > 0

    @property
    def open_halves(self) -> list[HalfYear]:
        return [column.half for column in self.columns if column.is_open]

    @property
    def next_column(self) -> Column | None:
        return next((column for column in self.columns if column.half == self.next_half), None)

    def chosen(self, key: str) -> Column | None:
        """The half-year asked for, else the next one, which is what most people come for."""
        by_key = {column.half.key: column for column in self.columns}
        return by_key.get(key) or by_key.get(self.next_half.key) or next(iter(self.columns), None)


def halfyear_page(doctor: User, viewer: User, *, reads_absence: bool) -> HalfYearPage:
    """What of service and absence the viewer may see stands in its half-years; the mentor sees none of it, nor why
    somebody will be away: of a planned leave that it is one.
    """
    items = core.items_of(doctor)
    next_half = core.next_halfyear()
    return HalfYearPage(
        doctor=doctor,
        has_plan=EducationPlan.objects.current().filter(doctor=doctor).exists(),
        mentor=mentor_of(doctor),
        columns=_columns(items, service_lines(doctor, viewer), reads_absence),
        next_half=next_half,
        standing=core.standing_of(next_half.key, items, core.agreements_of(doctor)),
        missing=core.unplaced(doctor),
        revisions=PlanRevision.objects.filter(doctor=doctor).count(),
        left=time_left(doctor),
        service_url=service_path(doctor, viewer),
    )


def _columns(items: list[PlannedItem], service: list[ServiceLine], reads_absence: bool) -> list[Column]:
    today = HalfYear.of(clock.today())
    furthest = rules.following(today, rules.MOST_HALFYEARS)[-1]
    found = [half for item in items if (half := HalfYear.parse(item.half_year))]
    found += [min(furthest, half) for line in service if (half := HalfYear.of(line.row.starts_on)) > today]
    first, last = min([today, *found]), max([today, *found])
    columns: dict[str, Column] = {}
    half = first
    while half <= _plus(last, AHEAD):
        columns[half.key] = Column(half, half >= today)
        half = half.next
    for item in items:
        if (column := columns.get(item.half_year)) is not None:
            _put(column, _line(item, reads_absence))
    for column in columns.values():
        column.service = [line for line in service if line.touches(column.half)]
        column.spots.sort(key=lambda spot: (not spot.name, spot.name))
    return list(columns.values())


def _put(column: Column, line: Line) -> None:
    if line.item.kind in PlannedItem.NOTES:
        column.notes.append(line)
        return
    spot = column.spot(line.place)
    (spot.goals if line.item.kind == Kind.GOAL else spot.activities).append(line)


def _plus(half: HalfYear, number: int) -> HalfYear:
    return rules.following(half, number + 1)[-1]


def _line(item: PlannedItem, reads_absence: bool) -> Line:
    place = str(item.institution or item.arena or "")
    if item.plan_goal is not None:
        goal = item.plan_goal
        mark = "done" if goal.state == PlanGoal.State.APPROVED else ""
        words = f"{goal.goal.code} {goal.revision.shown_name}"
        if goal.goal.replaced_by is not None:
            words = _("%(goal)s (erstattet av %(code)s)") % {"goal": words, "code": goal.goal.replaced_by.code}
        return Line(item, words, place, goal.get_absolute_url(), mark)
    if item.activity is not None:
        return Line(item, item.activity.name, place)
    kind = item.get_kind_display().capitalize()
    return Line(item, kind if item.tells_of_health and not reads_absence else f"{kind}: {item.text}", place)


# --- History ---


@dataclass
class Change:
    """One revision as the history shows it, newest first. `reason` is empty where it may tell why somebody is away."""

    revision: PlanRevision
    sentences: list[str]
    reason: str
    agreed: list[str] = field(default_factory=list)


def history_of(doctor: User, *, reads_absence: bool) -> list[Change]:
    """Three queries. Where an item was before is what its earlier move says."""
    revisions = list(PlanRevision.objects.filter(doctor=doctor).select_related("by").order_by("number"))
    changes = {revision.pk: Change(revision, [], revision.reason) for revision in revisions}
    before: dict[int, PlanMove] = {}
    placed: dict[int, list[PlanMove]] = {}
    for move in moves_of(doctor):
        if move.item.tells_of_health and not reads_absence:
            move.item.text = changes[move.revision_id].reason = ""
        earlier = before.get(move.item_id)
        if earlier is None and changes[move.revision_id].revision.kind == PlanRevision.Kind.MADE:
            placed.setdefault(move.revision_id, []).append(move)
        else:
            changes[move.revision_id].sentences.append(difference(earlier, move))
        before[move.item_id] = move
    for pk, made in placed.items():
        changes[pk].sentences[:0] = _placed_in_words(made)
    for agreement in core.agreements_of(doctor):
        words = _("%(name)s avtalte %(half)s") % {"name": agreement.by, "half": rules.name_of(agreement.half_year)}
        changes[agreement.revision_id].agreed.append(words)
    return list(reversed(changes.values()))


def moves_of(doctor: User) -> QuerySet[PlanMove]:
    """Oldest first."""
    moves = PlanMove.objects.filter(revision__doctor=doctor).select_related(
        "item__plan_goal__goal", "item__activity", "arena", "institution"
    )
    return moves.order_by("revision__number", "pk")


def difference(earlier: PlanMove | None, move: PlanMove) -> str:
    what, now = _short(move.item), rules.name_of(move.half_year)
    if earlier is None or not earlier.half_year:
        return _("%(what)s lagt til i %(half)s") % {"what": what, "half": now} + _at(move)
    was = rules.name_of(earlier.half_year)
    if not move.half_year:
        return _("%(what)s tatt ut av %(half)s") % {"what": what, "half": was}
    if was == now:
        return _("%(what)s i %(half)s: nytt sted") % {"what": what, "half": now} + (_at(move) or _(", ikke oppgitt"))
    sentence = _("%(what)s flyttet fra %(was)s til %(now)s") % {"what": what, "was": was, "now": now}
    is_elsewhere = (earlier.arena_id, earlier.institution_id) != (move.arena_id, move.institution_id)
    return sentence + (_at(move) if is_elsewhere else "")


def _short(item: PlannedItem) -> str:
    if item.kind in (Kind.GOAL, Kind.ACTIVITY):
        return str(item)
    kind = item.get_kind_display().capitalize()
    return f"{kind} ({item.text})" if item.text else kind


def _at(move: PlanMove) -> str:
    place = move.institution or move.arena
    return _(", ved %(place)s") % {"place": place} if place else ""


def _placed_in_words(made: Iterable[PlanMove]) -> list[str]:
    """The first plan has a hundred moves: one sentence per half-year."""
    by_half: dict[str, list[str]] = {}
    for move in made:
        by_half.setdefault(move.half_year, []).append(_short(move.item))
    return [
        _("%(half)s: %(names)s") % {"half": rules.name_of(half).capitalize(), "names": ", ".join(sorted(by_half[half]))}
        for half in sorted(by_half)
    ]
