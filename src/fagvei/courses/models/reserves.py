"""Seats of a run that are for the doctors of a region first. What was decided last, counts; nothing is overwritten."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.courses.models.runs import CourseRun
from fagvei.people.models import User


class RunReserves(AppendOnlyModel, Fact):
    """So many seats for each region first, and why. `reserves` is {region code: seats}; empty means that all are open to all."""

    digest_fields = ("run_id", "reserves", "reason", "by_id", "at")

    run = models.ForeignKey(
        CourseRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="reserve_decisions"
    )
    reserves = models.JSONField(_("plasser som er for en region først"), default=dict)
    reason = models.TextField(_("begrunnelse"))
    by = models.ForeignKey(User, verbose_name=_("satt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("regionplasser på et kurs")
        verbose_name_plural = _("regionplasser på kurs")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="reserves_have_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return ", ".join(f"{region} {seats}" for region, seats in sorted(self.reserves.items()))
