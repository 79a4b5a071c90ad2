"""Rows that are written as drafts and then stand still: the database refuses to change what a settled row says, or to remove it.

A model opts in by `stands_still`. The triggers are named, installed and lifted together with those of `append_only`, and
made anew after every migrate: a column that is added later stands still like the rest. A migration that must write in
settled rows lifts them first (`append_only.drop_triggers`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, UniqueConstraint

MESSAGE = "published text: what it says is never changed or removed"


@dataclass(frozen=True)
class StandsStill:
    """Outside the states of `open_in` nothing changes but `moving`, and that only with a state that `moves` allows.

    What is in `moving` beside state and instant is a date: written once, with a move. A noun without states names the
    `columns` that never change from the day it stands; the rest of it may.
    """

    open_in: frozenset[str] = frozenset()
    moves: Mapping[str, Iterable[str]] = field(default_factory=dict)
    moving: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def settled_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if isinstance(getattr(model, "stands_still", None), StandsStill)]


def create_statements(vendor: str, model: type[Model], names: list[str], columns: set[str]) -> list[str]:
    """`columns` are those the table has: after a migration back it lacks some that the model knows."""
    table, rule = model._meta.db_table, _rule(model)
    no_update, no_delete, no_truncate, no_replace = names
    changed = " OR ".join(_changed(model, rule, vendor, columns))
    removed = _is_settled(rule, "OLD") or "1 = 1"
    if vendor == "sqlite":
        in_the_way = _settled_row_in_the_way(model, rule)
        # UPDATE OR REPLACE removes the row that is in the way without a DELETE that a trigger sees, as INSERT does.
        other_in_the_way = _settled_row_in_the_way(model, rule, ' AND there."id" <> OLD."id"')
        return [
            f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for name, verb, when in (
                (no_update, "UPDATE", f"{changed} OR {other_in_the_way}"),
                (no_delete, "DELETE", removed),
                (no_replace, "INSERT", in_the_way),
            )
        ]
    return [
        "CREATE OR REPLACE FUNCTION fagvei_stands_still() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
        *(
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {verb} ON "{table}" '
            f"FOR EACH {each} {when} EXECUTE FUNCTION fagvei_stands_still()"
            for name, verb, each, when in (
                (no_update, "UPDATE", "ROW", f"WHEN ({changed})"),
                (no_delete, "DELETE", "ROW", f"WHEN ({removed})"),
                (no_truncate, "TRUNCATE", "STATEMENT", ""),
            )
        ),
    ]


def _rule(model: Any) -> StandsStill:
    rule: StandsStill = model.stands_still
    return rule


def _changed(model: type[Model], rule: StandsStill, vendor: str, columns: set[str]) -> Iterator[str]:
    """The ways in which an UPDATE is not allowed."""
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"

    def other(names: Iterable[str]) -> str:
        return "(" + " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in names) + ")"

    if rule.columns:
        yield other(rule.columns)
        return
    settled = _is_settled(rule, "OLD")
    said = [each.column for each in model._meta.concrete_fields if each.column not in rule.moving]
    yield f"({settled} AND {other(name for name in said if name in columns)})"
    yield f'({settled} AND NEW."state" = OLD."state" AND {other(rule.moving)})'
    yield f'(NEW."state" <> OLD."state" AND NOT ({_lawful(rule)}))'
    for name in rule.moving:
        if name not in {"state", "since"}:
            yield f'(OLD."{name}" IS NOT NULL AND {other([name])})'


def _lawful(rule: StandsStill) -> str:
    return " OR ".join(
        f'(OLD."state" = {_text(before)} AND NEW."state" IN ({_texts(after)}))'
        for before, after in rule.moves.items()
        if after
    )


def _is_settled(rule: StandsStill, row: str) -> str:
    """Nothing, where every row is."""
    return f'{row}."state" NOT IN ({_texts(rule.open_in)})' if rule.open_in else ""


def _settled_row_in_the_way(model: type[Model], rule: StandsStill, but: str = "") -> str:
    settled = _is_settled(rule, "there")
    found = [
        f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" AS there WHERE {same}{but}'  # noqa: S608 -- our own names
        f"{' AND ' + settled if settled else ''})"
        for same in _ways_to_be_the_same(model)
    ]
    return "(" + " OR ".join(found) + ")"


def _ways_to_be_the_same(model: type[Model]) -> Iterator[str]:
    """By each column that is unique, and by what is unique together, with the states in which it is."""
    meta = model._meta
    unique: list[tuple[list[str], Q | None]] = [([each.name], None) for each in meta.concrete_fields if each.unique]
    together = [each for each in meta.constraints if isinstance(each, UniqueConstraint)]
    for fields, condition in [*unique, *((list(each.fields), each.condition) for each in together)]:
        same = [f'there."{_column(model, name)}" = NEW."{_column(model, name)}"' for name in fields]
        if condition is not None:
            states = _states_of(condition)
            same += [f'{row}."state" IN ({_texts(states)})' for row in ("there", "NEW")]
        yield " AND ".join(same)


def _states_of(condition: Q) -> list[str]:
    """A constraint that holds in some states alone; the trigger against REPLACE knows no other condition."""
    match condition.negated, condition.children:
        case False, [("state", str(state))]:
            return [str(state)]
        case False, [("state__in", [*states])]:
            return [str(state) for state in states]
    raise ImproperlyConfigured(f"The trigger against REPLACE does not know {condition}.")


def _column(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def _texts(states: Iterable[str]) -> str:
    return ", ".join(_text(state) for state in sorted(str(each) for each in states))


def _text(state: str) -> str:
    return f"'{state}'"
