"""A survey of a ward: which recommendations it asks about, why, and the target."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import Fact, PublicIdModel
from fagvei.guideline.models import Guideline, NormativeUnit, UnitVersion
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import RoleAssignment, User
from fagvei.surveys.rules.areas import AREA_CHOICES, COMPETENCE, KIND_CHOICES


class GapSurveyQuerySet(models.QuerySet):
    def visible_to(self, user: User, at: dt.datetime | None = None) -> "GapSurveyQuerySet":
        """Those of the institutions where the user answers for GAP surveys then, or now."""
        roles = RoleAssignment.objects.active(at).filter(user_id=user.pk, user__is_active=True, role="survey_owner")
        return self.filter(institution_id__in=roles.values("institution_id"))


class GapSurvey(PublicIdModel, Fact):
    """One ward measures itself against one guideline, in waves. The ward is a learning arena, or the whole institution."""

    digest_fields = (
        "title", "guideline_id", "institution_id", "arena_id", "owner_id", "reason", "is_demo", "created_at",
    )  # fmt: skip

    title = models.CharField(_("tittel"), max_length=200)
    guideline = models.ForeignKey(
        Guideline, verbose_name=_("retningslinje"), on_delete=models.PROTECT, related_name="surveys"
    )
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("virksomhet"), on_delete=models.PROTECT, related_name="surveys"
    )
    arena = models.ForeignKey(
        LearningArena,
        verbose_name=_("avdeling"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
    )
    owner = models.ForeignKey(User, verbose_name=_("ansvarlig"), on_delete=models.PROTECT, related_name="surveys")
    reason = models.TextField(_("hvorfor vi måler"))
    is_demo = models.BooleanField(_("demodata"), default=False)
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = GapSurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("GAP-undersøkelse")
        verbose_name_plural = _("GAP-undersøkelser")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.public_id])

    @property
    def ward(self) -> str:
        return f"{self.arena}, {self.institution}" if self.arena else str(self.institution)


class SurveyItem(PublicIdModel, Fact):
    """One question: a recommendation as it stood when it was chosen, seen from one of the seven areas."""

    digest_fields = (
        "survey_id", "order", "unit_id", "unit_version_id", "area", "kind", "reason", "target", "chosen_by_id",
    )  # fmt: skip

    survey = models.ForeignKey(
        GapSurvey, verbose_name=_("GAP-undersøkelse"), on_delete=models.PROTECT, related_name="items"
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    unit = models.ForeignKey(
        NormativeUnit, verbose_name=_("normerende enhet"), on_delete=models.PROTECT, related_name="survey_items"
    )
    unit_version = models.ForeignKey(
        UnitVersion, verbose_name=_("versjon av normerende enhet"), on_delete=models.PROTECT, related_name="+"
    )
    area = models.CharField(_("spørsmålsområde"), max_length=20, choices=AREA_CHOICES)
    kind = models.CharField(_("type spørsmål"), max_length=12, choices=KIND_CHOICES)
    reason = models.CharField(_("hvorfor anbefalingen er valgt"), max_length=500)
    # Percent who answer with one of the two upper steps.
    target = models.PositiveSmallIntegerField(_("mål i prosent"))
    chosen_by = models.ForeignKey(User, verbose_name=_("valgt av"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("spørsmål")
        verbose_name_plural = _("spørsmål")
        ordering = ["survey", "order"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "unit", "kind"], name="item_once_in_survey"),
            models.CheckConstraint(name="target_is_percent", condition=Q(target__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()}"

    @property
    def has_target(self) -> bool:
        """A need for competence has none: less of it is better."""
        return self.kind != COMPETENCE
