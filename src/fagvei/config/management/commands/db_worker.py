from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from fagvei.config.queue import new_worker_id, sign_of_life


class Command(DatabaseWorker):
    help = "Perform background tasks until it is stopped. run_due brings back the tasks of a worker that was killed."

    def handle(self, **options: Any) -> None:
        # The library draws the worker's name once per process start, at parse time; ours says where it runs.
        options["worker_id"] = new_worker_id()
        with sign_of_life(options["worker_id"]):
            super().handle(**options)
