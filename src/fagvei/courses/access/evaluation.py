"""Doors of evaluations: participants answer their own; host, course leader and committee read what may be told."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.courses.access.core import POLICIES, HostOnly, rows
from fagvei.courses.models import CourseEvaluation, CourseRun, EvaluationEntry
from fagvei.courses.queries.evaluation_page import own_entry, reads_evaluations
from fagvei.courses.queries.standing import is_host

READERS = frozenset({"host", "course_leader", "committee_member"})
EVALUATION_ROWS = (
    rows("course_run", Permission.FOLLOW_UP, READERS, "evaluation", note="appointed to the course now"),
    rows("course_run", Permission.ADMINISTER, {"host"}, "open_evaluation"),
    rows("course_evaluation", Permission.SEE, READERS),
    rows("course_evaluation", Permission.ADMINISTER, {"host"}, "close_evaluation"),
)


class ReadersOnly(NotAllowed):
    message = gettext_lazy("Evalueringen leses av RegUt-en som arrangerer kurset, kurslederen og kurskomiteen.")


def _may(user: Any, permission: str, row: CourseEvaluation) -> bool:
    if permission == Permission.SEE:
        return reads_evaluations(user, row.run)
    return permission == Permission.ADMINISTER and is_host(user, row.run)


POLICIES[CourseEvaluation] = _may


def run_to_evaluate(user: Any, public_id: Any, *, as_host: bool = False) -> CourseRun:
    """Runs are public, so whoever may not read the evaluation is told so."""
    runs = CourseRun.objects.select_related("course__activity", "host_centre")
    run = runs.filter(public_id=public_id).first()
    if run is None:
        raise Http404
    if not reads_evaluations(user, run):
        raise ReadersOnly
    if as_host and not is_host(user, run):
        raise HostOnly
    return run


def get_evaluation_for(user: Any, public_id: Any) -> CourseEvaluation:
    """To close it."""
    rows_ = CourseEvaluation.objects.select_related("run__course__activity", "run__host_centre")
    found = rows_.filter(public_id=public_id).first()
    if found is None or not _may(user, Permission.SEE, found):
        raise Http404
    if not _may(user, Permission.ADMINISTER, found):
        raise HostOnly
    return found


def entry_of(user: Any, public_id: Any) -> EvaluationEntry:
    """One's own way in; there is none for those who were not there, and none after it is closed."""
    run = CourseRun.objects.select_related("course__activity", "host_centre").filter(public_id=public_id).first()
    entry = own_entry(run, user) if run is not None else None
    if run is None or entry is None:
        raise Http404
    entry.evaluation.run = run
    return entry
