"""The door of who is told about a comment: the sender alone. Neither those who answer nor anybody else sees the row."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.guideline.access.core import POLICIES, rows
from fagvei.guideline.models import CommentFollower

COMMENT_FOLLOWER_ROWS = (
    rows("comment_follower", Permission.SEE, {"sender"}, "my_comment"),
    rows("comment_follower", Permission.ANNUL, {"sender"}, "stop_following_comment"),
)


def _may_follow(user: Any, permission: str, row: CommentFollower) -> bool:
    return user.is_active and row.user_id == user.pk


POLICIES[CommentFollower] = _may_follow


def comment_followers_visible_to(user: Any) -> QuerySet[CommentFollower]:
    rows_ = CommentFollower.objects.select_related("comment__unit__chapter__guideline")
    return rows_.filter(user_id=user.pk) if user.is_active else rows_.none()


def get_comment_follower_for(user: Any, public_id: Any) -> CommentFollower:
    found = comment_followers_visible_to(user).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
