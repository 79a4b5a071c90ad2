"""Doors of readers' comments: anyone sends one, owners and reviewers read them, owners answer.

Whoever holds the link of a receipt follows one comment; the link opens nothing else.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.guideline.access.core import POLICIES, rows
from fagvei.guideline.access.versions import OWNER, REVIEWER, WRITERS, OwnersOnly, holds
from fagvei.guideline.models import UnitComment
from fagvei.guideline.rules.comments import LENGTH, print_of

COMMENT_ROWS = (
    rows("unit_comment", Permission.CREATE, {"public"}, "send_comment", note="without telling who one is"),
    rows("unit_comment", Permission.SEE, WRITERS, "comments", "comment"),
    rows(
        "unit_comment",
        Permission.FOLLOW_UP,
        {"owner"},
        "answer_comment",
        note="what the state does not allow is refused in a sentence",
    ),
)


def _may_comment(user: Any, permission: str, row: UnitComment) -> bool:
    if permission == Permission.CREATE:
        return True
    roles = {Permission.SEE: {OWNER, REVIEWER}, Permission.FOLLOW_UP: {OWNER}}.get(Permission(permission), set())
    return holds(user, roles)


POLICIES[UnitComment] = _may_comment


def comments_visible_to(user: Any) -> QuerySet[UnitComment]:
    found = UnitComment.objects.select_related("unit__chapter__guideline", "version")
    return found if holds(user, {OWNER, REVIEWER}) else found.none()


def get_comments(user: Any) -> QuerySet[UnitComment]:
    if not holds(user, {OWNER, REVIEWER}):
        raise Http404
    return comments_visible_to(user)


def get_comment_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> UnitComment:
    comment = comments_visible_to(user).filter(public_id=public_id).first()
    if comment is None:
        raise Http404
    if not _may_comment(user, permission, comment):
        raise OwnersOnly
    return comment


def get_comment_by_receipt(code: str) -> UnitComment | None:
    """Found by the print of the code, so that what a stranger types is compared with nothing secret."""
    if len(code) != LENGTH:
        return None
    found = UnitComment.objects.select_related("unit__chapter__guideline")
    return found.filter(token_hash=print_of(code)).first()
