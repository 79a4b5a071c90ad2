"""A review of ten records as counts. No record, no patient and no date of treatment has a column here."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.people.models import User
from fagvei.surveys.models.rounds import SurveyRound
from fagvei.surveys.models.survey import SurveyItem
from fagvei.surveys.rules.record_review import SAMPLE, ReviewCounts


class RecordReview(AppendOnlyModel, Fact):
    """How ten records stood to one recommendation. Typed again, the newest holds and the earlier one stays."""

    digest_fields = (
        "round_id", "item_id", "met", "not_met", "deviation_reasoned", "not_applicable", "not_documented", "by_id",
        "at",
    )  # fmt: skip

    round = models.ForeignKey(
        SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="record_reviews"
    )
    item = models.ForeignKey(
        SurveyItem, verbose_name=_("spørsmål"), on_delete=models.PROTECT, related_name="record_reviews"
    )
    met = models.PositiveSmallIntegerField(_("oppfylt"))
    not_met = models.PositiveSmallIntegerField(_("ikke oppfylt"))
    deviation_reasoned = models.PositiveSmallIntegerField(_("avvik er begrunnet"))
    not_applicable = models.PositiveSmallIntegerField(_("ikke aktuelt"))
    not_documented = models.PositiveSmallIntegerField(_("ikke dokumentert"))
    by = models.ForeignKey(User, verbose_name=_("ført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("journalgjennomgang")
        verbose_name_plural = _("journalgjennomganger")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="record_review_of_at_most_ten",
                condition=Q(
                    met__lte=SAMPLE - F("not_met") - F("deviation_reasoned") - F("not_applicable") - F("not_documented")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}"

    @property
    def counts(self) -> ReviewCounts:
        return ReviewCounts(
            met=self.met,
            not_met=self.not_met,
            deviation_reasoned=self.deviation_reasoned,
            not_applicable=self.not_applicable,
            not_documented=self.not_documented,
        )
