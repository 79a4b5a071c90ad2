"""What is asked of one doctor beyond the national minimum, and what was accepted instead."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.curriculum.models import LearningActivity, Requirement
from fagvei.people.models import User
from fagvei.training.models.activities import PlanActivity
from fagvei.training.models.assessments import Assessment
from fagvei.training.models.goals import Opinion, PlanGoal


class PersonalRequirement(AppendOnlyModel, Fact):
    """More repetitions for one doctor than the national minimum (R11). The newest row holds; never below the minimum.

    It cites what it rests on: a signed assessment, an activity that was seen, or an opinion. A row from before that was asked
    for cites nothing.
    """

    digest_fields = ("plan_goal_id", "activity_id", "repetitions", "reason", "by_id", "at")
    later_digest_fields = ("cited_activity_id", "cited_opinion_id", "cited_assessment_id")

    plan_goal = models.ForeignKey(
        PlanGoal, verbose_name=_("læringsmål i planen"), on_delete=models.PROTECT, related_name="personal_requirements"
    )
    activity = models.ForeignKey(
        LearningActivity, verbose_name=_("læringsaktivitet"), on_delete=models.PROTECT, related_name="+"
    )
    repetitions = models.PositiveIntegerField(_("antall ganger"))
    reason = models.TextField(_("begrunnelse"))
    cited_activity = models.ForeignKey(
        PlanActivity, verbose_name=_("bygger på aktiviteten"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    cited_opinion = models.ForeignKey(
        Opinion, verbose_name=_("bygger på uttalelsen"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    cited_assessment = models.ForeignKey(
        Assessment, verbose_name=_("bygger på vurderingen"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(User, verbose_name=_("fastsatt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("personlig krav")
        verbose_name_plural = _("personlige krav")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="one_thing_is_cited",
                condition=(
                    Q(cited_activity__isnull=True, cited_opinion__isnull=True)
                    | Q(cited_activity__isnull=True, cited_assessment__isnull=True)
                    | Q(cited_opinion__isnull=True, cited_assessment__isnull=True)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.repetitions}"

    @property
    def cited(self) -> PlanActivity | Opinion | Assessment | None:
        return self.cited_activity or self.cited_opinion or self.cited_assessment


class EquivalentActivity(AppendOnlyModel, Fact):
    """Another activity accepted as equal or better than a recommended one, with a reason (R7)."""

    digest_fields = (
        "plan_goal_id",
        "requirement_id",
        "plan_activity_id",
        "doctor_id",
        "reason",
        "by_id",
        "acting_as",
        "at",
    )

    plan_goal = models.ForeignKey(
        PlanGoal, verbose_name=_("læringsmål i planen"), on_delete=models.PROTECT, related_name="equivalents"
    )
    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(
        Requirement, verbose_name=_("krav til læringsmål"), on_delete=models.PROTECT, related_name="equivalents"
    )
    plan_activity = models.ForeignKey(
        PlanActivity, verbose_name=_("aktivitet i planen"), on_delete=models.PROTECT, related_name="replaces"
    )
    reason = models.TextField(_("begrunnelse"))
    by = models.ForeignKey(User, verbose_name=_("godtatt av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=20)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("tilsvarende aktivitet")
        verbose_name_plural = _("tilsvarende aktiviteter")
        constraints = [models.CheckConstraint(name="nobody_accepts_own_equivalent", condition=~Q(by=F("doctor")))]

    def __str__(self) -> str:
        return f"{self.plan_activity}"
