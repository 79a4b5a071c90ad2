"""The programme of a run: what is taught when, and by whom."""

import datetime as dt

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.courses.actions.programme_days import is_on_days_of
from fagvei.courses.actions.refusals import RunNotStanding, SessionOutsideRun
from fagvei.courses.actions.runs import locked_run
from fagvei.courses.actions.standing import host_capacity
from fagvei.courses.models import CourseRun, RunSession
from fagvei.people.models import User


@transaction.atomic
def add_session(
    *, run: CourseRun, starts_at: dt.datetime, ends_at: dt.datetime, title: str, by: User, teacher_name: str = ""
) -> RunSession:
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    _check(row, starts_at, ends_at)
    session = RunSession.objects.create(
        run=row, starts_at=starts_at, ends_at=ends_at, title=title, teacher_name=teacher_name
    )
    audit.record("run_session_added", target=session, by=by, acting_as=acting_as, controller=row.host_centre)
    return session


@transaction.atomic
def change_session(
    *,
    session: RunSession,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    title: str,
    by: User,
    teacher_name: str = "",
) -> RunSession:
    row = locked_run(session.run)
    acting_as = host_capacity(by, row)
    _check(row, starts_at, ends_at)
    found = RunSession.objects.select_for_update().get(pk=session.pk)
    found.starts_at, found.ends_at, found.title, found.teacher_name = starts_at, ends_at, title, teacher_name
    found.save()
    audit.record("run_session_changed", target=found, by=by, acting_as=acting_as, controller=row.host_centre)
    return found


@transaction.atomic
def remove_session(*, session: RunSession, by: User) -> CourseRun:
    row = locked_run(session.run)
    acting_as = host_capacity(by, row)
    if not row.is_standing:
        raise RunNotStanding
    audit.record("run_session_removed", target=session, by=by, acting_as=acting_as, controller=row.host_centre)
    session.delete()
    return row


def _check(run: CourseRun, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    if not run.is_standing:
        raise RunNotStanding
    if not is_on_days_of(run, starts_at) or ends_at <= starts_at:
        raise SessionOutsideRun
