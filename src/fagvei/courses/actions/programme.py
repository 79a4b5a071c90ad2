"""The programme of a run: what is taught when, and by whom."""

import datetime as dt

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
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
    if not row.is_standing:
        raise RunNotStanding
    day = starts_at.astimezone(clock.OSLO).date()
    if not row.starts_on <= day <= row.ends_on or ends_at <= starts_at:
        raise SessionOutsideRun
    session = RunSession.objects.create(
        run=row, starts_at=starts_at, ends_at=ends_at, title=title, teacher_name=teacher_name
    )
    audit.record("run_session_added", target=session, by=by, acting_as=acting_as, controller=row.host_centre)
    return session


@transaction.atomic
def remove_session(*, session: RunSession, by: User) -> CourseRun:
    row = locked_run(session.run)
    acting_as = host_capacity(by, row)
    if not row.is_standing:
        raise RunNotStanding
    audit.record("run_session_removed", target=session, by=by, acting_as=acting_as, controller=row.host_centre)
    session.delete()
    return row
