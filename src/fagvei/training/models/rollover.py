"""When the regulation changes: what the doctor or the leader chose for one goal."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.curriculum.models import GoalRevision
from fagvei.training.models.goals import PlanGoal
from fagvei.training.models.set_choices import ChoiceUnderARule


class RevisionChoice(ChoiceUnderARule):
    """Keep the older revision under a named rule, or take the newer one into the plan. The newest row holds."""

    class Kind(models.TextChoices):
        KEPT = "kept", _("beholdt den tidligere revisjonen")
        CONVERTED = "converted", _("gikk over til den nye revisjonen")

    digest_fields = ("plan_goal_id", "kind", "revision_id", "rule_id", "reason", "by_id", "acting_as", "at")

    plan_goal = models.ForeignKey(
        PlanGoal, verbose_name=_("læringsmål i planen"), on_delete=models.PROTECT, related_name="revision_choices"
    )
    kind = models.CharField(_("valg"), max_length=10, choices=Kind)
    revision = models.ForeignKey(
        GoalRevision, verbose_name=_("revisjon av læringsmål"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("valg av revisjon")
        verbose_name_plural = _("valg av revisjon")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="kept_under_a_rule", condition=Q(kind="converted") | (Q(rule__isnull=False) & ~Q(reason=""))
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_goal}: {self.get_kind_display()}"
