"""Schemes of grading, each with its own codes and words. No grade is ever converted from one scheme to another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common.models import PublicIdModel
from fagvei.common.settled import StandsStill
from fagvei.handbook.models import Sourced


class GradingScheme(PublicIdModel, Sourced):
    stands_still = StandsStill(columns=("code",))

    code = models.CharField(_("kode"), max_length=20, unique=True)
    name = models.CharField(_("navn"), max_length=200)
    words = models.TextField(_("forklart med enkle ord"))
    used_by = models.CharField(_("brukes av"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    class Meta:
        verbose_name = _("graderingsordning")
        verbose_name_plural = _("graderingsordninger")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class EvidenceGrade(PublicIdModel):
    """One grade of one scheme: evidence basis, not urgency and not strength. It may be explained better; it never becomes another."""

    stands_still = StandsStill(columns=("scheme_id", "code"))

    scheme = models.ForeignKey(
        GradingScheme, verbose_name=_("graderingsordning"), on_delete=models.PROTECT, related_name="grades"
    )
    code = models.CharField(_("kode"), max_length=20)
    # Empty when no source we have explains it; the page then says so.
    words = models.TextField(_("forklart med enkle ord"), blank=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    class Meta:
        verbose_name = _("gradering")
        verbose_name_plural = _("graderinger")
        ordering = ["scheme", "position"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="grade_once_in_scheme")]

    def __str__(self) -> str:
        return f"{self.scheme.code} {self.code}"
