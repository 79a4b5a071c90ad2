"""SQLite with a process-wide lock taken before BEGIN IMMEDIATE.

Without the lock, threads of one process can sleep inside SQLite while a sibling that holds the write lock is stopped by
the garbage collector on their connection mutex: all writes then stall until the busy timeout (docs/decisions/0003).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.base import *  # noqa: F403 -- Django loads Database, DatabaseWrapper and more by name

from fagvei.common.append_only import AppendOnlyFlush

_write_locks: dict[str, threading.Lock] = {}
_guard = threading.Lock()


def write_lock_for(name: str) -> threading.Lock:
    with _guard:
        return _write_locks.setdefault(name, threading.Lock())


@lru_cache(maxsize=1024)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    """Django looks for placeholders in each question each time it is asked; the same text is looked through once here."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        return super().convert_query(query, param_names=param_names) if param_names else _with_question_marks(query)


class DatabaseOperations(AppendOnlyFlush, base.DatabaseWrapper.ops_class):  # type: ignore[misc,name-defined]
    pass


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    _holds_write_lock = False
    _only_reads = False

    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)

    @contextmanager
    def reading_only(self) -> Iterator[None]:
        """A transaction begun in here takes no lock: it sees one instant, and a write in it is refused by SQLite."""
        self._only_reads = True
        try:
            yield
        finally:
            self._only_reads = False
            with self.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")

    def _start_transaction_under_autocommit(self) -> None:
        if self._only_reads:
            cursor = self.cursor()
            cursor.execute("PRAGMA query_only = ON")
            cursor.execute("BEGIN DEFERRED")
            return
        self._take_write_lock()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._release_write_lock()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._release_unless_in_transaction()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._release_unless_in_transaction()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._release_write_lock()

    def _take_write_lock(self) -> None:
        if not self._holds_write_lock:
            write_lock_for(str(self.settings_dict["NAME"])).acquire()
            self._holds_write_lock = True

    def _release_unless_in_transaction(self) -> None:
        # A failed COMMIT leaves the transaction open; Django rolls back next, and the lock goes then.
        if self.connection is None or not self.connection.in_transaction:
            self._release_write_lock()

    def _release_write_lock(self) -> None:
        if self._holds_write_lock:
            self._holds_write_lock = False
            write_lock_for(str(self.settings_dict["NAME"])).release()
