"""As whom somebody looks at the pages: one role at a time, never mixed. What one may do is decided elsewhere."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fagvei.people import queries
from fagvei.people.models import RoleAssignment

SESSION_KEY = "active_role"

# Now and then, beside what one does every day.
BESIDE_THE_WORK = frozenset({"guideline_peer"})

# Beside the name there is room for one word.
SHORT_NAMES = {
    "doctor": _("LIS"),
    "hospital_admin": _("Administrator"),
    "education_lead": _("Utdanningsansvarlig"),
    "medical_head": _("Medisinsk ansvarlig"),
    "centre_officer": _("Medarbeider"),
    "region_officer": _("Medarbeider"),
    "directorate_officer": _("Saksbehandler"),
}


def roles_of(user: Any) -> list[RoleAssignment]:
    return queries.roles_of(user)


def role_line(role: RoleAssignment) -> str:
    """LIS · Fjellheim sykehus HF"""
    words = [SHORT_NAMES.get(role.role, role.get_role_display()), role.organisation]
    return " · ".join(str(word) for word in words if word)


def active_role(request: HttpRequest, roles: list[RoleAssignment]) -> RoleAssignment | None:
    """The chosen role, or the first of somebody's daily work; a role that has ended is never active."""
    chosen = request.session.get(SESSION_KEY) if hasattr(request, "session") else None
    first = next((role for role in roles if role.role not in BESIDE_THE_WORK), roles[0] if roles else None)
    return next((role for role in roles if str(role.public_id) == chosen), first)
