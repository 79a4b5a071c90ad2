"""The common fee table of the RegUts: a price by number of course days, from a date on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common.models import PublicIdModel
from fagvei.handbook.models import Sourced


class FeeRate(PublicIdModel, Sourced):
    days = models.PositiveSmallIntegerField(_("antall kursdager"))
    kroner = models.PositiveIntegerField(_("kroner"))
    valid_from_on = models.DateField(_("gyldig fra"))

    class Meta:
        verbose_name = _("kursavgift")
        verbose_name_plural = _("kursavgifter")
        ordering = ["-valid_from_on", "days"]
        constraints = [models.UniqueConstraint(fields=["days", "valid_from_on"], name="one_fee_per_length_and_date")]

    def __str__(self) -> str:
        return f"{self.days}: {self.kroner}"
