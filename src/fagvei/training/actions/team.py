"""The leader lets somebody look at named doctors; the institution settles when it wants to be warned."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.actions import notify
from fagvei.people.actions.delegations import LONGEST as LONGEST_DELEGATION
from fagvei.people.models import Delegation, User
from fagvei.people.queries import has_role, leader_of
from fagvei.training.actions.refusals_of_team import (
    BadThreshold,
    GrantEnded,
    GrantEndsBeforeStart,
    GrantOutlivesDeputy,
    GrantTooLong,
    NotGrantable,
    NotPlanKeeper,
    OwnGrant,
    PurposeMissing,
    UnknownWarning,
)
from fagvei.training.actions.standing import home_institution, leading_capacity
from fagvei.training.models import RecordGrant, WarningThreshold
from fagvei.training.models.team import GRANTABLE_ROLES
from fagvei.training.rules.warnings import MOST, WARNING_RULES

# Our own choice, no source asks for it: the same as of a delegation.
LONGEST = LONGEST_DELEGATION


@transaction.atomic
def grant_record(
    *,
    doctors: Iterable[User],
    person: User,
    purpose: str,
    ends_at: dt.datetime,
    by: User,
    starts_at: dt.datetime | None = None,
) -> list[RecordGrant]:
    """One grant per doctor. The doctor is told, sees the purpose, and sees each reading."""
    starts_at = starts_at or clock.now()
    if not purpose.strip():
        raise PurposeMissing
    if ends_at <= starts_at:
        raise GrantEndsBeforeStart
    if ends_at - starts_at > LONGEST:
        raise GrantTooLong
    return [_grant(doctor, person, purpose, starts_at, ends_at, by) for doctor in doctors]


def _grant(
    doctor: User, person: User, purpose: str, starts_at: dt.datetime, ends_at: dt.datetime, by: User
) -> RecordGrant:
    capacity = leading_capacity(by, doctor)
    institution = home_institution(doctor)
    if person.pk == by.pk:
        raise OwnGrant
    if person.pk == doctor.pk or not any(has_role(person, role, institution=institution) for role in GRANTABLE_ROLES):
        raise NotGrantable
    if capacity == "deputy" and ends_at > _deputy_until(by, doctor):
        raise GrantOutlivesDeputy
    grant = RecordGrant.objects.create(
        doctor=doctor,
        person=person,
        institution=institution,
        leader=leader_of(doctor) or by,
        purpose=purpose,
        by=by,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    _record("record_grant_given", grant, by, capacity)
    notify(
        user=doctor,
        kind="record_grant_given",
        text=_("Lederen din har gitt noen innsyn i planen din."),
        path=grant.get_absolute_url(),
    )
    notify(
        user=person, kind="record_grant_given", text=_("En leder har gitt deg innsyn."), path=grant.get_absolute_url()
    )
    return grant


def _deputy_until(by: User, doctor: User) -> dt.datetime:
    """The last end of what the doctor's leader has given the deputy in this doctor's case."""
    held = Delegation.objects.active().filter(
        Q(doctor__isnull=True) | Q(doctor=doctor),
        person=by,
        leader=leader_of(doctor),
        kind=Delegation.Kind.DEPUTY,
        ends_at__isnull=False,
    )
    return max(held.values_list("ends_at", flat=True), default=clock.now())


@transaction.atomic
def end_record_grant(*, grant: RecordGrant, by: User, at: dt.datetime | None = None) -> RecordGrant:
    """At this instant; what has begun keeps its start, what has not never begins."""
    row = RecordGrant.objects.select_for_update(of=("self",)).select_related("doctor", "institution").get(pk=grant.pk)
    capacity = leading_capacity(by, row.doctor)
    moment = at or clock.now()
    if row.ends_at is not None and row.ends_at <= moment:
        raise GrantEnded
    row.ends_at = max(moment, row.starts_at + dt.timedelta(microseconds=1))
    row.save(update_fields=["ends_at"])
    _record("record_grant_ended", row, by, capacity)
    _tell_of_end(row)
    return row


def _tell_of_end(row: RecordGrant) -> None:
    notify(
        user=row.doctor,
        kind="record_grant_ended",
        text=_("Et innsyn i planen din er avsluttet."),
        path=row.get_absolute_url(),
    )


@transaction.atomic
def end_grants_without_role(dry_run: bool = False) -> int:
    """For `run_due`: with the role ends what was given because of it. Nobody could use it since the role ended."""
    lapsed = RecordGrant.objects.without_role()
    if dry_run:
        return lapsed.count()
    rows = lapsed.select_for_update(of=("self",)).select_related("doctor", "person", "institution", "leader")
    for row in (ended := list(rows.order_by("pk"))):
        row.ends_at = clock.now()
        row.save(update_fields=["ends_at"])
        _record("record_grant_ended", row, None, "automatic")
        _tell_of_end(row)
    return len(ended)


@transaction.atomic
def set_warning_threshold(*, institution: TrainingInstitution, rule: str, threshold: int, by: User) -> WarningThreshold:
    """The education lead keeps the numbers of the institution; the newest holds."""
    if not has_role(by, "education_lead", institution=institution):
        raise NotPlanKeeper
    known = WARNING_RULES.get(rule)
    if known is None or known.threshold is None:
        raise UnknownWarning
    if not 1 <= threshold <= MOST:
        raise BadThreshold
    row = WarningThreshold.objects.create(institution=institution, rule=rule, threshold=threshold, by=by)
    audit.record(
        "warning_threshold_set",
        target=row,
        by=by,
        acting_as="education_lead",
        controller=institution,
        details={"rule": rule, "threshold": threshold},
        facts=[row],
    )
    return row


def _record(name: str, grant: RecordGrant, by: User | None, capacity: str) -> None:
    audit.record(
        name,
        target=grant,
        by=by,
        acting_as=capacity,
        subject=grant.doctor,
        controller=grant.institution,
        facts=[grant],
    )
