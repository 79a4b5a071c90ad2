"""A link in an e-mail. Only the hash of its token is stored; the token itself is made when the letter is written."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import PublicIdModel
from fagvei.training.models.assessments import Assessment


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class WithToken(PublicIdModel):
    """Somebody who was sent a link. No hash: no link works (not sent yet, used, or withdrawn)."""

    email = models.EmailField(_("e-post"))
    token_hash = models.CharField(_("avtrykk av lenken"), max_length=64, blank=True)

    class Meta:
        abstract = True


class AssessmentInvitation(WithToken):
    """The link to one assessment. Kept until a year after it is closed; what was done stands in the events."""

    assessment = models.OneToOneField(
        Assessment, verbose_name=_("kompetansevurdering"), on_delete=models.CASCADE, related_name="invitation"
    )
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("påminnet"), null=True, blank=True)
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    class Meta:
        verbose_name = _("invitasjon til vurderer")
        verbose_name_plural = _("invitasjoner til vurderere")
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="assessment_token_hash_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment}"
