"""A course's own ranking criteria, in versions; what doctors say about them, and what people judged. Nothing is overwritten."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.courses.models.applications import CourseApplication
from fagvei.courses.models.courses import Course
from fagvei.courses.rules.criteria import SENTENCES
from fagvei.people.models import User


class CriteriaVersion(AppendOnlyModel, Fact):
    """What the liaison decided about who goes first, from a day on. Without criteria the common rule holds again (R14)."""

    digest_fields = ("course_id", "valid_from_on", "source", "reason", "by_id", "at")

    course = models.ForeignKey(
        Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="criteria_versions"
    )
    valid_from_on = models.DateField(_("gyldig fra"))
    source = models.CharField(_("kilde"), max_length=300)
    reason = models.TextField(_("begrunnelse"))
    by = models.ForeignKey(User, verbose_name=_("satt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("versjon av prioriteringsregler")
        verbose_name_plural = _("versjoner av prioriteringsregler")
        ordering = ["-valid_from_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="criteria_have_source_and_reason", condition=~Q(source="") & ~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.valid_from_on}"


class RankingCriterion(AppendOnlyModel, Fact):
    """One criterion of a version, in order. Where a course has any, they replace the default rule (R14)."""

    class Kind(models.TextChoices):
        SENIORITY = "seniority", _("lengst tjeneste i spesialiteten")
        OWN_REGION = "own_region", _("leger i arrangørens region først")
        BY_HAND = "by_hand", _("vurderes av RegUt for hver søker")

    digest_fields = ("version_id", "order", "kind", "sentence")

    version = models.ForeignKey(
        CriteriaVersion,
        verbose_name=_("versjon av prioriteringsregler"),
        on_delete=models.PROTECT,
        related_name="criteria",
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    sentence = models.CharField(_("slik det står i kunngjøringen"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("prioriteringsregel")
        verbose_name_plural = _("prioriteringsregler")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="criterion_once_in_its_place"),
            models.CheckConstraint(
                name="only_what_people_judge_has_a_sentence",
                condition=(Q(kind="by_hand") & ~Q(sentence="")) | (~Q(kind="by_hand") & Q(sentence="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)

    @property
    def words(self) -> str:
        """What is computed is said by the rule that computes it."""
        return self.sentence or str(SENTENCES[self.kind])

    @property
    def is_judged(self) -> bool:
        return self.kind == self.Kind.BY_HAND

    @property
    def component(self) -> str:
        """Its name in the transcript: what people judge may stand there more than once."""
        return f"{self.kind}:{self.order}" if self.is_judged else self.kind


class CriterionCase(AppendOnlyModel, Fact):
    """What a doctor says about a criterion that people judge. What was said last, counts; an empty text takes it back."""

    digest_fields = ("application_id", "criterion_id", "text", "at")

    application = models.ForeignKey(
        CourseApplication, verbose_name=_("kurssøknad"), on_delete=models.PROTECT, related_name="cases"
    )
    criterion = models.ForeignKey(
        RankingCriterion, verbose_name=_("prioriteringsregel"), on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("det søkeren skriver om regelen"), blank=True)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("søkerens ord om en prioriteringsregel")
        verbose_name_plural = _("søkernes ord om prioriteringsregler")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.criterion}"


class CriterionJudgement(AppendOnlyModel, Fact):
    """Whether an applicant meets a criterion that only people can judge, and why. The last one counts, until release."""

    digest_fields = ("application_id", "criterion_id", "is_met", "reason", "by_id", "acting_as", "at")

    application = models.ForeignKey(
        CourseApplication, verbose_name=_("kurssøknad"), on_delete=models.PROTECT, related_name="judgements"
    )
    criterion = models.ForeignKey(
        RankingCriterion, verbose_name=_("prioriteringsregel"), on_delete=models.PROTECT, related_name="+"
    )
    is_met = models.BooleanField(_("oppfylt"))
    reason = models.TextField(_("begrunnelse"))
    by = models.ForeignKey(User, verbose_name=_("vurdert av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("vurdering av en søker")
        verbose_name_plural = _("vurderinger av søkere")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="judgement_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.criterion}"
