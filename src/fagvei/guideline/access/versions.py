"""Doors of versions. What was published is open to all and stays so; what is under work is seen by owners and reviewers.

Both layers are made by the same people. Whether the author may approve, and what a state allows, the action says.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.guideline.access.core import POLICIES, rows
from fagvei.guideline.models import UnitVersion
from fagvei.people import queries as people

State = UnitVersion.State
PUBLIC_STATES = frozenset({State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN})
WRITERS = {"owner", "reviewer"}
OWNER, REVIEWER = "guideline_owner", "clinical_reviewer"

VERSION_ROWS = (
    rows("normative_unit", Permission.CREATE, {"owner"}, "start_version", note="a new version of what it says"),
    rows(
        "unit_version",
        Permission.SEE,
        {"public"},
        "version",
        states=PUBLIC_STATES,
        condition="it was published once",
    ),
    rows("unit_version", Permission.SEE, WRITERS, states=UnitVersion.UNDER_WORK, note="at the same address"),
    rows("unit_version", Permission.EDIT, {"owner"}, "edit_version", states=frozenset({State.DRAFT})),
    rows("unit_version", Permission.SEND, {"owner"}, "send_version", states=frozenset({State.DRAFT})),
    rows(
        "unit_version",
        Permission.SIGN_OFF,
        {"reviewer"},
        "approve_version",
        "return_version",
        states=frozenset({State.IN_REVIEW}),
        note="not by whoever wrote in it",
    ),
    rows(
        "unit_version",
        Permission.RECALL,
        WRITERS,
        "reopen_version",
        states=frozenset({State.IN_REVIEW, State.APPROVED}),
        note="back to a draft, with what is wrong",
    ),
    rows("unit_version", Permission.SIGN, WRITERS, "publish_version", states=frozenset({State.APPROVED})),
    rows(
        "unit_version",
        Permission.ANNUL,
        {"owner"},
        "withdraw_version",
        states=frozenset({State.DRAFT, State.PUBLISHED}),
        note="the national text from the source is read-only in the demo",
    ),
)
_ROLES = {
    Permission.ADMINISTER: {OWNER},
    Permission.CREATE: {OWNER},
    Permission.EDIT: {OWNER},
    Permission.FOLLOW_UP: {OWNER},
    Permission.SEND: {OWNER},
    Permission.ANNUL: {OWNER},
    Permission.SIGN_OFF: {REVIEWER},
    Permission.SIGN: {OWNER, REVIEWER},
    Permission.RECALL: {OWNER, REVIEWER},
}
_STATES = {
    Permission.ADMINISTER: {State.DRAFT, State.IN_REVIEW},
    Permission.EDIT: {State.DRAFT},
    Permission.SEND: {State.DRAFT},
    Permission.ANNUL: {State.DRAFT, State.PUBLISHED},
    Permission.SIGN_OFF: {State.IN_REVIEW},
    Permission.SIGN: {State.APPROVED},
    Permission.RECALL: {State.IN_REVIEW, State.APPROVED},
}


class OwnersOnly(NotAllowed):
    message = _("Bare en retningslinjeeier kan gjøre dette.")


class ReviewersOnly(NotAllowed):
    message = _("Bare en klinisk kvalitetssikrer kan gjøre dette.")


def holds(user: Any, roles: set[str]) -> bool:
    return user.is_authenticated and user.is_active and any(people.has_role(user, role) for role in sorted(roles))


def can(user: Any, permission: str, row: Any) -> bool:
    """May this person do this to this version as it stands now, start one of this unit, check this document?"""
    if (may := POLICIES.get(type(row))) is not None:
        return may(user, permission, row)
    if permission == Permission.SEE:
        return not isinstance(row, UnitVersion) or was_published(row) or holds(user, {OWNER, REVIEWER})
    roles = _ROLES.get(Permission(permission), set())
    states = _STATES.get(Permission(permission))
    return holds(user, roles) and (states is None or row.state in states)


def is_maker(user: Any) -> bool:
    """Whoever makes the guideline sees what readers do not."""
    return holds(user, {OWNER, REVIEWER})


def was_published(version: UnitVersion) -> bool:
    return version.published_on is not None


def visible_to(user: Any) -> QuerySet[UnitVersion]:
    rows_ = UnitVersion.objects.select_related("grade__scheme", "based_on", "author", "unit__chapter__guideline")
    return rows_ if holds(user, {OWNER, REVIEWER}) else rows_.filter(Q(published_on__isnull=False))


def get_version_for(user: Any, slug: str, code: str, number: int, permission: Permission) -> UnitVersion:
    """What the state does not allow is refused by the action, with its sentence."""
    rows_ = visible_to(user).filter(unit__chapter__guideline__slug=slug, unit__code=code, number=number)
    version = rows_.first()
    if version is None:
        raise Http404
    roles = _ROLES.get(permission)
    if roles is not None and not holds(user, roles):
        raise ReviewersOnly if roles == {REVIEWER} else OwnersOnly
    return version


def require_owner(user: Any) -> None:
    if not holds(user, {OWNER}):
        raise OwnersOnly
