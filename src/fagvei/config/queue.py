"""The task queue in our own database, with what its library leaves to us: trying again, and the tasks of a dead worker.

A task is performed at least once. What it does in the database can be made to happen exactly once with
`common.idempotency.once` and the id of the task; a letter that has left cannot (docs/decisions/0005).
"""

import contextlib
import datetime as dt
import fcntl
import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from fagvei.common import clock

# How long to wait after the first, second ... failed attempt. After the fifth somebody must look.
WAITS = (dt.timedelta(minutes=1), dt.timedelta(minutes=5), dt.timedelta(minutes=30), dt.timedelta(hours=2))
MAX_ATTEMPTS = len(WAITS) + 1
# A worker on another machine cannot be asked whether it lives; no task of ours takes this long.
LOST_AFTER = dt.timedelta(minutes=30)
KEPT_AFTER_SUCCESS = dt.timedelta(days=14)
KEPT_AFTER_FAILURE = dt.timedelta(days=90)


class Queue(DatabaseBackend):
    """Rows of tasks commit with the data they belong to."""


class WorkerDied(Exception):
    """What is written at a task whose worker was killed each time; never raised."""


# --- Is the worker alive? It holds a lock on a file, and the kernel lets go of it however the worker ends. ---


def workers_folder() -> Path:
    return Path(settings.FAGVEI_HOME) / "workers"


def new_worker_id() -> str:
    return f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


@contextlib.contextmanager
def sign_of_life(worker_id: str) -> Iterator[None]:
    folder = workers_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / worker_id
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_alive(worker_id: str) -> bool | None:
    """None when we cannot know: the worker is not one of this machine."""
    path = workers_folder() / worker_id
    try:
        with path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False if worker_id.startswith(f"{socket.gethostname()[:20]}-") else None
    except BlockingIOError:
        return True
    path.unlink(missing_ok=True)
    return False


# --- What run_due does with the queue ---


def failed_and_due() -> list[DBTaskResult]:
    """Tasks that failed and have waited long enough for the next attempt."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=clock.now() - KEPT_AFTER_FAILURE)
    return [task for task in failed if attempts(task) < MAX_ATTEMPTS and task.finished_at + wait(task) <= clock.now()]


def given_up() -> int:
    return sum(attempts(task) >= MAX_ATTEMPTS for task in DBTaskResult.objects.failed().only("worker_ids"))


def revive_given_up() -> int:
    """For an operator who has mended the cause: tasks that were given up start over, with all their attempts."""
    worn_out = [task.pk for task in DBTaskResult.objects.failed() if attempts(task) >= MAX_ATTEMPTS]
    rows = DBTaskResult.objects.filter(pk__in=worn_out, status=TaskResultStatus.FAILED)
    return rows.update(status=TaskResultStatus.READY, worker_ids=[], started_at=None, finished_at=None)


def lost() -> list[DBTaskResult]:
    """Tasks that are said to run, by a worker that does not."""
    return [task for task in DBTaskResult.objects.running() if _is_lost(task)]


def finished_long_ago() -> QuerySet[DBTaskResult]:
    now = clock.now()
    done = DBTaskResult.objects.successful().filter(finished_at__lt=now - KEPT_AFTER_SUCCESS)
    return done | DBTaskResult.objects.failed().filter(finished_at__lt=now - KEPT_AFTER_FAILURE)


def try_again(tasks: list[DBTaskResult]) -> int:
    """Put them back into the queue. Each is looked at again under its lock: somebody else may have been quicker."""
    return sum(_put_back(task) for task in tasks)


@transaction.atomic
def _put_back(seen: DBTaskResult) -> bool:
    task = DBTaskResult.objects.select_for_update().filter(pk=seen.pk).first()
    if task is None or (task.status, task.worker_ids) != (seen.status, seen.worker_ids):
        return False
    if attempts(task) >= MAX_ATTEMPTS:
        # A task that kills its worker each time must not do so for ever.
        task.status, task.finished_at = TaskResultStatus.FAILED, clock.now()
        task.exception_class_path, task.traceback = "fagvei.config.queue.WorkerDied", "The worker died each time."
    else:
        task.status, task.started_at, task.finished_at = TaskResultStatus.READY, None, None
        task.exception_class_path = task.traceback = ""
    task.save()
    return True


def attempts(task: DBTaskResult) -> int:
    return len(task.worker_ids)


def wait(task: DBTaskResult) -> dt.timedelta:
    return WAITS[min(max(attempts(task), 1), len(WAITS)) - 1]


def _is_lost(task: DBTaskResult) -> bool:
    alive = is_alive(task.worker_ids[-1]) if task.worker_ids else None
    if alive is None:
        return task.started_at is None or clock.now() - task.started_at > LOST_AFTER
    return not alive
