"""Tables that only grow: the database itself refuses UPDATE and DELETE on them, and on SQLite a row put in the place of another.

A model opts in by inheriting `AppendOnlyModel`. Triggers are (re)installed after every migrate, because a table
rebuild on SQLite drops them silently, and a house test compares the catalogue with the list of models.
Tables whose rows stand still once they are published (`settled`) have triggers of the same names, installed and lifted here.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models import Model, UniqueConstraint

from fagvei.common import settled

MESSAGE = "append-only: rows of this table are never changed or removed"


def append_only_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if getattr(model, "is_append_only", False)]


def guarded_models() -> list[type[Model]]:
    return [*append_only_models(), *settled.settled_models()]


def trigger_names(table: str) -> list[str]:
    return [f"{table}_no_update", f"{table}_no_delete", f"{table}_no_truncate", f"{table}_no_replace"]


def expected_triggers(vendor: str) -> set[str]:
    """What the catalogue must hold. SQLite has no TRUNCATE, and PostgreSQL no REPLACE."""
    foreign = "_no_replace" if vendor == "postgresql" else "_no_truncate"
    names = {name for model in guarded_models() for name in trigger_names(model._meta.db_table)}
    return {name for name in names if not name.endswith(foreign)}


def install_triggers(using: str) -> None:
    connection = connections[using]
    existing_tables = set(connection.introspection.table_names())
    for model in append_only_models():
        if model._meta.db_table in existing_tables:
            for statement in create_statements(connection.vendor, model):
                _execute(connection, statement)
    for model in settled.settled_models():
        table = model._meta.db_table
        if table in existing_tables:
            names, columns = trigger_names(table), _columns_of(connection, table)
            anew = drop_statements(connection.vendor, table) if connection.vendor == "sqlite" else []
            for statement in [*anew, *settled.create_statements(connection.vendor, model, names, columns)]:
                _execute(connection, statement)


def drop_triggers(using: str, tables: Iterable[str] | None = None) -> None:
    connection = connections[using]
    for table in tables if tables is not None else [m._meta.db_table for m in guarded_models()]:
        for statement in drop_statements(connection.vendor, table):
            _execute(connection, statement)


def installed_triggers(using: str) -> set[str]:
    connection = connections[using]
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


def drop_statements(vendor: str, table: str) -> list[str]:
    where = f' ON "{table}"' if vendor == "postgresql" else ""
    return [f'DROP TRIGGER IF EXISTS "{name}"{where}' for name in trigger_names(table)]


def create_statements(vendor: str, model: type[Model]) -> list[str]:
    table = model._meta.db_table
    no_update, no_delete, no_truncate, no_replace = trigger_names(table)
    still_kept = _still_kept(vendor, getattr(model, "deletable_after", None))
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {verb} ON "{table}" {when} '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for name, verb, when in (
                (no_update, "UPDATE", ""),
                (no_delete, "DELETE", still_kept),
                (no_replace, "INSERT", _takes_the_place_of_another(model)),
            )
        ]
    return [
        "CREATE OR REPLACE FUNCTION fagvei_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
        *(
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {verb} ON "{table}" '
            f"FOR EACH {each} {when} EXECUTE FUNCTION fagvei_append_only()"
            for name, verb, each, when in (
                (no_update, "UPDATE", "ROW", ""),
                (no_delete, "DELETE", "ROW", still_kept),
                (no_truncate, "TRUNCATE", "STATEMENT", ""),
            )
        ),
    ]


def _takes_the_place_of_another(model: type[Model]) -> str:
    """INSERT OR REPLACE removes the row that is in the way without a DELETE that a trigger sees, so the row is looked for first."""
    meta = model._meta
    if meta.unique_together:
        raise ImproperlyConfigured(
            f"{meta.label}: write unique_together as a UniqueConstraint, which the trigger against REPLACE reads."
        )
    unique = [[field.name] for field in meta.concrete_fields if field.unique]
    for constraint in meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            if constraint.condition or constraint.expressions:
                raise ImproperlyConfigured(f"{constraint.name}: the trigger against REPLACE knows columns alone.")
            unique.append(list(constraint.fields))
    return "WHEN " + " OR ".join(_stands(model, names) for names in unique)


def _stands(model: type[Model], names: list[str]) -> str:
    same = " AND ".join(_same(model, name) for name in names)
    return f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" AS there WHERE {same})'  # noqa: S608 -- our own names


def _same(model: type[Model], name: str) -> str:
    column = model._meta.get_field(name).column  # type: ignore[union-attr]
    return f'there."{column}" = NEW."{column}"'


def _still_kept(vendor: str, deletable_after: tuple[str, int] | None) -> str:
    """The condition under which a row is too young to go; nothing when rows never go."""
    if deletable_after is None:
        return ""
    column, days = deletable_after
    if vendor == "sqlite":
        return f"WHEN OLD.\"{column}\" > strftime('%Y-%m-%d %H:%M:%f', 'now', '-{days} days')"
    return f"WHEN (OLD.\"{column}\" > now() - interval '{days} days')"


def _columns_of(connection: Any, table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _execute(connection: Any, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


class AppendOnlyFlush:
    """Mixin for a backend's operations: a flush (tests only) lifts the triggers and puts them back."""

    connection: Any

    def execute_sql_flush(self, sql_list: list[str]) -> None:
        drop_triggers(self.connection.alias)
        super().execute_sql_flush(sql_list)  # type: ignore[misc]
        install_triggers(self.connection.alias)
