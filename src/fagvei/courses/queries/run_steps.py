"""What can still be done with a run, by its days and by who was there. The page shows the forms; the actions ask again."""

from fagvei.common import clock
from fagvei.courses.models import CourseAttendance, CourseRun
from fagvei.courses.queries.holders import people_with_seat


def may_move(run: CourseRun) -> bool:
    """Until the first day: whoever was there was there on the days that were."""
    return run.is_standing and run.starts_on > clock.today() and not _has_attended(run)


def may_cancel(run: CourseRun) -> bool:
    """Until somebody is registered as there: a lecturer may fall ill in the morning of the first day. When the last day is
    over, only one that nobody had a seat in: it never was.
    """
    if not run.is_standing or _has_attended(run):
        return False
    return run.ends_on >= clock.today() or not people_with_seat(run).exists()


def may_hold(run: CourseRun) -> bool:
    return run.state == CourseRun.State.ANNOUNCED and run.ends_on <= clock.today()


def _has_attended(run: CourseRun) -> bool:
    return CourseAttendance.objects.standing().filter(run=run).exists()
