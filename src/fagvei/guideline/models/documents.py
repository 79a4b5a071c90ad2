"""Documents the guideline touches: as it wrote about them, and as they stand now, each check dated and kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.guideline.models.guideline import Guideline
from fagvei.guideline.models.units import NormativeUnit
from fagvei.handbook.models import Sourced
from fagvei.people.models import User


class RelatedDocument(PublicIdModel, Sourced):
    """What the guideline's own page says about another document. A newer or foreign one is named by others."""

    class Scope(models.TextChoices):
        NAMED = "named", _("nevnt i retningslinjen")
        NEWER = "newer", _("nyere, ikke nevnt i retningslinjen")
        FOREIGN = "foreign", _("utenlandsk eller til sammenlikning")

    guideline = models.ForeignKey(
        Guideline, verbose_name=_("retningslinje"), on_delete=models.PROTECT, related_name="documents"
    )
    code = models.SlugField(_("kode"), max_length=60)
    scope = models.CharField(_("forhold"), max_length=10, choices=Scope)
    number = models.CharField(_("nummer"), max_length=20, blank=True)
    title = models.CharField(_("tittel"), max_length=300)
    kind = models.CharField(_("type"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("år"), null=True, blank=True)
    expected_year = models.PositiveSmallIntegerField(_("ventet år"), null=True, blank=True)
    recommendations = models.PositiveSmallIntegerField(_("antall anbefalinger"), null=True, blank=True)
    recommendations_words = models.CharField(_("antallet slik kilden skriver det"), max_length=20, blank=True)
    touches = models.CharField(_("hvor mye de berører retningslinjen"), max_length=100, blank=True)
    state_words = models.CharField(_("tilstand slik den ble skrevet"), max_length=300, blank=True)
    text = models.TextField(_("tekst"), blank=True)
    text_en = models.TextField(_("tekst på engelsk"), blank=True)
    facts = models.JSONField(_("opplysninger"), default=list, blank=True)
    difference = models.TextField(_("forskjell fra retningslinjen"), blank=True)
    # Whose page shows the difference; which they are, is our own reading.
    units = models.ManyToManyField(
        NormativeUnit, verbose_name=_("normerende enheter"), related_name="documents", blank=True
    )
    position = models.PositiveSmallIntegerField(_("rekkefølge"))

    class Meta:
        verbose_name = _("beslektet dokument")
        verbose_name_plural = _("beslektede dokumenter")
        ordering = ["guideline", "position"]
        constraints = [models.UniqueConstraint(fields=["guideline", "code"], name="document_once_in_guideline")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class RelationCheck(AppendOnlyModel, Fact):
    """How a document stands on a day, as somebody found it. The newest check holds; earlier ones stay."""

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("gjelder, så langt vi har funnet")
        REPLACED = "replaced", _("erstattet")
        PARTLY_REPLACED = "partly_replaced", _("delvis erstattet")
        UNDER_REVISION = "under_revision", _("under revisjon")
        UNKNOWN = "unknown", _("ikke avklart")

    digest_fields = (
        "document_id", "status", "title", "year", "status_words", "replaced_by", "replaced_year", "replaced_year_words",
        "notes", "sources", "checked_on", "checked_by", "by_id", "at",
    )  # fmt: skip

    document = models.ForeignKey(
        RelatedDocument, verbose_name=_("beslektet dokument"), on_delete=models.PROTECT, related_name="checks"
    )
    status = models.CharField(_("tilstand nå"), max_length=20, choices=Status)
    title = models.CharField(_("tittel nå"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("år"), null=True, blank=True)
    status_words = models.CharField(_("tilstanden med ord"), max_length=300, blank=True)
    replaced_by = models.CharField(_("erstattet av"), max_length=300, blank=True)
    replaced_year = models.PositiveSmallIntegerField(_("erstattet år"), null=True, blank=True)
    replaced_year_words = models.CharField(_("forbehold om året"), max_length=200, blank=True)
    notes = models.JSONField(_("merknader"), default=list, blank=True)
    sources = models.JSONField(_("kilder"), default=list)
    checked_on = models.DateField(_("sjekket"))
    checked_by = models.CharField(_("sjekket av"), max_length=200)
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("sjekk av beslektet dokument")
        verbose_name_plural = _("sjekker av beslektede dokumenter")
        ordering = ["checked_on", "pk"]

    def __str__(self) -> str:
        return self.get_status_display()
