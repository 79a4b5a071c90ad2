"""Teaching that was planned because a ward shared a gap: which wave, which recommendation, which lesson."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.guideline.models import NormativeUnit
from fagvei.people.models import User
from fagvei.surveys.models import SurveyRound
from fagvei.training.models import TeachingSession


class TeachingPlan(AppendOnlyModel, Fact):
    """The gap is kept as it was told when the lesson was planned; a later wave does not change why it was held."""

    digest_fields = (
        "round_id", "unit_id", "session_id", "gap_points", "target", "answered", "acting_as", "by_id", "at",
    )  # fmt: skip

    round = models.ForeignKey(SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        NormativeUnit, verbose_name=_("normerende enhet"), on_delete=models.PROTECT, related_name="+"
    )
    session = models.OneToOneField(
        TeachingSession, verbose_name=_("internundervisning"), on_delete=models.PROTECT, related_name="+"
    )
    gap_points = models.SmallIntegerField(_("prosentpoeng igjen til målet"))
    target = models.PositiveSmallIntegerField(_("mål i prosent"))
    answered = models.PositiveIntegerField(_("antall svar"))
    acting_as = models.CharField(_("i rollen"), max_length=40)
    by = models.ForeignKey(User, verbose_name=_("lagt inn av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("undervisning etter gap")
        verbose_name_plural = _("undervisning etter gap")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.unit.code}: {self.session}"
