"""Doors of runs: open to all, changed by the RegUt that arranges."""

from typing import Any

from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.courses.access.core import HostOnly, opened, rows
from fagvei.courses.models import CourseRun, RunSession
from fagvei.courses.queries.standing import centres_of_officer

RUN_ROWS = (
    rows("course_run", Permission.SEE, {"public"}, "run"),
    rows(
        "course_run",
        Permission.EDIT,
        {"host"},
        "announce_run",
        "change_run",
        "move_run",
        "cancel_run",
        "hold_run",
        "add_session",
    ),
    rows("run_session", Permission.EDIT, {"host"}, "change_session", "remove_session"),
    rows("run_session", Permission.SEE, {"public"}),
)


def get_run_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> CourseRun:
    runs = CourseRun.objects.select_related("course__activity", "course__centre", "host_centre__region", "slot")
    return opened(runs.filter(public_id=public_id).first(), user, permission)


def get_session_for(user: Any, public_id: Any) -> RunSession:
    """A point of the programme that the user may change: it goes with its run."""
    sessions = RunSession.objects.select_related("run__course__activity", "run__host_centre")
    session = sessions.filter(public_id=public_id).first()
    if session is None:
        raise Http404
    opened(session.run, user, Permission.EDIT)
    return session


def centres_with_report(user: Any) -> set[int]:
    """Where the user is an officer and so answers for deadlines; refused when nowhere."""
    own = centres_of_officer(user)
    if not own:
        raise HostOnly
    return own
