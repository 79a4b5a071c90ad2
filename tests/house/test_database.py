"""What the database itself must hold to: rows that only grow, writers that do not stall."""

import datetime as dt
import threading
import time
import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Q, UniqueConstraint

from fagvei.audit.actions import record, remove_expired_access_log
from fagvei.audit.models import AccessLog, AuditEvent
from fagvei.common import clock
from fagvei.common.append_only import (
    append_only_models,
    create_statements,
    drop_triggers,
    expected_triggers,
    installed_triggers,
)
from fagvei.common.db.snapshot import one_instant
from fagvei.common.models import AppendOnlyModel, IdempotencyKey

# --- Rows that only grow ---


def test_the_triggers_in_the_catalogue_are_those_of_the_append_only_models(db):
    ends = ("_update", "_delete", "_truncate", "_replace")
    ours = {name for name in installed_triggers(connection.alias) if name.endswith(ends)}
    assert ours == expected_triggers(connection.vendor)
    assert len(append_only_models()) >= 3


def test_a_lifted_trigger_is_caught(db):
    with transaction.atomic():
        drop_triggers(connection.alias, [AuditEvent._meta.db_table])
        assert expected_triggers(connection.vendor) - installed_triggers(connection.alias) != set()
        transaction.set_rollback(True)


def test_a_table_rebuilt_by_a_migration_gets_its_triggers_back(db):
    drop_triggers(connection.alias)
    call_command("migrate", verbosity=0)
    assert expected_triggers(connection.vendor) - installed_triggers(connection.alias) == set()


@pytest.fixture
def event(db):
    with transaction.atomic():
        return record("tested", target="tests", by=None)


@pytest.mark.parametrize("sql", ["UPDATE {} SET actor_name = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_done(event, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(AuditEvent._meta.db_table))
    assert AuditEvent.objects.get() == event


@pytest.mark.sqlite_only
@pytest.mark.parametrize("sql", [
    "INSERT OR REPLACE INTO {0} SELECT {1} FROM {0}",
    "REPLACE INTO {0} SELECT {1} FROM {0}",
    "UPDATE OR REPLACE {0} SET actor_name = 'x'",
])  # fmt: skip
@pytest.mark.parametrize("kept", ["id", "public_id", "both"])
def test_no_row_is_put_in_the_place_of_another(event, sql, kept):
    """SQLite removes the row that is in the way without telling the trigger that guards against DELETE."""
    new = {"actor_name": "'x'"} | {
        "id": {"public_id": "'0' || substr(public_id, 2)"},
        "public_id": {"id": "id + 1"},
    }.get(kept, {})
    columns = [new.get(field.column, f'"{field.column}"') for field in AuditEvent._meta.concrete_fields]

    def replace() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql.format(AuditEvent._meta.db_table, ", ".join(columns)))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        replace()
    assert AuditEvent.objects.get().actor_name == event.actor_name

    with transaction.atomic():  # without the trigger it is done, so it is the trigger that refuses
        drop_triggers(connection.alias, [AuditEvent._meta.db_table])
        replace()
        assert AuditEvent.objects.get().actor_name == "x"
        transaction.set_rollback(True)


@pytest.mark.sqlite_only
def test_every_way_to_be_the_same_row_is_guarded(db):
    """Not the number alone: a row may be in the way of another by its public id, or by what is unique together."""
    for model in append_only_models():
        [guard] = [sql for sql in create_statements("sqlite", model) if "_no_replace" in sql]
        unique = [field.column for field in model._meta.concrete_fields if field.unique]
        together = [
            constraint.fields for constraint in model._meta.constraints if isinstance(constraint, UniqueConstraint)
        ]
        assert guard.count("EXISTS (") == len(unique) + len(together)
        assert all(f'there."{column}" = NEW."{column}"' in guard for column in unique)


@pytest.mark.parametrize("unique", [
    {"unique_together": {("actor", "name")}},
    {"constraints": [UniqueConstraint(fields=["actor"], condition=Q(name="x"), name="one_x")]},
])  # fmt: skip
def test_a_way_to_be_the_same_row_that_the_guard_does_not_read_is_refused(unique, monkeypatch):
    for name, value in unique.items():
        monkeypatch.setattr(AuditEvent._meta, name, value)
    with pytest.raises(ImproperlyConfigured, match=r"the trigger against REPLACE"):
        create_statements("sqlite", AuditEvent)


@pytest.mark.postgres_only
def test_the_database_refuses_to_truncate(event):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_auditevent")
    assert AuditEvent.objects.get() == event


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(name="x"),
        lambda event: AuditEvent.objects.all().delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["name"]),
        lambda event: AuditEvent.objects.update_or_create(pk=event.pk, defaults={"name": "x"}),
    ],
)
def test_the_model_refuses_before_the_database_does(event, change):
    with pytest.raises(TypeError, match="append-only"):
        change(event)


