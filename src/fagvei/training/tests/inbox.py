"""What waits for a person, for tests."""

from fagvei.common.tasks import Task
from fagvei.people.models import User
from fagvei.training import queries


def tasks_of(user: User) -> list[Task]:
    """The lines. The number in the head of the page is counted another way and must be the same, so it is asserted here."""
    tasks = queries.tasks_for(user)
    assert queries.task_count(user) == sum(task.count for task in tasks)
    return tasks
