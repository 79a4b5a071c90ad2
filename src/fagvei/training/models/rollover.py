"""When the regulation changes: what the doctor or the leader chose for one goal."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.curriculum.models import GoalRevision, TransitionRule
from fagvei.people.models import User
from fagvei.training.models.goals import PlanGoal


class RevisionChoice(AppendOnlyModel, Fact):
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
    rule = models.ForeignKey(
        TransitionRule,
        verbose_name=_("overgangsregel"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.TextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("valgt av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=20)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

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