def test_every_append_only_model_keeps_the_careful_queryset():
    for model in append_only_models():
        assert issubclass(model, AppendOnlyModel)
        with pytest.raises(TypeError):
            model._default_manager.all().delete()


def read_line(years_ago):
    read_at = clock.now() - dt.timedelta(days=int(years_ago * 366))
    return AccessLog(
        read_at=read_at, reader_id="x", reader_name="Bo Lund", reader_role="leader", subject_id="y", what="plan"
    )


def test_the_access_log_is_kept_five_years_and_then_forgotten(db):
    AccessLog.objects.bulk_create([read_line(0), read_line(4.9), read_line(5.1), read_line(9)])
    assert remove_expired_access_log(dry_run=True) == 2
    assert AccessLog.objects.count() == 4
    assert remove_expired_access_log() == 2
    assert AccessLog.objects.count() == 2
    event = AuditEvent.objects.get(name="access_log_expired")
    assert event.details == {"rows": 2}


def test_the_database_refuses_to_forget_a_younger_line(db):
    AccessLog.objects.bulk_create([read_line(4.9)])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_accesslog")


# --- Writers ---


def write_many(count, waits, errors):
    try:
        for _ in range(count):
            begun = time.monotonic()
            with transaction.atomic():
                # Cursors that are garbage in a cycle are what stops the writer without the lock.
                rows = [IdempotencyKey.objects.iterator(), None]
                rows[1] = rows
                IdempotencyKey.objects.create(key=uuid.uuid4(), owner="x", scope="x")
            waits.append(time.monotonic() - begun)
    except Exception as error:
        errors.append(error)
    finally:
        connections.close_all()


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_threads_that_write_do_not_stall_each_other():
    waits, errors = [], []
    threads = [threading.Thread(target=write_many, args=(150, waits, errors)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert IdempotencyKey.objects.count() == 600
    # A stall lasts until the busy timeout of 20 seconds.
    assert max(waits) < 10


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
class TestWriteLock:
    def holds(self):
        return connection._holds_write_lock

    def test_it_is_held_in_a_transaction_and_let_go_after_commit_rollback_and_close(self):
        with transaction.atomic():
            assert self.holds()
            with transaction.atomic():
                assert self.holds()
        assert not self.holds()

        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        assert not self.holds()

        connection.ensure_connection()
        transaction.set_autocommit(False)
        IdempotencyKey.objects.exists()
        connection.close()
        assert not self.holds()

    def test_reading_at_one_instant_takes_no_lock_and_refuses_to_write(self):
        with one_instant():
            assert not self.holds()
            with pytest.raises(DatabaseError):
                IdempotencyKey.objects.create(key=uuid.uuid4(), owner="x", scope="x")
        IdempotencyKey.objects.create(key=uuid.uuid4(), owner="x", scope="x")
        assert IdempotencyKey.objects.count() == 1

    def test_a_writer_elsewhere_does_not_disturb_what_is_read_at_one_instant(self):
        waits, errors = [], []
        with one_instant():
            before = IdempotencyKey.objects.count()
            thread = threading.Thread(target=write_many, args=(3, waits, errors))
            thread.start()
            thread.join(timeout=30)
            assert IdempotencyKey.objects.count() == before
        assert errors == []
        assert IdempotencyKey.objects.count() == before + 3

    def test_the_database_is_durable(self):
        with connection.cursor() as cursor:
            answers = {}
            for name in ("journal_mode", "synchronous", "foreign_keys"):
                cursor.execute(f"PRAGMA {name}")
                answers[name] = cursor.fetchone()[0]
        assert answers == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
