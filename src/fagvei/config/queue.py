"""The task queue: in our own database, with what django-tasks-db does not do itself (retry, recovery) in `people.queue` commands."""

from django_tasks_db import DatabaseBackend


class Queue(DatabaseBackend):
    """Rows of tasks commit with the data they belong to."""
