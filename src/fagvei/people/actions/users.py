"""Users and the roles they hold."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.people.actions.refusals import (
    LastAdministrator,
    OwnAccount,
    RoleNotGiven,
    UsernameTaken,
    WorksElsewhere,
    check_period,
    end_of,
)
from fagvei.people.actions.relations import end_what_the_person_held, end_what_the_role_carried
from fagvei.people.models import RoleAssignment, User
from fagvei.people.queries import institutions_administered_by
from fagvei.people.roles import GIVEN_BY_ADMINISTRATOR


@transaction.atomic
def add_user(*, username: str, full_name: str, by: Any, password: str | None = None, **fields: Any) -> User:
    """Without a password the person sets one by e-mail, so that no administrator ever knows it."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(username, full_name=full_name, password=password, **fields)
    except IntegrityError as error:
        raise UsernameTaken from error
    audit.record("user_added", target=user, by=by, subject=user)
    return user


@transaction.atomic
def deactivate_user(*, user: User, by: Any) -> User:
    """Close the account. All roles, relations and delegations end now, and live sessions die at their next request."""
    if by is not None and by.pk == user.pk:
        raise OwnAccount
    user = User.objects.select_for_update().get(pk=user.pk)
    now = clock.now()
    if by is not None and _has_role_elsewhere(user, by):
        raise WorksElsewhere
    for assignment in _open_roles(user):
        end_role(assignment=assignment, by=by, at=_end_of(assignment, now))
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record("user_deactivated", target=user, by=by, subject=user)
    return user


@transaction.atomic
def change_contact(*, user: User, full_name: str, email: str, by: Any) -> User:
    """A new name or e-mail address. Whoever reads the address can set a new password, so only the one employer may."""
    if by is not None and by.pk == user.pk:
        raise OwnAccount(_("Du kan ikke endre din egen konto her. En annen administrator ved virksomheten kan."))
    user = User.objects.select_for_update().get(pk=user.pk)
    if by is not None and _has_role_elsewhere(user, by):
        raise WorksElsewhere(
            _("Personen har roller ved andre virksomheter også, så dere kan ikke endre e-posten alene.")
        )
    changed = [name for name, value in (("full_name", full_name), ("email", email)) if getattr(user, name) != value]
    user.full_name, user.email = full_name, email
    user.save(update_fields=["full_name", "sort_key", "email"])
    audit.record("contact_changed", target=user, by=by, subject=user, details={"fields": changed})
    return user


@transaction.atomic
def reactivate_user(*, user: User, by: Any) -> User:
    """Open the account again, without the roles it had."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("user_reactivated", target=user, by=by, subject=user)
    return user


@transaction.atomic
def assign_role(
    *,
    user: User,
    role: str,
    by: Any,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    **scope: Any,
) -> RoleAssignment:
    if by is not None and role not in GIVEN_BY_ADMINISTRATOR:
        raise RoleNotGiven
    starts_at = starts_at or clock.now()
    check_period(starts_at, ends_at)
    assignment = RoleAssignment.objects.create(user=user, role=role, starts_at=starts_at, ends_at=ends_at, **scope)
    audit.record(
        "role_assigned",
        target=assignment,
        by=by,
        subject=user,
        controller=scope.get("institution") or "",
        details={"role": role},
    )
    return assignment


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: Any, at: dt.datetime | None = None) -> RoleAssignment:
    """End a role, and with it the relations and delegations that rested on it."""
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    at = end_of(assignment, at)
    if by is not None and _is_last_administrator(assignment, at):
        raise LastAdministrator
    assignment.ends_at = at
    assignment.save(update_fields=["ends_at"])
    end_what_the_role_carried(assignment=assignment, at=at, by=by)
    end_what_the_person_held(assignment=assignment, at=at, by=by)
    audit.record(
        "role_ended",
        target=assignment,
        by=by,
        subject=assignment.user,
        controller=assignment.institution or "",
        details={"role": assignment.role},
    )
    return assignment


def _open_roles(user: User) -> QuerySet[RoleAssignment]:
    return user.role_assignments.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now())).order_by("pk")


def _has_role_elsewhere(user: User, administrator: User) -> bool:
    here = set(institutions_administered_by(administrator).values_list("pk", flat=True))
    return any(assignment.institution_id not in here for assignment in _open_roles(user))


def _end_of(assignment: RoleAssignment, now: dt.datetime) -> dt.datetime:
    """A role that has not begun gets the shortest period there is."""
    return max(now, assignment.starts_at + dt.timedelta(microseconds=1))


def _is_last_administrator(assignment: RoleAssignment, at: dt.datetime) -> bool:
    if assignment.role != "hospital_admin" or not assignment.is_active(at):
        return False
    others = RoleAssignment.objects.active(at).filter(
        role=assignment.role, institution_id=assignment.institution_id, user__is_active=True
    )
    return not others.exclude(pk=assignment.pk).exists()
