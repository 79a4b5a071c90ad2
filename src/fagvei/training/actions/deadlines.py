"""The education lead settles how long something may wait at the institution, from a day on."""

import datetime as dt

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import has_role
from fagvei.training.actions.refusals_of_team import (
    BadDeadline,
    DeadlineBackdated,
    DeadlineReasonMissing,
    NoDeadlineToEnd,
    NotDeadlineKeeper,
    UnknownTaskKind,
)
from fagvei.training.models import TaskDeadline
from fagvei.training.queries.deadlines import has_deadline


@transaction.atomic
def set_task_deadline(
    *, institution: TrainingInstitution, kind: str, days: int | None, valid_from: dt.date, reason: str, by: User
) -> TaskDeadline:
    """`days` None takes the deadline away from that day. What already waits keeps what held when it came."""
    if not has_role(by, "education_lead", institution=institution):
        raise NotDeadlineKeeper
    if kind not in TaskDeadline.Kind.values:
        raise UnknownTaskKind
    if days is not None and not 1 <= days <= TaskDeadline.MOST:
        raise BadDeadline
    if valid_from < clock.today():
        raise DeadlineBackdated
    if not reason.strip():
        raise DeadlineReasonMissing
    if days is None and not has_deadline(institution, kind, valid_from):
        raise NoDeadlineToEnd
    row = TaskDeadline.objects.create(
        institution=institution, kind=kind, days=days, valid_from=valid_from, reason=reason, by=by
    )
    audit.record(
        "task_deadline_set",
        target=row,
        by=by,
        acting_as="education_lead",
        controller=institution,
        details={"kind": kind, "days": days, "valid_from": valid_from.isoformat()},
        facts=[row],
    )
    return row
