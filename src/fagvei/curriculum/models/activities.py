"""Learning activities: what is defined, structured and done to reach goals. A course is one of them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common.models import PublicIdModel
from fagvei.handbook.models import Sourced
from fagvei.organisations.models import Specialty, TrainingInstitution


class LearningActivity(PublicIdModel, Sourced):
    """A learning activity of a kind and a scope. Recommended means strong default, replaceable with a reason."""

    class Kind(models.TextChoices):
        COURSE = "course", _("kurs")
        PROCEDURE = "procedure", _("prosedyre")
        SERVICE = "service", _("tjeneste")
        INTERNAL_TEACHING = "internal_teaching", _("internundervisning")
        E_LEARNING = "e_learning", _("e-læring")
        LITERATURE = "literature", _("litteratur")
        SIMULATION = "simulation", _("simulering")
        OTHER = "other", _("annet")

    class Scope(models.TextChoices):
        NATIONAL = "national", _("nasjonal")
        REGIONAL = "regional", _("regional")
        LOCAL = "local", _("lokal")

    # Kinds that are documented by a certificate or by the learning platform and need no signature (R6).
    WITHOUT_SIGNATURE = frozenset({Kind.COURSE, Kind.E_LEARNING})

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    scope = models.CharField(_("omfang"), max_length=10, choices=Scope, default=Scope.NATIONAL)
    name = models.CharField(_("navn"), max_length=300)
    recommended = models.BooleanField(_("anbefalt av Helsedirektoratet"), default=False)
    specialties = models.ManyToManyField(
        Specialty, verbose_name=_("spesialiteter"), blank=True, related_name="activities"
    )
    for_all_specialties_but = models.ManyToManyField(
        Specialty, verbose_name=_("gjelder alle spesialiteter unntatt"), blank=True, related_name="+"
    )
    is_for_all_specialties = models.BooleanField(_("gjelder alle spesialiteter, med unntak"), default=False)
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("virksomhet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
    )
    min_repetitions = models.PositiveIntegerField(_("minste antall"), null=True, blank=True)
    duration_days = models.PositiveSmallIntegerField(_("antall kursdager"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("timer"), null=True, blank=True)
    max_participants = models.PositiveSmallIntegerField(_("høyeste antall deltakere"), null=True, blank=True)
    frequency = models.CharField(_("hyppighet"), max_length=200, blank=True)
    place = models.CharField(_("sted"), max_length=200, blank=True)
    parts = models.JSONField(_("deler"), default=list, blank=True)
    topics = models.JSONField(_("stikkord"), default=list, blank=True)
    note = models.TextField(_("merknad"), blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    version = models.PositiveSmallIntegerField(
        _("versjon"), default=1, help_text=_("1 er slik kilden sier det. Høyere er endret av RegUt som er fagkontakt.")
    )

    class Meta:
        verbose_name = _("læringsaktivitet")
        verbose_name_plural = _("læringsaktiviteter")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="local_activity_has_institution", condition=~Q(scope="local") | Q(institution__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("curriculum:course", args=[self.code])

    @property
    def needs_signature(self) -> bool:
        return self.kind not in self.WITHOUT_SIGNATURE


class ActivityFormerName(models.Model):
    """What a course was called before; doctors search for it."""

    activity = models.ForeignKey(
        LearningActivity, verbose_name=_("læringsaktivitet"), on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(_("tidligere navn"), max_length=300)

    class Meta:
        verbose_name = _("tidligere navn")
        verbose_name_plural = _("tidligere navn")

    def __str__(self) -> str:
        return self.name


class LearningOutcome(Sourced):
    """One row of what a participant can do after the course. Level words as printed on the page; never an official level."""

    activity = models.ForeignKey(
        LearningActivity, verbose_name=_("læringsaktivitet"), on_delete=models.CASCADE, related_name="outcomes"
    )
    position = models.PositiveSmallIntegerField(_("rekkefølge"))
    level_words = models.CharField(_("nivåord på siden"), max_length=200, blank=True)
    text = models.TextField(_("læringsutbytte"))
    under = models.CharField(_("under punktet"), max_length=300, blank=True)
    note = models.TextField(_("merknad"), blank=True)

    class Meta:
        verbose_name = _("læringsutbytte")
        verbose_name_plural = _("læringsutbytter")
        ordering = ["activity", "position"]

    def __str__(self) -> str:
        return self.text


class ChoiceGroup(PublicIdModel, Sourced):
    """Some of several: two of the three psychotherapy courses. Goals of the group belong to the group, not to each course."""

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    name = models.CharField(_("navn"), max_length=200)
    choose = models.PositiveSmallIntegerField(_("antall som kreves"))
    members = models.ManyToManyField(LearningActivity, verbose_name=_("aktiviteter"), related_name="choice_groups")
    note = models.TextField(_("merknad"), blank=True)

    class Meta:
        verbose_name = _("valgfri gruppe")
        verbose_name_plural = _("valgfrie grupper")

    def __str__(self) -> str:
        return self.name
