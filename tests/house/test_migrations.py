"""Migrations: none is missing, each room has one end, and they make the tables that the suite tests on.

The suite's own database is made from the models (conftest.py), so this is where the migrations themselves are played.
"""

import collections
import contextlib
import os
import re
import subprocess
import sys
import uuid

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ConnectionHandler, connection, connections, models, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.utils import translation

from fagvei.audit.models import AuditEvent
from fagvei.common.append_only import drop_triggers
from fagvei.config import environment
from fagvei.config.settings import ROOMS

LABELS = {room.split(".")[-1] for room in ROOMS}


def missing_migrations(state):
    loader = MigrationLoader(None)
    with translation.override(None):  # Django's own labels are translated, and would look changed
        changes = MigrationAutodetector(loader.project_state(), state).changes(graph=loader.graph)
    return sorted(label for label in changes if label in LABELS)


def test_no_migration_is_missing(db):
    call_command("makemigrations", *sorted(LABELS), check=True, dry_run=True, verbosity=0)


def test_a_missing_migration_is_caught():
    state = ProjectState.from_apps(apps)
    assert missing_migrations(state) == []
    state.add_model(ModelState("audit", "Cellar", [("id", models.BigAutoField(primary_key=True))]))
    assert missing_migrations(state) == ["audit"]


def leaves(graph):
    return {label: len(graph.leaf_nodes(label)) for label in LABELS if graph.leaf_nodes(label)}


def test_each_room_has_one_last_migration():
    assert {label for label, count in leaves(MigrationLoader(None).graph).items() if count != 1} == set()


def test_two_last_migrations_are_caught():
    graph = MigrationLoader(None).graph
    graph.add_node(("audit", "0001_other"), None)
    assert leaves(graph)["audit"] == 2


# --- What they make ---


@pytest.fixture
def empty_database(tmp_path):
    """The address of one that knows nothing yet, on the server of this run."""
    if connection.vendor == "sqlite":
        yield f"sqlite://{tmp_path}/migrated.sqlite3"
        return
    name, own = f"migrated_{uuid.uuid4().hex[:8]}", connection.settings_dict
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield f"postgresql://{own['USER']}:{own['PASSWORD']}@/{name}?host={own['HOST']}&port={own['PORT'] or 5432}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def migrated(url, home):
    """Yields the alias of a database on which the migrations were played, in a process of their own."""
    own = os.environ | {"DATABASE_URL": url, "FAGVEI_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "fagvei.config.cli", "migrate", "--verbosity", "0"], env=own, check=True)
    connections["migrated"] = ConnectionHandler({"default": environment.database(url, home)})["default"]
    try:
        yield "migrated"
    finally:
        connections["migrated"].close()
        del connections["migrated"]


QUESTIONS = {
    "sqlite": [
        """SELECT t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk
        FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'""",
        """SELECT t.name, f."from", f."table", f."to"
        FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table'""",
        "SELECT tbl_name, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
    ],
    "postgresql": [
        """SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, is_nullable,
        column_default, is_identity FROM information_schema.columns WHERE table_schema = 'public'""",
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        """SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal""",
    ],
}
NAMED = re.compile(r'CONSTRAINT "(\w+)" (CHECK|UNIQUE)')


def shape(alias):
    """{table: its columns, constraints, indexes and triggers}. The order of columns tells only when they came.

    SQLite tells a CHECK by its name alone; PostgreSQL tells it whole.
    """
    one, found = connections[alias], collections.defaultdict(list)
    with one.cursor() as cursor:
        for question in QUESTIONS[one.vendor]:
            cursor.execute(question)
            for table, *row in cursor.fetchall():
                found[table].append(repr(row))
        if one.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            for table, sql in cursor.fetchall():
                found[table] += [repr(each) for each in NAMED.findall(sql)]
    return {table: sorted(rows) for table, rows in found.items()}


# Django's own, in which its migrations and its models disagree about the width of the key.
NOT_OURS = {"auth_group_permissions"}


def differences(one, other):
    """{table: what only one of the two has}."""
    return {
        table: rows
        for table in (one | other).keys() - NOT_OURS
        if (rows := sorted(set(one.get(table, ["no table"])) ^ set(other.get(table, ["no table"]))))
    }


@pytest.mark.django_db(transaction=True)
def test_the_migrations_make_the_tables_that_the_suite_tests_on(empty_database, tmp_path):
    with migrated(empty_database, tmp_path) as alias:
        assert differences(shape(alias), shape("default")) == {}


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE {table} ADD COLUMN cellar integer",
        "CREATE UNIQUE INDEX cellar ON {table} (name)",
        "CREATE TABLE cellar (id integer)",
    ],
)
def test_a_column_an_index_and_a_table_more_are_caught(db, change):
    before = shape("default")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table=AuditEvent._meta.db_table))
        assert differences(before, shape("default")) != {}
        transaction.set_rollback(True)


def test_a_trigger_less_is_caught(db):
    before = shape("default")
    with transaction.atomic():
        drop_triggers("default", [AuditEvent._meta.db_table])
        assert list(differences(before, shape("default"))) == [AuditEvent._meta.db_table]
        transaction.set_rollback(True)
