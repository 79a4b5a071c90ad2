"""Assessors without an account: who a leader has vouched for. Nobody gets a made-up user."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User


class OutsideAssessor(AppendOnlyModel, Fact):
    """A person the personnel register knows and a leader has confirmed for one institution, once."""

    digest_fields = ("institution_id", "hpr_number", "name", "email", "vouched_by_id", "acting_as", "at")

    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("utdanningsvirksomhet"), on_delete=models.PROTECT, related_name="+"
    )
    hpr_number = models.CharField(_("HPR-nummer"), max_length=9)
    name = models.CharField(_("navn"), max_length=200)
    email = models.EmailField(_("e-post"))
    vouched_by = models.ForeignKey(User, verbose_name=_("bekreftet av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=20)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("ekstern vurderer")
        verbose_name_plural = _("eksterne vurderere")
        constraints = [
            models.UniqueConstraint(fields=["institution", "hpr_number"], name="vouched_once_per_institution")
        ]

    def __str__(self) -> str:
        return self.name
