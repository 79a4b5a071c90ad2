"""Doors of the assessment panel. A member sees the panel until it is closed, while the seat holds, and nothing else of the record by it."""

from typing import Any

from django.utils.translation import gettext as _

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training.access.core import LEADS, POLICIES, READERS, Policy, rows, through_door
from fagvei.training.models import AssessmentPanel

OPEN = frozenset({"called", "held"})
PANEL_ROWS = (
    rows("assessment_panel", Permission.SEE, READERS, "panel"),
    rows("assessment_panel", Permission.SEE, {"member"}, "panel", states=OPEN),
    rows("assessment_panel", Permission.EDIT, LEADS, "add_panel_goal", "hold_panel", "cancel_panel"),
    rows("assessment_panel", Permission.FOLLOW_UP, {"mentor"}, "tell_doctor_of_panel"),
    rows("education_plan", Permission.FOLLOW_UP, LEADS, "call_panel"),
)


def _may(permission: Permission, panel: AssessmentPanel, user: User, relations: frozenset[str]) -> bool:
    leads = bool(relations & LEADS)
    is_member = "member" in relations and panel.state in AssessmentPanel.OPEN
    return {
        Permission.SEE: bool(relations & READERS) or is_member,
        Permission.EDIT: leads,
        Permission.FOLLOW_UP: "mentor" in relations,
    }.get(permission, False)


def _seat(panel: AssessmentPanel, user: User) -> frozenset[str]:
    return frozenset({"member"}) if panel.members.sitting().filter(person=user).exists() else frozenset()


POLICIES[AssessmentPanel] = Policy(_may, more_relations=_seat)


def get_panel_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> AssessmentPanel:
    panels = AssessmentPanel.objects.select_related("doctor", "institution", "chair", "waiting_on")
    return through_door(panels, user, public_id, permission, lambda panel: _("evalueringskollegium"))
