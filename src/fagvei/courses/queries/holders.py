"""Who has a seat in a run."""

from collections.abc import Iterable

from django.db.models import QuerySet

from fagvei.courses.models import CourseRun
from fagvei.people.models import User


def people_with_seat(run: CourseRun) -> QuerySet[User]:
    """Nobody until applications are collected here."""
    return User.objects.none()


def seats_taken(runs: Iterable[CourseRun]) -> dict[int, int]:
    """{run: how many have a seat}, for lists: the same number of questions however many runs."""
    return {}
