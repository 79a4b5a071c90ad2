"""A table of official goals that somebody uploaded: looked at first, confirmed afterwards."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import PublicIdModel


class GoalImport(PublicIdModel):
    """The rows as they were read, with the digest of the file. What is confirmed is exactly what was shown."""

    file_name = models.CharField(_("fil"), max_length=200)
    digest = models.CharField(_("avtrykk"), max_length=64)
    rows = models.JSONField(_("rader"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("lastet opp av"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("lastet opp"), default=clock.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("bekreftet av"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("bekreftet"), null=True, blank=True)
    counts = models.JSONField(_("antall"), default=dict, blank=True)

    class Meta:
        verbose_name = _("import av læringsmål")
        verbose_name_plural = _("importer av læringsmål")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("curriculum:import", args=[self.public_id])
