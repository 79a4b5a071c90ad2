"""Who stands in which relation to a doctor, over time."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.actions.delegations import end_delegation
from fagvei.people.actions.notices import notify
from fagvei.people.actions.refusals import (
    AlreadyEnded,
    NotInInstitution,
    OwnRelation,
    ReasonMissing,
    RelationTaken,
    check_period,
    end_of,
)
from fagvei.people.models import AN_INSTANT, Delegation, Relation, RoleAssignment, User


@transaction.atomic
def relate(
    *,
    doctor: User,
    person: User,
    kind: str,
    institution: TrainingInstitution,
    by: Any,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    replace: bool = False,
    reason: str = "",
) -> Relation:
    """Give the doctor a mentor, a supervisor or a leader.

    The person must hold that role at the institution. With `replace` the present one ends when the new one starts,
    and a person who does it (not the system) says why.
    """
    if doctor.pk == person.pk:
        raise OwnRelation
    starts_at = starts_at or clock.now()
    check_period(starts_at, ends_at)
    if not RoleAssignment.objects.active(starts_at).filter(user=person, role=kind, institution=institution).exists():
        raise NotInInstitution
    User.objects.select_for_update().get(pk=doctor.pk)  # one change of a doctor's relations at a time
    overlapping = _overlapping(doctor, kind, starts_at, ends_at)
    for same in overlapping:
        if (same.person_id, same.institution_id) == (person.pk, institution.pk) and same.starts_at <= starts_at:
            return same
    if kind in Relation.ONE_AT_A_TIME:
        _make_room(overlapping, starts_at=starts_at, replace=replace, reason=reason, by=by)
    relation = Relation.objects.create(
        doctor=doctor,
        person=person,
        kind=kind,
        institution=institution,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
    )
    _record("relation_started", relation, by)
    return relation


@transaction.atomic
def end_relation(*, relation: Relation, by: Any, at: dt.datetime | None = None) -> Relation:
    relation = Relation.objects.select_for_update().get(pk=relation.pk)
    relation.ends_at = end_of(relation, at)
    relation.save(update_fields=["ends_at"])
    _record("relation_ended", relation, by)
    return relation


@transaction.atomic
def resume_relation(*, relation: Relation, until: dt.datetime | None, by: Any) -> Relation:
    """What was to end, goes on: until the end it had before, or until somebody ends it. Not when it has ended already."""
    relation = Relation.objects.select_for_update().get(pk=relation.pk)
    if not relation.is_active():
        raise AlreadyEnded
    relation.ends_at = until
    relation.save(update_fields=["ends_at"])
    _record("relation_resumed", relation, by)
    return relation


@transaction.atomic
def confirm_relations(*, relations: Iterable[Relation], by: Any) -> int:
    """The leader says that these still hold (asked for each half-year). Returns how many."""
    now = clock.now()
    rows = Relation.objects.select_for_update().filter(pk__in=[relation.pk for relation in relations]).order_by("pk")
    for relation in rows:
        relation.confirmed_at = now
        relation.save(update_fields=["confirmed_at"])
        _record("relation_confirmed", relation, by)
    return len(rows)


def end_what_the_role_carried(*, assignment: RoleAssignment, at: dt.datetime, by: Any) -> None:
    """A leader, mentor or supervisor who leaves the role leaves the doctors too; what a leader or a medically responsible
    consultant has let others do falls away.
    """
    if assignment.institution_id is None or _holds_role_otherwise(assignment, at):
        return
    still_open = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    here = {"institution_id": assignment.institution_id}
    for relation in Relation.objects.filter(still_open, person=assignment.user, kind=assignment.role, **here):
        end_relation(relation=relation, by=by, at=_not_before(relation, at))
    still_leads = RoleAssignment.objects.active(at).filter(user=assignment.user, role="leader", **here)
    if assignment.role == "leader" or (assignment.role == "medical_head" and not still_leads.exists()):
        for delegation in Delegation.objects.filter(still_open, leader=assignment.user, **here):
            end_delegation(delegation=delegation, by=by, at=_not_before(delegation, at))


def end_what_the_person_held(*, assignment: RoleAssignment, at: dt.datetime, by: Any) -> None:
    """With the last role at the institution ends what others there have let one decide; they are told, to find another."""
    if assignment.institution_id is None or _holds_any_role_otherwise(assignment, at):
        return
    held = Delegation.objects.filter(person=assignment.user, institution_id=assignment.institution_id, ends_at__gt=at)
    for delegation in held.order_by("pk"):
        end_delegation(delegation=delegation, by=by, at=_not_before(delegation, at))
        notify(
            user=delegation.leader,
            kind="delegation_ended",
            text=_("En delegering du har gitt, slutter fordi personen slutter ved virksomheten."),
            path=reverse("people:relations"),
        )


def _overlapping(doctor: User, kind: str, starts_at: dt.datetime, ends_at: dt.datetime | None) -> list[Relation]:
    rows = Relation.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at), doctor=doctor, kind=kind)
    rows = rows.filter(starts_at__lt=ends_at) if ends_at else rows
    return [row for row in rows.order_by("pk") if not row.never_began]


def _make_room(overlapping: list[Relation], *, starts_at: dt.datetime, replace: bool, reason: str, by: Any) -> None:
    for old in overlapping:
        if not replace or old.starts_at >= starts_at:
            raise RelationTaken
        if by is not None and not reason:
            raise ReasonMissing
        end_relation(relation=old, by=by, at=starts_at)


def _holds_role_otherwise(assignment: RoleAssignment, at: dt.datetime) -> bool:
    same = RoleAssignment.objects.active(at).filter(
        user_id=assignment.user_id, role=assignment.role, institution_id=assignment.institution_id
    )
    return same.exclude(pk=assignment.pk).exists()


def _holds_any_role_otherwise(assignment: RoleAssignment, at: dt.datetime) -> bool:
    here = RoleAssignment.objects.active(at).filter(
        user_id=assignment.user_id, institution_id=assignment.institution_id
    )
    return here.exclude(pk=assignment.pk).exists()


def _not_before(period: Relation | Delegation, at: dt.datetime) -> dt.datetime:
    return max(at, period.starts_at + AN_INSTANT)


def _record(name: str, relation: Relation, by: Any) -> None:
    audit.record(
        name,
        target=relation,
        by=by,
        subject=relation.doctor,
        controller=relation.institution,
        details={"kind": relation.kind},
        facts=[relation],
    )
