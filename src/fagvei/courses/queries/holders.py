"""Who has a seat in a run."""

from collections.abc import Iterable

from django.db.models import QuerySet

from fagvei.courses.models import CourseRun, RoundRun, SeatOffer
from fagvei.people.models import User


def people_with_seat(run: CourseRun) -> QuerySet[User]:
    """Those who have accepted a seat, and those who have one to answer."""
    held = SeatOffer.objects.filter(round_run__run=run, state__in=SeatOffer.HOLDING)
    return User.objects.filter(pk__in=held.values("doctor_id"))


def rows_in_rounds(runs: Iterable[CourseRun]) -> dict[int, RoundRun]:
    """{run: its row in a round}, for lists: one question however many runs. Nothing is taken before release."""
    rows = RoundRun.objects.standing().filter(run__in=[run.pk for run in runs]).select_related("round")
    return {row.run_id: row for row in rows}
