"""What those who own a pair, a course or teaching answered when the recommendation said something else."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.crosswalk.models.pairs import GoalRecommendationPair
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.organisations.models import RegionalEducationCentre, TrainingInstitution
from fagvei.people.models import User


class ChangeAnswer(AppendOnlyModel, Fact):
    """Read and acknowledged, with a note of what follows. The text answered about is named: a newer one asks again.

    With a pair it says that this pair still fits, by somebody who may approve it.
    """

    class Part(models.TextChoices):
        PAIRS = "pairs", _("koblingene")
        COURSES = "courses", _("kursene")
        TEACHING = "teaching", _("internundervisningen")

    digest_fields = (
        "unit_id", "version_id", "local_version_id", "part", "centre_id", "institution_id", "note", "acting_as",
        "by_id", "at",
    )  # fmt: skip
    later_digest_fields = ("pair_id",)

    unit = models.ForeignKey(
        NormativeUnit, verbose_name=_("normerende enhet"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        UnitVersion, verbose_name=_("lest tekst"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    local_version = models.ForeignKey(
        UnitVersion,
        verbose_name=_("lest lokalt lag"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    part = models.CharField(_("hva svaret gjelder"), max_length=10, choices=Part)
    centre = models.ForeignKey(
        RegionalEducationCentre,
        verbose_name=_("RegUt"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("utdanningsvirksomhet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    pair = models.ForeignKey(
        GoalRecommendationPair,
        verbose_name=_("kobling læringsmål - anbefaling"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmations",
    )
    note = models.TextField(_("merknad"))
    acting_as = models.CharField(_("i rollen"), max_length=40)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("svar på endret anbefaling")
        verbose_name_plural = _("svar på endrede anbefalinger")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="answer_is_of_a_place",
                condition=Q(part="pairs", centre__isnull=True, institution__isnull=True)
                | Q(part="courses", centre__isnull=False, institution__isnull=True)
                | Q(part="teaching", centre__isnull=True, institution__isnull=False),
            ),
            models.CheckConstraint(name="answer_has_a_note", condition=~Q(note="")),
            models.CheckConstraint(
                name="confirmed_pair_is_of_the_pairs", condition=Q(pair__isnull=True) | Q(part="pairs")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.code}: {self.get_part_display()}"
