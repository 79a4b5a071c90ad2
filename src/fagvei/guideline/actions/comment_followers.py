"""A sender who was logged in and asked for it is told what happens to the comment, until that is taken back."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.guideline.actions.comment_refusals import NotYourComment
from fagvei.guideline.models import CommentEvent, CommentFollower, UnitComment
from fagvei.people.actions import notify
from fagvei.people.models import User

Kind = CommentEvent.Kind
ANSWERS = frozenset({Kind.ACCEPTED, Kind.DECLINED, Kind.DUPLICATE})


def follow(comment: UnitComment, user: User) -> CommentFollower:
    """With the comment, in its transaction. The log tells that it was sent, not by whom."""
    return CommentFollower.objects.create(comment=comment, user=user)


def tell_follower(comment: UnitComment, kind: str) -> None:
    """Says that something waits or is answered: not what about, and not who asked."""
    follower = CommentFollower.objects.filter(comment=comment).select_related("user").first()
    if follower is None or not follower.user.is_active:
        return
    if kind == Kind.ASKED:
        text = _("Retningslinjeeieren spør om mer om innspillet ditt.")
        notify(user=follower.user, kind="comment_asked", text=text, path=follower.get_absolute_url())
    elif kind in ANSWERS:
        text = _("Innspillet ditt til retningslinjen er besvart.")
        notify(user=follower.user, kind="comment_answered", text=text, path=follower.get_absolute_url())


@transaction.atomic
def stop_following(*, follower: CommentFollower, by: User) -> None:
    """Nothing is left that says whose comment it was. Therefore the log says that it was done, and not by whom."""
    row = CommentFollower.objects.select_for_update(of=("self",)).select_related("comment__unit").get(pk=follower.pk)
    if row.user_id != by.pk:
        raise NotYourComment
    comment = row.comment
    row.delete()
    audit.record("unit_comment_unfollowed", target=comment, by=None, details={"code": comment.unit.code})


def forget_followers(comments: QuerySet[UnitComment]) -> None:
    """With the text: before it, since the text is what the comments are found by."""
    CommentFollower.objects.filter(comment__in=comments).delete()
