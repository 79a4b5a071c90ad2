"""Doors of interop. The record leaves the house with the doctor alone, and whole."""

from fagvei.common.permissions import Permission, PermissionRow
from fagvei.people.models import User
from fagvei.training import access as training

PERMISSION_ROWS = (
    PermissionRow(
        "education_plan",
        Permission.EXPORT,
        frozenset({"doctor"}),
        url_names=("interop:export",),
        note="Alltid ens egen mappe; adressen har ingen id.",
    ),
    PermissionRow(
        "service_certificate",
        Permission.SEE,
        training.WRITERS | {"doctor"},
        url_names=("interop:certificate",),
    ),
    PermissionRow(
        "service_certificate",
        Permission.SEE,
        frozenset({"medical_head"}),
        states=training.SEEN_BY_HEAD,
        url_names=("interop:certificate",),
    ),
    PermissionRow(
        "course_attendance",
        Permission.SEE,
        frozenset({"doctor", "host", "course_leader"}),
        url_names=("interop:course_certificate",),
    ),
)


def own_record_to_export(user: User) -> User:
    """The user's own record. Whoever has none meets nothing here."""
    return training.own_record(user)
