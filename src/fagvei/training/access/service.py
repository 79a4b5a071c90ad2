"""The doors of service and time: the doctor's own, and the leader's and the deputy's. Absence tells of health: nobody else."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training.access.core import LEADS, POLICIES, Policy, rows, through_door
from fagvei.training.models import Absence, Employment, Part1Confirmation, Placement
from fagvei.training.models.service import Service

SERVICE_MODELS: dict[str, type[Service]] = {"employment": Employment, "placement": Placement, "absence": Absence}
DRAFTS = frozenset({"draft", "returned"})
KNOWN = frozenset({"sent", "confirmed", "annulled"})


def _rows_of(kind: str) -> tuple:
    return (
        rows(kind, Permission.SEE, {"doctor"}, states=DRAFTS),
        rows(kind, Permission.SEE, {"doctor", *LEADS}, states=KNOWN),
        rows(kind, Permission.EDIT, {"doctor"}, "change_service"),
        rows(kind, Permission.SEND, {"doctor"}, "send_service"),
        rows(kind, Permission.RECALL, {"doctor"}, "recall_service"),
        rows(kind, Permission.SIGN_OFF, LEADS, "confirm_service", "return_service", states=KNOWN),
        rows(kind, Permission.FOLLOW_UP, LEADS, "end_service", states=KNOWN),
        rows(kind, Permission.ANNUL, {"doctor", *LEADS}, "annul_service", states=KNOWN),
        rows(kind, Permission.ANNUL, {"doctor"}, "annul_service", states=DRAFTS),
    )


SERVICE_ROWS = (
    rows(
        "education_plan", Permission.CREATE, {"doctor"}, "my_service", "new_employment", "new_placement",
        note="Alltid ens egen tjeneste; adressen har ingen id.",
    ),
    rows("education_plan", Permission.MARK_ON_BEHALF, LEADS, "service", "confirm_part_1"),
    *_rows_of("employment"),
    *_rows_of("placement"),
    rows("placement", Permission.CREATE, {"doctor"}, "new_absence"),
    rows("placement", Permission.ASSIGN, LEADS, "set_counting", states=KNOWN),
    *_rows_of("absence"),
    rows("part1_confirmation", Permission.SEE, {"doctor", *LEADS}),
    rows("part1_confirmation", Permission.ANNUL, LEADS, "annul_part_1"),
)  # fmt: skip


def _may_service(permission: Permission, row: Service, user: User, relations: frozenset[str]) -> bool:
    is_own = "doctor" in relations
    leads = bool(relations & LEADS) and row.state not in Service.DRAFTS
    return {
        Permission.SEE: is_own or leads,
        Permission.EDIT: is_own,
        Permission.SEND: is_own,
        Permission.RECALL: is_own,
        Permission.SIGN_OFF: leads,
        Permission.FOLLOW_UP: leads,
        Permission.ANNUL: is_own or leads,
    }.get(permission, False)


def _may_placement(permission: Permission, row: Placement, user: User, relations: frozenset[str]) -> bool:
    if permission == Permission.CREATE:
        return "doctor" in relations
    if permission == Permission.ASSIGN:
        return bool(relations & LEADS) and row.state not in Service.DRAFTS
    return _may_service(permission, row, user, relations)


def _may_part_1(permission: Permission, row: Part1Confirmation, user: User, relations: frozenset[str]) -> bool:
    if permission == Permission.SEE:
        return bool(relations & {"doctor", *LEADS})
    return permission == Permission.ANNUL and bool(relations & LEADS)


POLICIES.update(
    {
        Employment: Policy(_may_service),
        Placement: Policy(_may_placement),
        Absence: Policy(_may_service),
        Part1Confirmation: Policy(
            _may_part_1, state_of=lambda row: "annulled" if hasattr(row, "withdrawal") else "standing"
        ),
    }
)

RELATED = {
    Employment: ("doctor", "institution"),
    Placement: ("doctor", "employment__institution", "institution", "arena", "specialty"),
    Absence: ("doctor", "placement__employment__institution", "placement__institution", "placement__arena"),
}


def _name(row: Service) -> str:
    return str(row._meta.verbose_name)


def get_service_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> Any:
    """An employment, a period or an absence: they share their verbs, and so their addresses."""
    for model, related in RELATED.items():
        found = model._default_manager.filter(public_id=public_id)
        if found.exists():
            return through_door(found.select_related(*related), user, public_id, permission, _name)
    raise Http404


def get_placement_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> Placement:
    placements = Placement.objects.select_related(*RELATED[Placement])
    return through_door(placements, user, public_id, permission, lambda row: _("tjenesteperiode"))


def get_part_1_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> Part1Confirmation:
    confirmations = Part1Confirmation.objects.select_related("doctor", "by")
    return through_door(confirmations, user, public_id, permission, lambda row: _("bekreftelse av del 1"))
