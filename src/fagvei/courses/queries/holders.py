"""Who has a seat in a run."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from fagvei.courses.models import CourseApplication, CourseRun, RoundRun, SeatOffer
from fagvei.people.models import User


def people_with_seat(run: CourseRun) -> QuerySet[User]:
    """Whose seat is nobody else's: those who have accepted one, and those who have one to answer."""
    held = SeatOffer.objects.filter(round_run__run=run, state__in=SeatOffer.HOLDING)
    return User.objects.filter(pk__in=held.values("doctor_id"))


def participants_in(run: CourseRun) -> QuerySet[User]:
    """Those who have said yes: the course is theirs to take. An offer must be answered before the course begins (R16), so
    whoever has not is no participant: checks in to nothing, and is not recorded as not having come.
    """
    accepted = SeatOffer.objects.filter(round_run__run=run, state=SeatOffer.State.ACCEPTED)
    return User.objects.filter(pk__in=accepted.values("doctor_id"))


def people_who_hope(run: CourseRun) -> list[User]:
    """Those who have applied for a seat in the run and have no answer yet, and those who wait for one."""
    row = RoundRun.objects.standing().filter(run=run).first()
    if row is None:
        return []
    waiting = Q(pk__in=row.waiting.filter(is_waiting=True).values("application_id"))
    rows = CourseApplication.objects.filter(
        waiting | Q(state__in=CourseApplication.BEFORE_DEADLINE), round=row.round_id
    )
    return [each.doctor for each in rows.select_related("doctor").order_by("pk") if row.key in each.wishes]


def rows_in_rounds(runs: Iterable[CourseRun]) -> dict[int, RoundRun]:
    """{run: its row in a round}, for lists: one question however many runs. Nothing is taken before release."""
    rows = RoundRun.objects.standing().filter(run__in=[run.pk for run in runs]).select_related("round")
    return {row.run_id: row for row in rows}
