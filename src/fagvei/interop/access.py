"""Doors of interop. The record leaves the house with the doctor alone, and whole."""

from typing import Any

from fagvei.common.permissions import Permission, PermissionRow
from fagvei.people import queries as people
from fagvei.people.models import User
from fagvei.surveys.access.core import OWNER
from fagvei.surveys.access.report import COUNTED
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
        training.HEADS,
        states=training.SEEN_BY_HEAD,
        url_names=("interop:certificate",),
    ),
    PermissionRow(
        "course_attendance",
        Permission.SEE,
        frozenset({"doctor", "host", "course_leader"}),
        url_names=("interop:course_certificate",),
    ),
    PermissionRow(
        "survey_round",
        Permission.EXPORT,
        frozenset({OWNER}),
        states=COUNTED,
        url_names=("interop:gap_report",),
        note="its report as PDF",
    ),
    PermissionRow("guideline", Permission.SEE, frozenset({"public"}), url_names=("interop:ward_card",)),
    PermissionRow("course_attendance", Permission.EXPORT, frozenset({"doctor"}), url_names=("interop:badge",)),
)


def own_record_to_export(user: User) -> User:
    """The user's own record. Whoever has none meets nothing here."""
    return training.own_record(user)


def may_import(user: Any) -> bool:
    """Whether the page offers it; the guideline's own door decides."""
    return user.is_authenticated and people.has_role(user, "guideline_owner")
