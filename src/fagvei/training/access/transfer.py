"""Coming from the old portal: doctor, mentor, leader and deputy bring and read; the leader and the deputy decide."""

from typing import Any

from django.utils.translation import gettext as _

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training.access.core import LEADS, POLICIES, Policy, rows, through_door
from fagvei.training.access.halfyear import PLANNERS
from fagvei.training.models import TransferredItem, TransferReport

TRANSFER_ROWS = (
    rows("education_plan", Permission.EDIT, PLANNERS, "transfers", "bring_transfer"),
    rows("transfer_report", Permission.SEE, PLANNERS, "transfer", "transfer_original"),
    rows("transfer_report", Permission.EDIT, PLANNERS, "import_transfer", "undo_transfer"),
    rows("transferred_item", Permission.SEE, PLANNERS),
    rows(
        "transferred_item",
        Permission.SIGN_OFF,
        LEADS,
        "decide_transferred",
        "confirm_transferred",
        "refuse_transferred",
        "annul_transferred",
    ),
)


def _may_report(permission: Permission, row: TransferReport, user: User, relations: frozenset[str]) -> bool:
    return permission in (Permission.SEE, Permission.EDIT) and bool(relations & PLANNERS)


def _may_item(permission: Permission, row: TransferredItem, user: User, relations: frozenset[str]) -> bool:
    if permission == Permission.SEE:
        return bool(relations & PLANNERS)
    return permission == Permission.SIGN_OFF and bool(relations & LEADS)


POLICIES[TransferReport] = Policy(_may_report)
POLICIES[TransferredItem] = Policy(_may_item)


def get_transfer_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> TransferReport:
    reports = TransferReport.objects.select_related("doctor", "institution", "uploaded_by", "imported_by")
    return through_door(reports, user, public_id, permission, lambda row: _("det som er overført"))


def get_transferred_for(user: User, public_id: Any, permission: Permission = Permission.SIGN_OFF) -> TransferredItem:
    items = TransferredItem.objects.select_related("doctor", "report", "activity")
    return through_door(items, user, public_id, permission, lambda row: _("det som er overført"))
