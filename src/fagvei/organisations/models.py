"""Specialties, regions, education centres, training institutions and their learning arenas."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common.models import PublicIdModel
from fagvei.common.sorting import norwegian_sort_key


class Sorted(models.Model):
    """Norwegian alphabetical order from a stored key, the same on both databases."""

    sort_key = models.CharField(_("sorteringsnøkkel"), max_length=400, editable=False, db_index=True)

    class Meta:
        abstract = True
        ordering = ["sort_key"]

    def save(self, *args, **kwargs) -> None:
        self.sort_key = norwegian_sort_key(self.name)  # type: ignore[attr-defined]
        super().save(*args, **kwargs)


class Sourced(models.Model):
    """Where the fact was read, and when. Empty for what is made for the demo or by an administrator."""

    source = models.CharField(_("kilde"), max_length=500, blank=True)
    retrieved_on = models.DateField(_("hentet"), null=True, blank=True)
    verification = models.CharField(_("verifisering"), max_length=40, blank=True)

    class Meta:
        abstract = True


class HealthRegion(PublicIdModel, Sourced, Sorted):
    """A region with its regional health authority (RHF)."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("navn"), max_length=200)

    class Meta(Sorted.Meta):
        verbose_name = _("helseregion")
        verbose_name_plural = _("helseregioner")

    def __str__(self) -> str:
        return self.name


class RegionalEducationCentre(PublicIdModel, Sourced, Sorted):
    """A RegUt: one per region."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("navn"), max_length=200)
    region = models.OneToOneField(
        HealthRegion, verbose_name=_("helseregion"), on_delete=models.PROTECT, related_name="centre"
    )
    hospital = models.CharField(_("ved"), max_length=200, blank=True)

    class Meta(Sorted.Meta):
        verbose_name = _("regionalt utdanningssenter (RegUt)")
        verbose_name_plural = _("regionale utdanningssentre (RegUt)")

    def __str__(self) -> str:
        return self.name


class Specialty(PublicIdModel, Sourced, Sorted):
    """One of the medical specialties of the national code list 7426."""

    name = models.CharField(_("navn"), max_length=200, unique=True)
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    prefix = models.CharField(_("forkortelse i målkoder"), max_length=10, blank=True)
    code_7426 = models.PositiveIntegerField(_("kode i kodeverk 7426"), null=True, blank=True)
    liaison_centre = models.ForeignKey(
        RegionalEducationCentre,
        verbose_name=_("fagkontakt"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="liaison_specialties",
    )
    note = models.TextField(_("merknad"), blank=True)

    class Meta(Sorted.Meta):
        verbose_name = _("spesialitet")
        verbose_name_plural = _("spesialiteter")

    def __str__(self) -> str:
        return self.name


class TrainingInstitution(PublicIdModel, Sourced, Sorted):
    """Utdanningsvirksomhet: an organisation that trains doctors. It is the data controller of its doctors' records."""

    class Kind(models.TextChoices):
        HEALTH_TRUST = "health_trust", _("helseforetak")
        PRIVATE_HOSPITAL = "private_hospital", _("privat sykehus")
        PRIVATE_INSTITUTION = "private_institution", _("privat rusinstitusjon")
        LABORATORY = "laboratory", _("laboratorium")
        OTHER = "other", _("annen virksomhet")

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    name = models.CharField(_("navn"), max_length=200)
    kind = models.CharField(_("type"), max_length=30, choices=Kind, default=Kind.HEALTH_TRUST)
    region = models.ForeignKey(
        HealthRegion, verbose_name=_("helseregion"), on_delete=models.PROTECT, related_name="institutions"
    )
    is_demo = models.BooleanField(_("demodata"), default=False)

    class Meta(Sorted.Meta):
        verbose_name = _("utdanningsvirksomhet")
        verbose_name_plural = _("utdanningsvirksomheter")

    def __str__(self) -> str:
        return self.name


class LearningArena(PublicIdModel, Sourced, Sorted):
    """A place in an institution where goals are learned."""

    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("utdanningsvirksomhet"), on_delete=models.PROTECT, related_name="arenas"
    )
    name = models.CharField(_("navn"), max_length=200)

    class Meta(Sorted.Meta):
        verbose_name = _("læringsarena")
        verbose_name_plural = _("læringsarenaer")
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="arena_name_once_per_institution")]

    def __str__(self) -> str:
        return self.name
