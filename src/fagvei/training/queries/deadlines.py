"""The deadlines an institution has set: what holds for its doctors, and the page where the education lead keeps them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.db.models import BigIntegerField, QuerySet, Value

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import RoleAssignment
from fagvei.training.models import TaskDeadline
from fagvei.training.rules.deadlines import Deadline, Due, due_of, holding_on

Kind = TaskDeadline.Kind
# Which deadline a line of the inbox is measured by.
KIND_OF_TASK = {
    "sign_activities": Kind.SIGNING,
    "give_opinion": Kind.OPINION,
    "decide_goal": Kind.DECISION,
    "confirm_service": Kind.SERVICE,
    "write_certificate": Kind.CERTIFICATE,
    "sign_certificate": Kind.CERTIFICATE,
}


@dataclass(frozen=True, slots=True)
class At:
    """An institution by its id: a certificate is written where the service was, wherever the doctor is now."""

    institution: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Of some doctors (by id), each where the doctor is in training now, and of some institutions."""

    rows: dict[tuple[int | At, str], list[Deadline]]

    def due(self, whose: int | At, kind: str, since: dt.datetime) -> Due | None:
        return due_of(since, self.rows[whose, kind]) if (whose, kind) in self.rows else None

    def first_due(self, whose: int | At, kind: str, instants: Iterable[dt.datetime]) -> tuple[Due, dt.datetime] | None:
        """Of several things the one whose due day comes first, and when it came: not always the oldest."""
        if (whose, kind) not in self.rows:
            return None
        dues = ((self.due(whose, kind, since), since) for since in instants)
        return min(((due, since) for due, since in dues if due), key=lambda each: (each[0].on, each[1]), default=None)

    def settled_for(self, kind: str) -> list[Deadline]:
        """What each of the institutions holds to today."""
        held = (holding_on(clock.today(), rows) for (_doctor, of), rows in self.rows.items() if of == kind)
        return sorted({row for row in held if row is not None}, key=lambda row: row.institution)


def deadlines_of(whose: Collection[int | At]) -> Deadlines:
    """One question, none for nobody. Where a doctor has been the longest is where the doctor is in training."""
    rows: dict[tuple[int | At, str], list[Deadline]] = defaultdict(list)
    home: dict[int, int] = {}
    doctors = frozenset(each for each in whose if isinstance(each, int))
    places = frozenset(each.institution for each in whose if isinstance(each, At))
    found = _set_for(doctors=doctors, places=places, now=clock.now())
    for doctor, role, place, institution, kind, days, valid_from, _pk in sorted(found, key=_in_order):
        is_here = not doctor or home.setdefault(doctor, role) == role
        if is_here and kind is not None:
            rows[doctor or At(place), kind].append(Deadline(institution, days, valid_from))
    return Deadlines(dict(rows))


def _in_order(row: tuple) -> tuple:
    return row[1], row[6] or dt.date.min, row[7] or 0


def with_due_dates(tasks: list[Task]) -> list[Task]:
    """The lines that the institution has set a deadline for get it, with whose it is. One question."""
    held = deadlines_of({task.about for task in tasks if task.kind in KIND_OF_TASK})
    return [_with_due_date(task, held) for task in tasks] if held.rows else tasks


def _with_due_date(task: Task, held: Deadlines) -> Task:
    kind = KIND_OF_TASK.get(task.kind)
    first = None if kind is None else held.first_due(task.about, kind, task.instants or (task.waiting_since,))
    return task if first is None else replace(task, due_on=first[0].on, due_set_by=first[0].institution)


@prepared
def _set_for(doctors: Collection[int], places: Collection[int], now: dt.datetime) -> QuerySet:
    """A role or a place without deadlines is a row too. Of a place the doctor and the role are 0."""
    words = ("name", *(f"task_deadlines__{each}" for each in ("kind", "days", "valid_from", "pk")))
    roles = RoleAssignment.objects.active(now).filter(user_id__in=doctors, role="doctor", institution__isnull=False)
    of_doctors = roles.values_list("user_id", "pk", "institution_id", *(f"institution__{each}" for each in words))
    nobody = Value(0, output_field=BigIntegerField())
    of_places = TrainingInstitution.objects.filter(pk__in=places).order_by()
    return of_doctors.order_by().union(of_places.values_list(nobody, nobody, "pk", *words), all=True)


@dataclass(slots=True)
class KindLine:
    """One kind of task on the page: what holds today, what is to come, and everything that was settled, newest first."""

    kind: str
    name: str
    now: TaskDeadline | None = None
    history: list[TaskDeadline] = field(default_factory=list)

    @property
    def coming(self) -> list[TaskDeadline]:
        return [row for row in self.history if row.valid_from > clock.today()]


def deadlines_page(institution: TrainingInstitution) -> list[KindLine]:
    lines = {value: KindLine(value, str(name)) for value, name in Kind.choices}
    for row in TaskDeadline.objects.filter(institution=institution).select_related("by").order_by("valid_from", "pk"):
        lines[row.kind].history.insert(0, row)
        if row.valid_from <= clock.today():
            lines[row.kind].now = row
    return list(lines.values())


def has_deadline(institution: TrainingInstitution, kind: str, on: dt.date) -> bool:
    rows = TaskDeadline.objects.filter(institution=institution, kind=kind).order_by("valid_from", "pk")
    return holding_on(on, [Deadline("", row.days, row.valid_from) for row in rows]) is not None


def late_among(rows: Iterable[tuple[int, dt.datetime]], kind: str, held: Deadlines) -> int:
    """How many of these (doctor, since) are past the deadline that held when they came."""
    dues = (held.due(doctor, kind, since) for doctor, since in rows)
    return sum(1 for due in dues if due is not None and due.is_late)
