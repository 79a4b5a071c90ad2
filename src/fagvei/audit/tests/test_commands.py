"""What an operator types, and what the exit code says."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from fagvei.audit import actions
from fagvei.audit.heads import current_head, export_head, lost_heads, read_head
from fagvei.audit.models import AuditEvent, AuditSeal
from fagvei.common import clock
from fagvei.common.append_only import drop_triggers


@pytest.fixture
def home(settings, tmp_path, db):
    settings.FAGVEI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def log(home):
    for number in range(5):
        with transaction.atomic():
            actions.record(f"number_{number}", target="tests", by=None)
    actions.seal_everything()


def run(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def cut_the_end():
    drop_triggers(connection.alias)
    last = AuditSeal.objects.order_by("-seq")[0]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditseal WHERE seq = %s", [last.seq])
        cursor.execute("DELETE FROM audit_auditevent WHERE name = 'number_4'")


def test_a_whole_log_is_said_to_be_whole(log):
    assert run("verify_audit") == "The audit log and the facts fit together.\n"
    assert json.loads(run("verify_audit", as_json=True, verbosity=0)) == []


def test_new_events_are_said_to_wait(log):
    with transaction.atomic():
        actions.record("new", target="tests", by=None)
    assert "1 new events wait for the sealer." in run("verify_audit")
    assert run("seal_audit") == "1 events sealed.\n"
    assert "wait" not in run("verify_audit")


def test_the_end_cut_off_is_found_with_a_head_and_not_without(log, home, tmp_path):
    outside = tmp_path / "outside"
    path = run("export_audit_head", to=outside).strip()
    assert json.loads(run("verify_audit", head=[outside / path.rsplit("/", 1)[-1]], as_json=True)) == []
    cut_the_end()

    assert "fit together" in run("verify_audit")  # nobody can see it from inside
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_audit", head=[next(outside.iterdir())], stdout=out, stderr=StringIO())
    assert error.value.returncode == 1
    assert "head_missing: Seal 5 was exported as head and is gone: the log is truncated." in out.getvalue()


def test_heads_in_the_own_folder_are_always_used(log, home):
    run("export_audit_head")
    cut_the_end()
    with pytest.raises(CommandError):
        run("verify_audit")


def test_a_changed_event_is_named(log):
    drop_triggers(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET actor_name = 'Somebody' WHERE name = 'number_2'")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", as_json=True, stdout=out, stderr=StringIO())
    (finding,) = json.loads(out.getvalue())
    assert (finding["code"], finding["position"]) == ("event_changed", "3")


@pytest.mark.parametrize("content", ["", "{}", '{"seq": "x", "hash": "y"}', "[1]"])
def test_a_head_that_cannot_be_read_is_no_tampering(log, tmp_path, content):
    path = tmp_path / "head.json"
    path.write_text(content)
    with pytest.raises(CommandError) as error:
        run("verify_audit", head=[path])
    assert error.value.returncode == 2


def test_a_head_is_never_overwritten(log, home):
    folder = home / "heads"
    first = export_head(folder)
    assert first.name == f"{clock.today()}.json"
    second = export_head(folder)
    assert second != first
    assert read_head(first) == read_head(second)
    assert current_head()["seq"] == 5


def test_nothing_done_has_no_head(home):
    with pytest.raises(CommandError, match="has no head"):
        run("export_audit_head")


def test_a_head_that_is_no_longer_in_the_chain_is_lost(log, home):
    head = read_head(export_head(home / "heads"))
    assert lost_heads([head]) == []
    cut_the_end()
    assert lost_heads([head]) == [head]
    assert AuditEvent.objects.count() == 4
