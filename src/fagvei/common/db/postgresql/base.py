"""PostgreSQL with the append-only triggers lifted around a test flush and nowhere else."""

from django.db.backends.postgresql import base
from django.db.backends.postgresql.base import *  # noqa: F403 -- Django loads Database, DatabaseWrapper and more by name

from fagvei.common.append_only import AppendOnlyFlush


class DatabaseOperations(AppendOnlyFlush, base.DatabaseWrapper.ops_class):  # type: ignore[misc,name-defined]
    pass


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
