"""Whether the arenas of the unit's institution may see the gaps of a closed wave. The owner says so, and may take it back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.people.models import User
from fagvei.surveys.models.rounds import SurveyRound


class SurveyRelease(AppendOnlyModel, Fact):
    """The newest row of a wave tells how it stands; a wave without a row was never released."""

    class Kind(models.TextChoices):
        RELEASED = "released", _("delt")
        WITHDRAWN = "withdrawn", _("ikke lenger delt")

    digest_fields = ("round_id", "kind", "by_id", "at")

    round = models.ForeignKey(SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("deling av måling")
        verbose_name_plural = _("delinger av målinger")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
