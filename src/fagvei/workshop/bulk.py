"""The one place that writes many rows at once. Only the generator comes here; actions write what people do, row by row.

Rows get their numbers here and not from the database, so that digests can be made before anything is written, and the same
seed gives the same rows. Nothing else may write to these tables meanwhile. The audit chain is continued, not begun anew.
"""

import datetime as dt
import json
import random
import uuid
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from fagvei.audit import actions as audit
from fagvei.audit.models import GENESIS, AuditEvent, AuditSeal, event_hash, seal_hash

Row = TypeVar("Row", bound=models.Model)

AT_A_TIME = 20_000
SQLITE_CACHE_KB = 256_000


class BulkWriter:
    """Use as a context manager, inside a transaction: `number` a row, `add` it, `record` the event that tells about it."""

    def __init__(self, *, draw: random.Random, sealed_at: dt.datetime):
        self.draw = draw
        self.sealed_at = sealed_at
        self.written: Counter[str] = Counter()
        self._numbers: dict[type[models.Model], int] = {}
        self._waiting: dict[type[models.Model], list[tuple]] = {}
        self._columns: dict[type[models.Model], list[tuple[str, str, Callable | None]]] = {}
        self._count = 0

    def __enter__(self) -> Self:
        if not connection.in_atomic_block:
            raise AssertionError("All or nothing: the bulk writer works inside a transaction.")
        _give_sqlite_room(SQLITE_CACHE_KB)
        audit.seal_everything()  # takes the sealer's lock until this transaction ends, and leaves no event behind us
        last = AuditSeal.objects.order_by("-seq").first()
        self._seq, self._previous = (last.seq, last.hash) if last else (0, GENESIS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.flush()
            _continue_sequences(list(self._numbers))

    def number(self, model: type[models.Model]) -> int:
        """The next free row number of the table."""
        if model not in self._numbers:
            self._numbers[model] = model._base_manager.aggregate(top=models.Max("pk"))["top"] or 0
        self._numbers[model] += 1
        return self._numbers[model]

    def public_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.draw.getrandbits(128), version=4)

    def new(self, model: type[Row], **values: Any) -> Row:
        """A row with a number and, where it has one, a public id; `add` it when its projection is final."""
        if hasattr(model, "public_id"):
            values.setdefault("public_id", self.public_id())
        return model(id=self.number(model), **values)

    def add(self, row: models.Model) -> None:
        self._add_values(type(row), row.__dict__)

    def _add_values(self, model: type[models.Model], values: dict[str, Any]) -> None:
        if model not in self._columns:
            self._columns[model] = [
                (field.attname, str(field.column), _preparation(field)) for field in model._meta.concrete_fields
            ]
            self._waiting[model] = []
        self._waiting[model].append(
            tuple(
                [
                    values[name] if prepare is None else prepare(values[name])
                    for name, _, prepare in self._columns[model]
                ]
            )
        )
        self._count += 1
        if self._count >= AT_A_TIME:
            self.flush()

    def link(self, through: type[models.Model], **ids: int) -> None:
        """A row of a many-to-many table."""
        self.add(through(id=self.number(through), **ids))

    def record(self, name: str, *, happened_at: dt.datetime, **what: Any) -> None:
        """What `audit.record` would write, with its seal. Not as model instances: there are more of these than of all else."""
        content = audit.content_of(name, **what)
        content |= {"public_id": self.public_id(), "happened_at": happened_at}
        content["content_hash"] = event_hash(content)
        self._add_values(AuditEvent, {"id": self.number(AuditEvent), **content})
        self._seal(content["public_id"], content["content_hash"])

    def _seal(self, event_id: uuid.UUID, content_hash: str) -> None:
        self._seq += 1
        seal = {
            "id": self.number(AuditSeal),
            "seq": self._seq,
            "event_id": event_id,
            "content_hash": content_hash,
            "previous": self._previous,
            "sealed_at": self.sealed_at,
        }
        self._previous = seal_hash(self._seq, event_id.hex, content_hash, self._previous, self.sealed_at)
        self._add_values(AuditSeal, {**seal, "hash": self._previous})

    def flush(self) -> None:
        for model, rows in self._waiting.items():
            if rows:
                _insert(model, [column for _, column, _ in self._columns[model]], rows)
                self.written[model._meta.label] += len(rows)
                rows.clear()
        self._count = 0


def _preparation(field: models.Field) -> Callable[[Any], Any] | None:
    """How the database wants a value of the field; None when it takes it as it is."""
    here = connections[DEFAULT_DB_ALIAS]  # not the proxy, which looks the connection up anew for each value
    if isinstance(field, models.FileField):
        return str
    if isinstance(field, models.UUIDField) and here.vendor == "sqlite":
        return lambda value: None if value is None else value.hex
    if isinstance(field, models.DateTimeField) and here.vendor == "sqlite":
        return lambda value: None if value is None else str(value.astimezone(dt.UTC).replace(tzinfo=None))
    if isinstance(field, models.JSONField) and here.vendor == "sqlite":
        return json.dumps
    if isinstance(field, models.DateField | models.UUIDField | models.JSONField):
        return lambda value: field.get_db_prep_save(value, here)
    return None


def _insert(model: type[models.Model], names: list[str], rows: list[tuple]) -> None:
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(map(quote, names))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(names))
            # Names of our own tables and columns, quoted by Django; the values are parameters.
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608


def _give_sqlite_room(kilobytes: int) -> None:
    """Random ids touch the whole index; with the usual two megabytes each row would go to the disk and back."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{kilobytes}")


def _continue_sequences(tables: list[type[models.Model]]) -> None:
    """PostgreSQL counts rows apart from the table; it must go on after the numbers we gave."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(statement)
