"""Relations a leader or a deputy is to confirm each half-year: of a few doctors a row each, which says who they are."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Act, Task
from fagvei.people.models import Relation, User
from fagvei.people.queries.circle import circle_of
from fagvei.people.queries.reports import CONFIRM_EVERY, unconfirmed_among

# Our choice: of more doctors than this the inbox has one line, and the page lists the relations.
ROWS_AT_MOST = 5


class Unconfirmed(NamedTuple):
    public_id: uuid.UUID
    kind: str
    confirmed_at: dt.datetime
    doctor_id: int
    doctor: str
    person: str


def relations_to_confirm(user: User) -> list[Task]:
    """One question."""
    if not (led := circle_of(user).leads):
        return []
    now = clock.now()
    by_doctor: dict[int, list[Unconfirmed]] = {}
    for row in _unconfirmed_with_names(led=led, now=now, before=now - CONFIRM_EVERY):
        line = Unconfirmed(*row)
        by_doctor.setdefault(line.doctor_id, []).append(line)
    if len(by_doctor) > ROWS_AT_MOST:
        return [_of_many([line for lines in by_doctor.values() for line in lines])]
    return [_of_one(lines) for lines in by_doctor.values()]


def _of_one(lines: list[Unconfirmed]) -> Task:
    """Every relation that is confirmed is named in the row, and those alone are sent."""
    kinds = {str(kind): str(name) for kind, name in Relation.Kind.choices}
    act = Act(
        reverse("people:relations_confirm"), _("Stemmer"), tuple(("relation", str(line.public_id)) for line in lines)
    )
    return _task(
        _("Bekreft relasjonene til %(name)s") % {"name": lines[0].doctor},
        _("Se og rett"),
        lines,
        said=", ".join(f"{kinds[line.kind]} {line.person}" for line in lines),
        act=act,
    )


def _of_many(lines: list[Unconfirmed]) -> Task:
    return _task(_("Bekreft at relasjonene til legene dine stemmer"), _("Bekreft"), lines)


def _task(title: str, label: str, lines: list[Unconfirmed], said: str = "", act: Act | None = None) -> Task:
    since = min(line.confirmed_at for line in lines)
    return Task(
        kind="confirm_relations",
        title=title,
        url=reverse("people:relations_confirm"),
        act_label=label,
        waiting_since=since,
        due_on=(since + CONFIRM_EVERY).astimezone(clock.OSLO).date(),
        count=len(lines),
        said=said,
        act=act,
    )


@prepared
def _unconfirmed_with_names(led: Collection[int], now: dt.datetime, before: dt.datetime) -> QuerySet:
    rows = unconfirmed_among(led, now, before).order_by("doctor__sort_key", "kind", "pk")
    return rows.values_list("public_id", "kind", "confirmed_at", "doctor_id", "doctor__full_name", "person__full_name")
