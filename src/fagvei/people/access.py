"""Doors of people and the rows of the permission matrix that belong here.

`can` (the policy, one object) and `visible_to` (the queryset, all objects) are written apart on purpose; house tests
compare them with the rows and with what the addresses answer. Unseen is 404, seen but not yours to do is 403.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.audit.models import AccessLog
from fagvei.common.permissions import NotAllowed, Permission, PermissionRow
from fagvei.organisations.models import TrainingInstitution
from fagvei.people import queries
from fagvei.people.models import Delegation, Notification, Relation, RoleAssignment, User
from fagvei.people.roles import HAVE_DEPUTIES

ADMIN = frozenset({"hospital_admin"})
DECIDERS = frozenset({"leader", "deputy", "delegate"})
APPOINTERS = frozenset({"leader", "deputy"})

PERMISSION_ROWS: list[PermissionRow] = [
    PermissionRow(
        "user",
        Permission.SEE,
        ADMIN,
        url_names=("people:person",),
        note="Ens egen konto er Min side, som ikke har noen id.",
    ),
    PermissionRow(
        "user",
        Permission.ADMINISTER,
        ADMIN,
        url_names=("people:person_change", "people:person_deactivate", "people:person_reactivate"),
    ),
    PermissionRow("user", Permission.ASSIGN, ADMIN, url_names=("people:role_new",)),
    PermissionRow("role_assignment", Permission.SEE, frozenset({"self", "hospital_admin"})),
    PermissionRow("role_assignment", Permission.EDIT, ADMIN, url_names=("people:role_end",)),
    PermissionRow("relation", Permission.SEE, frozenset({"doctor", "hospital_admin"}) | DECIDERS),
    PermissionRow("relation", Permission.SEE, frozenset({"mentor"}), states=frozenset({"mentor"})),
    PermissionRow("relation", Permission.SEE, frozenset({"supervisor"}), states=frozenset({"supervisor"})),
    PermissionRow(
        "relation",
        Permission.EDIT,
        APPOINTERS,
        states=frozenset({"supervisor"}),
        url_names=("people:relation_end",),
        note="Veileder og leder byttes; legen er aldri uten.",
    ),
    PermissionRow(
        "appointment", Permission.APPOINT, APPOINTERS, states=frozenset({"mentor"}), url_names=("people:mentor_new",)
    ),
    PermissionRow(
        "appointment",
        Permission.APPOINT,
        APPOINTERS | {"doctor"},
        states=frozenset({"supervisor"}),
        url_names=("people:supervisor_new",),
    ),
    PermissionRow(
        "appointment", Permission.APPOINT, ADMIN, states=frozenset({"leader"}), url_names=("people:leader_new",)
    ),
    PermissionRow("delegation", Permission.SEE, frozenset({"leader", "doctor"})),
    PermissionRow("delegation", Permission.SEE, frozenset({"deputy"}), states=frozenset({"deputy"})),
    PermissionRow("delegation", Permission.SEE, frozenset({"delegate"}), states=frozenset({"delegate"})),
    PermissionRow("delegation", Permission.EDIT, frozenset({"leader"}), url_names=("people:delegation_end",)),
    PermissionRow(
        "access_log",
        Permission.SEE,
        frozenset({"self"}),
        note="Innsyn viser bare ens egne linjer og har ingen id.",
    ),
    PermissionRow(
        "notification",
        Permission.SEE,
        frozenset({"self"}),
        note="Varsler vises bare for eieren og har ingen id.",
    ),
]


class AdministratorsOnly(NotAllowed):
    message = _("Bare administratoren ved virksomheten kan gjøre dette.")


class LeadersOnly(NotAllowed):
    message = _("Bare lederen eller stedfortrederen kan gjøre dette.")


# --- The policy: may this user do this to this object? --------------------------------------------------------------


def can(user: User, permission: str, obj: Any) -> bool:
    return _POLICIES[type(obj)](user, Permission(permission), obj)


def can_appoint(user: User, doctor: User, kind: str) -> bool:
    """May the user give the doctor a mentor, a supervisor or a leader?"""
    if kind == Relation.Kind.LEADER:
        return _place_to_lead_at(user, doctor) is not None
    if kind == Relation.Kind.SUPERVISOR and user.pk == doctor.pk:
        return queries.has_role(doctor, "doctor")
    return queries.deciding_capacity(user, doctor) in APPOINTERS


def _place_to_lead_at(user: User, doctor: User) -> tuple[TrainingInstitution, dt.datetime | None] | None:
    own = {role.institution for role in queries.roles_of(user) if role.role == "hospital_admin" and role.institution}
    if (home := queries.institution_of(doctor)) in own:
        return home, None
    coming = queries.positions_to_come(doctor)
    return next(((each.institution, each.starts_at) for each in coming if each.institution in own), None)


def _can_with_user(user: User, permission: Permission, person: User) -> bool:
    if permission not in {Permission.SEE, Permission.ADMINISTER, Permission.ASSIGN}:
        return False
    places = {role.institution_id for role in person.role_assignments.all() if role.institution_id}
    return any(
        role.role == "hospital_admin" and role.institution_id in places for role in user.role_assignments.active()
    )


def _can_with_role(user: User, permission: Permission, assignment: RoleAssignment) -> bool:
    is_admin = assignment.institution is not None and queries.has_role(
        user, "hospital_admin", institution=assignment.institution
    )
    if permission == Permission.SEE:
        return is_admin or assignment.user_id == user.pk
    return permission == Permission.EDIT and is_admin


def _can_with_relation(user: User, permission: Permission, relation: Relation) -> bool:
    capacity = queries.deciding_capacity(user, relation.doctor)
    if permission == Permission.SEE:
        return (
            user.pk in {relation.doctor_id, relation.person_id}
            or capacity is not None
            or queries.has_role(user, "hospital_admin", institution=relation.institution)
        )
    return permission == Permission.EDIT and relation.kind == Relation.Kind.SUPERVISOR and capacity in APPOINTERS


def _can_with_delegation(user: User, permission: Permission, delegation: Delegation) -> bool:
    if permission == Permission.EDIT:
        return user.pk == delegation.leader_id
    if permission != Permission.SEE:
        return False
    if user.pk in {delegation.leader_id, delegation.person_id}:
        return True
    is_led_by_this_leader = (
        Relation.objects.active()
        .filter(
            doctor=user,
            person_id=delegation.leader_id,
            institution_id=delegation.institution_id,
            kind=Relation.Kind.LEADER,
        )
        .exists()
    )
    return is_led_by_this_leader and delegation.doctor_id in {None, user.pk}


def _can_with_reading(user: User, permission: Permission, reading: AccessLog) -> bool:
    return permission == Permission.SEE and reading.subject_id == str(user.public_id)


def _can_with_notification(user: User, permission: Permission, notification: Notification) -> bool:
    return permission == Permission.SEE and notification.user_id == user.pk


_POLICIES: dict[type[Model], Callable[[User, Permission, Any], bool]] = {
    User: _can_with_user,
    RoleAssignment: _can_with_role,
    Relation: _can_with_relation,
    Delegation: _can_with_delegation,
    AccessLog: _can_with_reading,
    Notification: _can_with_notification,
}


# --- The querysets: all that this user sees -------------------------------------------------------------------------


def visible_to(user: User, model: type[Model]) -> QuerySet:
    return model._default_manager.filter(_VISIBLE[model](user)).distinct()


def _administered(user: User) -> QuerySet:
    return RoleAssignment.objects.active().filter(user=user, role="hospital_admin").values("institution_id")


def _visible_users(user: User) -> Q:
    here = RoleAssignment.objects.filter(institution_id__in=_administered(user))
    return Q(pk__in=here.values("user_id"))


def _visible_roles(user: User) -> Q:
    return Q(user=user) | Q(institution_id__in=_administered(user))


def _visible_relations(user: User) -> Q:
    own = Q(doctor=user) | Q(person=user)
    return own | queries.doctor_ids_decided_by(user) | Q(institution_id__in=_administered(user))


def _visible_delegations(user: User) -> Q:
    my_leaders = Relation.objects.active().filter(doctor=user, kind=Relation.Kind.LEADER)
    in_my_case = Q(pk__in=_delegations_of_leaders(my_leaders, user))
    return Q(leader=user) | Q(person=user) | in_my_case


def _delegations_of_leaders(leaders: QuerySet[Relation], doctor: User) -> list[int]:
    pks: list[int] = []
    for leader_id, institution_id in leaders.values_list("person_id", "institution_id"):
        rows = Delegation.objects.filter(leader_id=leader_id, institution_id=institution_id)
        pks.extend(rows.filter(Q(doctor__isnull=True) | Q(doctor=doctor)).values_list("pk", flat=True))
    return pks


def _visible_readings(user: User) -> Q:
    return Q(subject_id=str(user.public_id))


def _visible_notifications(user: User) -> Q:
    return Q(user=user)


_VISIBLE: dict[type[Model], Callable[[User], Q]] = {
    User: _visible_users,
    RoleAssignment: _visible_roles,
    Relation: _visible_relations,
    Delegation: _visible_delegations,
    AccessLog: _visible_readings,
    Notification: _visible_notifications,
}


# --- The doors ------------------------------------------------------------------------------------------------------


def get_person_for(user: User, public_id: UUID, permission: Permission = Permission.SEE) -> User:
    """An account, for the administrator of an institution where the person has or had a role."""
    return _open(user, public_id, permission, User, AdministratorsOnly)


def get_role_for(user: User, public_id: UUID, permission: Permission) -> RoleAssignment:
    return _open(user, public_id, permission, RoleAssignment, AdministratorsOnly, "user", "institution")


def get_relation_for(user: User, public_id: UUID, permission: Permission) -> Relation:
    return _open(user, public_id, permission, Relation, LeadersOnly, "doctor", "person", "institution")


def get_delegation_for(user: User, public_id: UUID, permission: Permission) -> Delegation:
    return _open(user, public_id, permission, Delegation, LeadersOnly, "leader", "person", "doctor", "institution")


def get_doctor_to_appoint_for(user: User, public_id: UUID, kind: str) -> User:
    """The doctor who shall have a mentor, supervisor or leader. Unseen unless the user stands near the doctor."""
    doctor = User.objects.filter(public_id=public_id, is_active=True).first()
    if doctor is None or not _stands_near(user, doctor):
        raise Http404
    if not can_appoint(user, doctor, kind):
        raise AdministratorsOnly if kind == Relation.Kind.LEADER else LeadersOnly
    return doctor


def get_place_to_lead_at(user: User, doctor: User) -> tuple[TrainingInstitution, dt.datetime | None]:
    """Where the administrator chooses who leads the doctor: at work now, or where the next position begins, and then when."""
    place = _place_to_lead_at(user, doctor)
    if place is None:
        raise AdministratorsOnly
    return place


def get_institution_administered_by(user: User, *, acting_as: str | None = None) -> TrainingInstitution:
    """The institution whose people the administrator looks after: that of the chosen role, or the first; else 403."""
    institutions = queries.institutions_administered_by(user)
    of_chosen_role = user.role_assignments.filter(public_id=acting_as).values("institution_id") if acting_as else None
    chosen = institutions.filter(pk__in=of_chosen_role).first() if of_chosen_role is not None else None
    institution = chosen or institutions.first()
    if institution is None:
        raise AdministratorsOnly
    return institution


def get_place_to_delegate_at(user: User) -> tuple[TrainingInstitution, bool]:
    """Where the user is leader, and else where medically responsible consultant, and so may have a deputy; 403 when nowhere.

    The second value is whether it is as leader, who has doctors and may let others decide about goals too.
    """
    for role in HAVE_DEPUTIES:
        held = user.role_assignments.active().filter(role=role)
        if found := TrainingInstitution.objects.filter(pk__in=held.values("institution_id")).first():
            return found, role == "leader"
    raise LeadersOnly(_("Bare en leder eller medisinsk ansvarlig overlege ved virksomheten kan gi stedfortreder."))


def _stands_near(user: User, doctor: User) -> bool:
    relations = Relation.objects.active().filter(doctor=doctor)
    return (
        user.pk == doctor.pk
        or visible_to(user, Relation).filter(pk__in=relations.values("pk")).exists()
        or (can(user, Permission.SEE, doctor))
    )


def _open(
    user: User, public_id: UUID, permission: Permission, model: type[Model], refusal: type[NotAllowed], *related: str
) -> Any:
    rows = visible_to(user, model).filter(public_id=public_id)
    obj = (rows.select_related(*related) if related else rows).first()
    if obj is None:
        raise Http404
    if not can(user, permission, obj):
        raise refusal
    return obj
