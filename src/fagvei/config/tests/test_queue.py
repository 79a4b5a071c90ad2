"""Failed tasks are tried again, later and later; the tasks of a killed worker come back."""

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from fagvei.common import clock
from fagvei.config import queue
from fagvei.config.due import run_due
from fagvei.config.tests.tasks_to_kill import fail

START = dt.datetime(2027, 5, 3, 8, tzinfo=dt.UTC)


@pytest.fixture
def home(settings, tmp_path):
    settings.FAGVEI_HOME = tmp_path
    return tmp_path


def work():
    """What a worker does with the tasks that are ready."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def only_task():
    return DBTaskResult.objects.get()


@pytest.mark.django_db(transaction=True)
class TestRetry:
    def test_a_failed_task_is_tried_five_times_with_longer_waits(self, home, caplog):
        fail.enqueue("no mail server")
        work()
        for minutes in (1, 5, 30, 120):
            failed_at = only_task().finished_at
            with clock.at(failed_at + dt.timedelta(minutes=minutes, seconds=-1)):
                run_due()
            assert only_task().status == TaskResultStatus.FAILED
            with clock.at(failed_at + dt.timedelta(minutes=minutes)):
                run_due()
            assert only_task().status == TaskResultStatus.READY
            work()
        assert len(only_task().worker_ids) == queue.MAX_ATTEMPTS == 5

        with clock.at(only_task().finished_at + dt.timedelta(days=2)):
            done = run_due()
        assert only_task().status == TaskResultStatus.FAILED
        assert done["report_tasks_given_up"] == 1
        assert "1 tasks have failed 5 times" in caplog.text

        assert queue.revive_given_up() == 1
        assert only_task().status == TaskResultStatus.READY

    def test_a_dry_run_changes_nothing(self, home):
        fail.enqueue("no mail server")
        work()
        with clock.at(only_task().finished_at + dt.timedelta(hours=1)):
            done = run_due(dry_run=True)
        assert done["retry_failed_tasks"] == 1
        assert only_task().status == TaskResultStatus.FAILED


@pytest.mark.django_db
class TestRecovery:
    def running(self, worker_id, minutes_ago=0, attempts=1):
        return DBTaskResult.objects.create(
            status=TaskResultStatus.RUNNING,
            args_kwargs={"args": [], "kwargs": {}},
            task_path=fail.module_path,
            backend_name="default",
            worker_ids=[worker_id] * attempts,
            started_at=clock.now() - dt.timedelta(minutes=minutes_ago),
        )

    def test_a_living_worker_keeps_its_task_however_long_it_takes(self, home):
        worker = queue.new_worker_id()
        with queue.sign_of_life(worker):
            self.running(worker, minutes_ago=600)
            assert queue.lost() == []
        assert queue.lost() == [only_task()]

    def test_a_worker_elsewhere_is_given_half_an_hour(self, home):
        task = self.running("another-machine-1-abc", minutes_ago=29)
        assert queue.lost() == []
        with clock.at(clock.now() + dt.timedelta(minutes=2)):
            assert queue.lost() == [task]

    def test_a_task_that_kills_every_worker_is_given_up(self, home):
        self.running(queue.new_worker_id(), attempts=5)
        assert run_due()["recover_tasks_of_dead_workers"] == 1
        assert only_task().status == TaskResultStatus.FAILED
        assert only_task().exception_class_path == "fagvei.config.queue.WorkerDied"

    def test_a_task_that_another_has_brought_back_is_left_alone(self, home):
        task = self.running(queue.new_worker_id())
        seen = queue.lost()
        DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.SUCCESSFUL)
        assert queue.try_again(seen) == 0
        assert only_task().status == TaskResultStatus.SUCCESSFUL


# --- A real worker, really killed ---


class Installation:
    """A home folder with a database of its own, and programs that run in it."""

    def __init__(self, home: Path):
        self.home, self.database = home, home / "fagvei.sqlite3"
        self.started: list[subprocess.Popen] = []
        (home / "static").mkdir()
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source:
            source.execute("VACUUM INTO ?", [str(self.database)])
        self.environment = os.environ | {"FAGVEI_HOME": str(home), "DATABASE_URL": f"sqlite://{self.database}"}

    def start(self, *arguments: str) -> subprocess.Popen:
        checks = [] if arguments[0] == "shell" else ["--skip-checks"]
        self.started.append(
            subprocess.Popen([sys.executable, "-m", "fagvei.config.cli", *arguments, *checks], env=self.environment)
        )
        return self.started[-1]

    def stop(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.wait()

    def run(self, *arguments: str) -> None:
        assert self.start(*arguments).wait(timeout=60) == 0

    def enqueue(self, stop: str) -> None:
        call = f"from fagvei.config.tests.tasks_to_kill import write_one_event as e; e.enqueue({str(self.home)!r}, {stop!r})"
        self.run("shell", "--no-imports", "-v", "0", "-c", call)

    def ask(self, sql: str) -> list:
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(sql).fetchall()

    def tasks(self, columns: str) -> list:
        return self.ask(f"SELECT {columns} FROM {DBTaskResult._meta.db_table}")  # noqa: S608 -- a test

    def begun(self) -> int:
        path = self.home / "begun"
        return len(path.read_text().splitlines()) if path.exists() else 0


@pytest.fixture
def place(db, tmp_path):
    installation = Installation(tmp_path)
    yield installation
    installation.stop()


def wait_until(condition, process, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("stop", ["inside", "after"])
def test_the_task_of_a_killed_worker_is_done_exactly_once(place, tmp_path, stop):
    place.enqueue(stop)
    hold = tmp_path / "hold"
    hold.touch()

    worker = place.start("db_worker", "--no-startup-delay", "-v", "0")
    wait_until(lambda: place.begun() == 1, worker)
    if stop == "after":
        place.run("run_due")
        assert place.tasks("status") == [("RUNNING",)]
    os.kill(worker.pid, signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL
    hold.unlink()
    # Nobody has noticed yet: this is what the library alone would leave for ever.
    assert place.tasks("status") == [("RUNNING",)]
    place.run("run_due")
    assert place.tasks("status") == [("READY",)]
    place.run("db_worker", "--batch", "--no-startup-delay", "-v", "0")

    assert place.tasks("status, return_value") == [("SUCCESSFUL", '"written"')]
    assert place.ask("SELECT count(*) FROM audit_auditevent WHERE name = 'work_done'") == [(1,)]
    assert place.begun() == 2
    assert list((tmp_path / "workers").iterdir()) == []
