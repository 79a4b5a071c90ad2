"""Doors of plain texts. What was approved is open to all and stays so; what is under work is seen by owners and reviewers."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.guideline.access.core import POLICIES, rows
from fagvei.guideline.access.versions import OWNER, REVIEWER, WRITERS, OwnersOnly, ReviewersOnly, holds
from fagvei.guideline.models import PlainText

State = PlainText.State
PUBLIC_STATES = frozenset({State.APPROVED, State.SUPERSEDED, State.WITHDRAWN})

PLAIN_TEXT_ROWS = (
    rows("guideline", Permission.SEE, {"public"}, "plain_language", note="what is approved, and what is missing"),
    rows("normative_unit", Permission.CREATE, {"owner"}, "write_plain_text", note="in plain language"),
    rows(
        "plain_text",
        Permission.SEE,
        {"public"},
        "plain_text",
        states=PUBLIC_STATES,
        condition="it was approved once",
    ),
    rows("plain_text", Permission.SEE, WRITERS, states=PlainText.UNDER_WORK, note="at the same address"),
    rows("plain_text", Permission.SEND, {"owner"}, "send_plain_text", states=frozenset({State.DRAFT})),
    rows(
        "plain_text",
        Permission.SIGN_OFF,
        {"reviewer"},
        "approve_plain_text",
        "return_plain_text",
        states=frozenset({State.IN_REVIEW}),
        note="not by whoever wrote in it",
    ),
    rows(
        "plain_text",
        Permission.ANNUL,
        {"owner"},
        "withdraw_plain_text",
        states=frozenset({State.DRAFT, State.APPROVED}),
    ),
)
_ROLES = {Permission.SEND: OWNER, Permission.ANNUL: OWNER, Permission.SIGN_OFF: REVIEWER}
_STATES = {
    Permission.SEND: {State.DRAFT},
    Permission.ANNUL: {State.DRAFT, State.APPROVED},
    Permission.SIGN_OFF: {State.IN_REVIEW},
}


def _may_plain_text(user: Any, permission: str, plain: PlainText) -> bool:
    if permission == Permission.SEE:
        return plain.approved_on is not None or holds(user, {OWNER, REVIEWER})
    role = _ROLES.get(Permission(permission))
    return role is not None and plain.state in _STATES[Permission(permission)] and holds(user, {role})


POLICIES[PlainText] = _may_plain_text


def plain_texts_visible_to(user: Any) -> QuerySet[PlainText]:
    found = PlainText.objects.select_related("unit__chapter__guideline", "version__grade__scheme", "author")
    return found if holds(user, {OWNER, REVIEWER}) else found.filter(Q(approved_on__isnull=False))


def get_plain_text_for(user: Any, slug: str, code: str, number: int, permission: Permission) -> PlainText:
    """What the state does not allow is refused by the action, with its sentence."""
    found = plain_texts_visible_to(user).filter(unit__chapter__guideline__slug=slug, unit__code=code, number=number)
    plain = found.first()
    if plain is None:
        raise Http404
    role = _ROLES.get(permission)
    if role is not None and not holds(user, {role}):
        raise ReviewersOnly if role == REVIEWER else OwnersOnly
    return plain
