"""Questions about courses, their plan and their runs."""

from fagvei.courses.queries.holders import people_with_seat
from fagvei.courses.queries.seats_tasks import tasks_for
from fagvei.courses.queries.standing import centres_of_officer, is_host, is_liaison

__all__ = ["centres_of_officer", "is_host", "is_liaison", "people_with_seat", "tasks_for"]
