"""Doors of hand-overs and changes of employer."""

from typing import Any

from django.utils.translation import gettext as _

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.people.queries import has_role
from fagvei.training.access.core import LEADS, POLICIES, Policy, rows, through_door
from fagvei.training.models import EmployerChange, Handover

NOT_DONE = frozenset({"ahead", "called_off"})
HANDOVER_ROWS = (
    rows("education_plan", Permission.APPOINT, LEADS, "hand_over_mentor", "hand_over_supervisor"),
    rows("education_plan", Permission.ADMINISTER, {"leader"}, "hand_over_leader"),
    rows("handover", Permission.SEE, LEADS | {"doctor", "successor"}, "handover"),
    rows("handover", Permission.SEE, {"former"}, "handover", states=NOT_DONE),
    rows("handover", Permission.EDIT, {"doctor"}, "consent_to_handover"),
    rows("handover", Permission.ANNUL, LEADS, "call_off_handover"),
    rows("employer_change", Permission.SEE, {"doctor", "new_admin"}, "employer_change"),
    rows("employer_change", Permission.EDIT, {"doctor"}, "answer_employer"),
)


def _may_handover(permission: Permission, handover: Handover, user: User, relations: frozenset[str]) -> bool:
    if permission == Permission.SEE:
        return bool(relations & (LEADS | {"doctor", "successor", "former"}))
    if permission == Permission.ANNUL:
        return bool(relations & LEADS)
    return permission == Permission.EDIT and "doctor" in relations


def _part_in_it(handover: Handover, user: User) -> frozenset[str]:
    """The former is nobody to it from the instant on; the successor as long as the relation holds."""
    if handover.successor_id == user.pk and (handover.is_ahead or handover.relation.is_active()):
        return frozenset({"successor"})
    return frozenset({"former"}) if handover.former_id == user.pk and handover.is_ahead else frozenset()


def _may_change(permission: Permission, change: EmployerChange, user: User, relations: frozenset[str]) -> bool:
    if permission == Permission.SEE:
        return bool(relations & {"doctor", "new_admin"})
    return permission == Permission.EDIT and "doctor" in relations


def _administers(change: EmployerChange, user: User) -> frozenset[str]:
    is_admin = has_role(user, "hospital_admin", institution=change.institution)
    return frozenset({"new_admin"}) if is_admin else frozenset()


POLICIES[Handover] = Policy(_may_handover, state_of=lambda row: row.state, more_relations=_part_in_it)
POLICIES[EmployerChange] = Policy(
    _may_change, state_of=lambda row: "answered" if row.answer else "asked", more_relations=_administers
)


def get_handover_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> Handover:
    handovers = Handover.objects.select_related(
        "doctor", "former", "successor", "institution", "relation", "by", "call_off__by"
    )
    return through_door(handovers, user, public_id, permission, lambda row: _("overlevering"))


def get_employer_change_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> EmployerChange:
    changes = EmployerChange.objects.select_related("doctor", "former", "institution", "by", "given_answer")
    return through_door(changes, user, public_id, permission, lambda row: _("bytte av arbeidsgiver"))
