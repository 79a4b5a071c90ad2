"""Questions whose SQL is made once in a process, and asked again with other values.

Django needs about a millisecond to make SQL of a queryset; the database answers most of our questions in a twentieth of
that. A page that asks twenty small questions spends its time on making them. So those that every page asks, and those of
the inbox, are prepared: the function builds the queryset from blanks, once, and each call fills them in.

    @prepared
    def _returned(user: int) -> QuerySet[PlanActivity]:
        return PlanActivity.objects.filter(doctor_id=user, state=PlanActivity.State.RETURNED).order_by("since")

    for activity in _returned(user=user.pk): ...

Rows to be locked are asked for inside a transaction, as Django demands of a queryset.

A builder sees nothing but its blanks: whatever belongs to a person or a moment is an argument (`at=now` for `active`).
An empty set, None and booleans decide the shape of the question and are seen as they are; there is SQL for each shape.
Why, and for what alone: docs/decisions/0012.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Collection, Iterable
from copy import copy
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators
from django.db.transaction import TransactionManagementError


class Blank(models.Expression):
    """A place for a value, in the SQL and among its parameters."""

    def __init__(self, name: str, output_field: models.Field):
        super().__init__(output_field=output_field)
        self.name = name

    @property
    def pk(self) -> "Blank":
        """In a builder a blank may stand for a person, of whom it is the id."""
        return self

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    def filled(self, value: Any, connection: Any) -> Any:
        return self.output_field.get_db_prep_value(value, connection)


class BlankIds(Blank):
    """A place for ids, as many as there are: the SQL stays the same. Of rows by number, of what is logged by public id."""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "(SELECT value FROM json_each(%s))", [self]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        kind = "text" if isinstance(self.output_field, models.CharField) else "bigint"
        return f"(SELECT unnest(%s::{kind}[]))", [self]

    def filled(self, value: Any, connection: Any) -> Any:
        return json.dumps(sorted(value)) if connection.vendor == "sqlite" else sorted(value)


# A datetime is a date too, so it stands first.
FIELDS: tuple[tuple[type, Callable[[], models.Field]], ...] = (
    (int, models.BigIntegerField),
    (str, models.CharField),
    (uuid.UUID, models.UUIDField),
    (dt.datetime, models.DateTimeField),
    (dt.date, models.DateField),
)


@dataclass(frozen=True)
class _Question:
    """What Django made of one shape, for one kind of database."""

    queryset: models.QuerySet
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]


class Prepared:
    def __init__(self, build: Callable[..., models.QuerySet]):
        self.build = build
        self.known: dict[tuple, _Question | None] = {}
        update_wrapper(self, build)

    def __call__(self, **values: Any) -> list[Any]:
        """The rows, as the queryset would have given them."""
        connection = connections[DEFAULT_DB_ALIAS]
        question = self._question(values, connection)
        if question is None:
            return []
        rows = self._fetched(question.sql, question, values, connection)
        if question.converters:
            compiler = copy(question.compiler)
            compiler.connection = connection
            rows = list(map(tuple, compiler.apply_converters(rows, question.converters)))
        kind = question.queryset._iterable_class
        if issubclass(kind, ModelIterable):
            return _models(question.compiler, rows)
        return [row[0] for row in rows] if issubclass(kind, FlatValuesListIterable) else rows

    def first(self, **values: Any) -> Any:
        """The first row, or None. A builder that may find many cuts them off itself."""
        return next(iter(self(**values)), None)

    def count(self, **values: Any) -> int:
        connection = connections[DEFAULT_DB_ALIAS]
        question = self._question(values, connection)
        if question is None:
            return 0
        sql = f"SELECT COUNT(*) FROM ({question.sql}) found"  # noqa: S608 -- Django's own SQL, with placeholders
        return self._fetched(sql, question, values, connection)[0][0]

    def _fetched(self, sql: str, question: _Question, values: dict[str, Any], connection: Any) -> list[tuple]:
        if question.queryset.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("A prepared question that locks rows belongs in a transaction.")
        filled = [
            each.filled(values[each.name], connection) if isinstance(each, Blank) else each for each in question.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            return cursor.fetchall()

    def _question(self, values: dict[str, Any], connection: Any) -> _Question | None:
        shape = (connection.vendor, *(_shape(value) for value in values.values()))
        if shape not in self.known:
            blanks = {name: _blank(name, value) for name, value in values.items()}
            self.known[shape] = _made(self.build(**blanks), connection)
        return self.known[shape]


def prepared(build: Callable[..., models.QuerySet]) -> Prepared:
    return Prepared(build)


def _blank(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, frozenset | set | list | tuple):
        kind_of_ids = models.CharField if _are_words(value) else models.BigIntegerField
        return BlankIds(name, kind_of_ids()) if value else frozenset()
    for kind, field in FIELDS:
        if isinstance(value, kind):
            return Blank(name, field())
    raise TypeError(f"{name} is a {type(value).__name__}; a prepared question takes ids, words and times.")


def _shape(value: Any) -> Any:
    """What of an argument decides the SQL: what the builder sees as it is, and of all else what kind it is."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, frozenset | set | list | tuple):
        return (BlankIds, _are_words(value)) if value else ()
    return type(value)


def _are_words(ids: Collection[Any]) -> bool:
    return isinstance(next(iter(ids), None), str)


def _made(queryset: models.QuerySet, connection: Any) -> _Question | None:
    """None when Django sees that no row can be found."""
    kinds = (ModelIterable, ValuesListIterable, FlatValuesListIterable)
    if queryset._iterable_class not in kinds or queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise TypeError("A prepared question gives models or values_list, without prefetching.")
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    for each in params:
        is_like_one = isinstance(each, str) and len(each) > 1 and str(each)[:1].isdigit()  # "1" is a part, no moment
        if is_like_one or isinstance(each, dt.date | dt.time):
            raise TypeError(f"{each!r} looks like a moment: it must be an argument, or it is asked for ever.")
    converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
    return _Question(queryset, compiler, sql, tuple(params), converters)


def _models(compiler: Any, rows: Iterable[Any]) -> list[models.Model]:
    """As Django's own `ModelIterable` does it."""
    info, select = compiler.klass_info, compiler.select
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [each[0].target.attname for each in select[first:last]]
    related = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of a later Django
    found = []
    for row in rows:
        one = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[first:last])
        for each in related:
            each.populate(row, one)
        for name, position in compiler.annotation_col_map.items():
            setattr(one, name, row[position])
        found.append(one)
    return found
