"""In tests a query without an order gives its rows in random order, so that nobody comes to rely on luck."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query


@contextmanager
def random_order() -> Iterator[None]:
    order_by, combine = SQLCompiler.get_order_by, SQLCompiler.get_combinator_sql
    combining = []

    def get_order_by(compiler: SQLCompiler) -> list:
        found = order_by(compiler)
        if (
            found
            or combining
            or type(compiler).__mro__[0].__name__ != "SQLCompiler"
            or not _may_shuffle(compiler.query)
        ):
            return found
        shuffled = OrderBy(Random()).resolve_expression(compiler.query, allow_joins=True, reuse=None)
        return [(shuffled, (*compiler.compile(shuffled), False))]

    def get_combinator_sql(compiler: SQLCompiler, *args):
        # The parts of a union have no order of their own, and SQLite refuses one.
        combining.append(compiler)
        try:
            return combine(compiler, *args)
        finally:
            combining.pop()

    SQLCompiler.get_order_by, SQLCompiler.get_combinator_sql = get_order_by, get_combinator_sql
    try:
        yield
    finally:
        SQLCompiler.get_order_by, SQLCompiler.get_combinator_sql = order_by, combine


def _may_shuffle(query: Query) -> bool:
    """Where an order cannot be seen, or would change the rows, there is none."""
    return not (
        query.subquery
        or query.combinator
        or query.distinct
        or query.group_by is not None
        or query.select_for_update
        or any(annotation.contains_aggregate for annotation in query.annotations.values())
    )
