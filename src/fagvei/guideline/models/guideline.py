"""A guideline and its chapters. What our sources do not hold is said chapter by chapter."""

import datetime as dt

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common.models import PublicIdModel
from fagvei.guideline.rules.review import review_due_on
from fagvei.handbook.models import Sourced


class Guideline(PublicIdModel, Sourced):
    """A national guideline by its official code. The publisher answers for it; we only hold what public sources let us read."""

    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    code = models.CharField(_("kode"), max_length=20, unique=True)
    title = models.CharField(_("tittel"), max_length=300)
    publisher = models.CharField(_("utgiver"), max_length=100)
    official_url = models.URLField(_("offisiell side"), max_length=500)
    launched_on = models.DateField(_("lansert"), null=True, blank=True)
    updated_on = models.DateField(_("sist faglig oppdatert"), null=True, blank=True)
    official_count = models.PositiveSmallIntegerField(_("antall anbefalinger ifølge kilden"), null=True, blank=True)
    official_count_source = models.CharField(_("kilde for antallet"), max_length=500, blank=True)
    official_distribution = models.JSONField(_("fordeling ifølge kilden"), default=list, blank=True)
    deviation_rule = models.TextField(_("om å avvike fra retningslinjen"), blank=True)
    deviation_source = models.CharField(_("kilde om avvik"), max_length=500, blank=True)
    how_read = models.TextField(_("slik er den lest"), blank=True)
    work_began = models.CharField(_("arbeidet begynte"), max_length=7, blank=True)
    meetings = models.PositiveSmallIntegerField(_("antall møter i arbeidsgruppen"), null=True, blank=True)

    class Meta:
        verbose_name = _("nasjonal faglig retningslinje")
        verbose_name_plural = _("nasjonale faglige retningslinjer")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guideline:guideline", args=[self.slug])

    @property
    def review_due_on(self) -> dt.date | None:
        return review_due_on(self.updated_on)


class Chapter(PublicIdModel, Sourced):
    """A chapter, and how much of it our sources hold."""

    class Found(models.TextChoices):
        FOUND = "found", _("funnet")
        PARTIAL = "partial", _("delvis funnet")
        MISSING = "missing", _("ikke i våre kilder")

    guideline = models.ForeignKey(
        Guideline, verbose_name=_("retningslinje"), on_delete=models.PROTECT, related_name="chapters"
    )
    slug = models.SlugField(_("adresse"), max_length=80)
    number = models.PositiveSmallIntegerField(_("kapittelnummer"), null=True, blank=True)
    title = models.CharField(_("tittel"), max_length=300)
    title_is_assumed = models.BooleanField(_("tittelen er antatt"), default=False)
    found = models.CharField(_("hva vi har"), max_length=10, choices=Found)
    note = models.TextField(_("merknad"), blank=True)
    official_url = models.URLField(_("offisiell side"), max_length=500)
    expected_recommendations = models.PositiveSmallIntegerField(
        _("antall anbefalinger ifølge kilden"), null=True, blank=True
    )
    sections = models.JSONField(_("deler ifølge kilden"), default=list, blank=True)
    sections_source = models.CharField(_("kilde for delene"), max_length=500, blank=True)
    substances = models.JSONField(_("rusmidler"), default=list, blank=True)
    terms = models.JSONField(_("forkortelser"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"))

    class Meta:
        verbose_name = _("kapittel i retningslinje")
        verbose_name_plural = _("kapitler i retningslinjer")
        ordering = ["guideline", "position"]
        constraints = [models.UniqueConstraint(fields=["guideline", "slug"], name="chapter_once_in_guideline")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title

    def get_absolute_url(self) -> str:
        return f"{self.guideline.get_absolute_url()}#{self.slug}"

    @property
    def is_missing(self) -> bool:
        return self.found == self.Found.MISSING
