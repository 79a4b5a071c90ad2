"""A row that many keep as it is at once, while each writes rows of its own."""

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.transaction import TransactionManagementError


def keep_as_it_is(kind: type[models.Model], pk: int) -> None:
    """Until the transaction ends nobody changes or locks this row; those who keep it too do not wait for each other.

    PostgreSQL calls it FOR SHARE, which Django's `select_for_update` cannot ask for. Read the row after this, not before. On
    SQLite the transaction itself is the lock. TransactionManagementError outside a transaction.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.get_autocommit():
        raise TransactionManagementError("A row is kept as it is until the transaction ends, so there must be one.")
    if connection.features.has_select_for_update:
        table, column = kind._meta.db_table, kind._meta.pk.column
        quoted = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {quoted(table)} WHERE {quoted(column)} = %s FOR SHARE", [pk])  # noqa: S608
