"""A leader lets others decide, within dates."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.actions.refusals import NotInInstitution, OwnRelation, TooLong, check_period, end_of
from fagvei.people.models import Delegation, RoleAssignment, User
from fagvei.people.roles import HAVE_DEPUTIES

Kind = Delegation.Kind
# A deputy does what the giver does at the institution; deciding goals is the leader's alone to delegate.
GIVERS: dict[str, frozenset[str]] = {
    Kind.DEPUTY: frozenset(HAVE_DEPUTIES),
    Kind.DELEGATE: frozenset({"leader"}),
}

# Our own choice, no source asks for it: what nobody has thought of for a year, nobody should decide by. A leap year and
# the day that an end on the same date a year later takes with it.
LONGEST = dt.timedelta(days=367)


@transaction.atomic
def delegate(
    *,
    leader: User,
    person: User,
    kind: str,
    institution: TrainingInstitution,
    by: Any,
    ends_at: dt.datetime,
    starts_at: dt.datetime | None = None,
    doctor: User | None = None,
) -> Delegation:
    """The leader lets another decide, always with an end date. The responsibility stays with the leader.

    The medically responsible consultant has a deputy in the same way, and decides nothing that could be delegated.
    """
    if person.pk == leader.pk or (doctor is not None and doctor.pk == person.pk):
        raise OwnRelation(_("Ingen kan delegere til seg selv eller avgjøre sin egen sak."))
    starts_at = starts_at or clock.now()
    check_period(starts_at, ends_at)
    if ends_at - starts_at > LONGEST:
        raise TooLong
    roles_here = RoleAssignment.objects.active(starts_at).filter(institution=institution)
    if not roles_here.filter(user=leader, role__in=GIVERS[kind]).exists():
        if kind == Kind.DEPUTY:
            raise NotInInstitution(
                _("Bare en leder eller medisinsk ansvarlig overlege ved virksomheten kan gi stedfortreder.")
            )
        raise NotInInstitution(_("Bare en leder ved virksomheten kan gi stedfortreder eller delegere."))
    if not roles_here.filter(user=person).exists():
        raise NotInInstitution(
            _("Personen har ingen rolle ved virksomheten på startdatoen. Administratoren ved virksomheten kan gi en.")
        )
    delegation = Delegation.objects.create(
        leader=leader,
        person=person,
        kind=kind,
        institution=institution,
        doctor=doctor,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    _record("delegation_given", delegation, by)
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: Any, at: dt.datetime | None = None) -> Delegation:
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    delegation.ends_at = end_of(delegation, at)
    delegation.save(update_fields=["ends_at"])
    _record("delegation_ended", delegation, by)
    return delegation


def _record(name: str, delegation: Delegation, by: Any) -> None:
    audit.record(
        name,
        target=delegation,
        by=by,
        subject=delegation.person,
        controller=delegation.institution,
        details={"kind": delegation.kind},
        facts=[delegation],
    )
