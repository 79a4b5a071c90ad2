"""What is due is done, once, whatever else fails; and a backup is a whole database."""

import datetime as dt
import json
import sqlite3
from contextlib import closing

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from fagvei.audit import actions as audit
from fagvei.audit.models import AccessLog, AuditSeal
from fagvei.common import clock
from fagvei.common.models import IdempotencyKey
from fagvei.config import due


@pytest.fixture
def home(settings, tmp_path, db):
    settings.FAGVEI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def event(home):
    with transaction.atomic():
        return audit.record("tested", target="tests", by=None)


def keys_of(*days):
    IdempotencyKey.objects.bulk_create(
        IdempotencyKey(
            key=f"00000000-0000-0000-0000-{age:012}", owner="x", created_at=clock.now() - dt.timedelta(days=age)
        )
        for age in days
    )


def test_new_events_are_sealed_and_the_head_is_exported_once_a_day(home, event):
    due.run_due()
    assert AuditSeal.objects.get().event_id == event.public_id
    (path,) = (home / "audit-heads").iterdir()
    assert path.name == f"{clock.today()}.json"
    assert json.loads(path.read_text())["hash"] == AuditSeal.objects.get().hash

    assert "export_audit_head" not in due.run_due()
    with clock.at(clock.now() + dt.timedelta(days=1)):
        assert due.run_due()["export_audit_head"] == 1
    assert len(list((home / "audit-heads").iterdir())) == 2


def test_a_rewritten_chain_is_not_exported_over(home, event, caplog):
    due.run_due()
    (path,) = (home / "audit-heads").iterdir()
    path.write_text(json.dumps(json.loads(path.read_text()) | {"hash": "0" * 64}))
    with clock.at(clock.now() + dt.timedelta(days=1)):
        done = due.run_due()
        assert "export_audit_head" in due.run_due()  # not done, so tried again
    assert isinstance(done["export_audit_head"], due.ChainRewritten)
    assert "export_audit_head failed" in caplog.text
    assert len(list((home / "audit-heads").iterdir())) == 1
    assert done["remove_expired_sessions"] == 0  # the others were done all the same


def test_a_failed_job_is_told_by_the_exit_code(home, monkeypatch, capsys):
    def fail(dry_run):
        raise RuntimeError("no disk")

    monkeypatch.setattr(due, "JOBS", (due.Job("fails", due.EACH_TIME, fail),))
    with pytest.raises(CommandError, match="fails"):
        call_command("run_due")
    assert "RuntimeError: no disk" in capsys.readouterr().err


def test_expired_things_go_and_others_stay(home):
    keys_of(0, 29, 31)
    now = clock.now()
    for name, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=name, session_data="", expire_date=now + dt.timedelta(days=days))

    done = due.run_due()

    assert (done["remove_old_idempotency_keys"], done["remove_expired_sessions"]) == (1, 1)
    assert IdempotencyKey.objects.count() == 2
    assert Session.objects.get().session_key == "new"


def test_a_dry_run_says_what_it_would_do_and_does_nothing(home, event, capsys):
    keys_of(31)
    long_ago = clock.now() - dt.timedelta(days=3000)
    line = AccessLog(read_at=long_ago, reader_id="x", reader_name="x", reader_role="x", subject_id="x", what="x")
    AccessLog.objects.bulk_create([line])
    call_command("run_due", dry_run=True)
    said = capsys.readouterr().out
    assert "remove_old_idempotency_keys: 1" in said
    assert "remove_expired_access_log: 1" in said
    assert IdempotencyKey.objects.count() == AccessLog.objects.count() == 1
    assert not AuditSeal.objects.exists()
    assert list(home.iterdir()) == []


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_backup_is_a_whole_database_and_overwrites_nothing(tmp_path):
    keys_of(1, 2)
    path = tmp_path / "copy.sqlite3"
    call_command("backup", to=path, verbosity=0)
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("SELECT count(*) FROM common_idempotencykey").fetchone() == (2,)
        triggers = copy.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()
    assert triggers[0] > 4
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", to=path)


@pytest.mark.postgres_only
def test_on_postgresql_the_backup_names_the_right_tool(db):
    assert connection.vendor == "postgresql"
    with pytest.raises(CommandError, match="pg_dump"):
        call_command("backup")
