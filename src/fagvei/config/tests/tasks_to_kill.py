"""A task that stops in the middle while a file says so, for the test that kills its worker."""

import time
import uuid
from pathlib import Path

from django_tasks import TaskContext, task

from fagvei.audit import actions as audit
from fagvei.common.idempotency import once


@task(takes_context=True)
def write_one_event(context: TaskContext, folder: str, stop: str) -> str:
    """Write an audit event exactly once, however often the task is begun. `stop` is "inside" or "after" the transaction."""

    def perform() -> str:
        audit.record("work_done", target="tests", by=None)
        if stop == "inside":
            _wait_while_held(Path(folder))
        return "written"

    answer = once(key=uuid.UUID(context.task_result.id), owner="queue", scope="write_one_event", perform=perform)
    if stop == "after":
        _wait_while_held(Path(folder))
    return answer


@task()
def fail(sentence: str) -> None:
    raise ValueError(sentence)


def _wait_while_held(folder: Path) -> None:
    with (folder / "begun").open("a") as file:
        file.write("begun\n")
    while (folder / "hold").exists():
        time.sleep(0.02)
