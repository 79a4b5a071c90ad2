"""What follows a wave when its report is closed: the next one, or why nothing is done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.people.models import User
from fagvei.surveys.models.rounds import SurveyRound


class ReMeasurement(AppendOnlyModel, Fact):
    """The wave that measures again what `round` measured. Without one, or without a measure for a gap, there is a reason."""

    digest_fields = ("round_id", "next_round_id", "no_action_reason", "by_id", "at")

    round = models.OneToOneField(
        SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="re_measurement"
    )
    next_round = models.ForeignKey(
        SurveyRound,
        verbose_name=_("neste måling"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    no_action_reason = models.CharField(_("hvorfor ingen tiltak"), max_length=300, blank=True)
    by = models.ForeignKey(User, verbose_name=_("bestemt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("ny måling")
        verbose_name_plural = _("nye målinger")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="measured_again_or_a_reason_not_to",
                condition=Q(next_round__isnull=False) | ~Q(no_action_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.next_round or self.no_action_reason)
