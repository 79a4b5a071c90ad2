"""Whom to tell about a comment: a reader who was logged in and asked for it. Those who answer never see this table."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common.models import PublicIdModel
from fagvei.guideline.models.comments import UnitComment
from fagvei.people.models import User


class CommentFollowerQuerySet(models.QuerySet):
    def asked(self) -> "CommentFollowerQuerySet":
        """The ball is with the sender."""
        return self.filter(comment__state=UnitComment.State.NEEDS_MORE)


class CommentFollower(PublicIdModel):
    """No fact, in no log and in no digest: the row is gone when the sender wants it gone, and with the comment's text."""

    comment = models.OneToOneField(
        UnitComment, verbose_name=_("innspill til anbefaling"), on_delete=models.CASCADE, related_name="follower"
    )
    user = models.ForeignKey(
        User, verbose_name=_("avsender som vil ha varsel"), on_delete=models.CASCADE, related_name="+"
    )

    objects = CommentFollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("varsling om innspill")
        verbose_name_plural = _("varslinger om innspill")

    def __str__(self) -> str:
        return str(self.comment)

    def get_absolute_url(self) -> str:
        """The receipt for whoever is logged in: a notice must not hold the secret link."""
        return reverse("guideline:my_comment", args=[self.public_id])
