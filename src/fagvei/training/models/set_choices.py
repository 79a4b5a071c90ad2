"""When the regulation changes: what is chosen under a transition rule, and for a whole set of goals (for one: `rollover`)."""

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet, Fact
from fagvei.curriculum.models import TransitionRule
from fagvei.people.models import User
from fagvei.training.models.plans import EducationPlan, GoalPlan


class SetChoiceQuerySet(AppendOnlyQuerySet):
    def standing(self, today: dt.date | None = None) -> "SetChoiceQuerySet":
        """The newest choice of its set says kept, and a rule still lets this doctor keep it on the day."""
        day = today or clock.today()
        later = SetChoice.objects.filter(goal_plan=OuterRef("goal_plan"), pk__gt=OuterRef("pk"))
        rule = TransitionRule.objects.allowing(day).filter(
            Exists(
                EducationPlan.objects.current().filter(
                    goal_plans=OuterRef(OuterRef("goal_plan")), assigned_at__date__lt=OuterRef("assigned_before_on")
                )
            ),
            goal_set=OuterRef("goal_plan__goal_set"),
        )
        return self.filter(~Exists(later.order_by()), Exists(rule.order_by()), kind=SetChoice.Kind.KEPT).order_by()


class ChoiceUnderARule(AppendOnlyModel, Fact):
    """To keep what was, under a named rule and with a reason, or to go over to what is in force."""

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
        abstract = True


class SetChoice(ChoiceUnderARule):
    """Measure the doctor by the set as the plan has it, under a named rule, or by the one in force. The newest row holds."""

    class Kind(models.TextChoices):
        KEPT = "kept", _("beholdt settet slik det var")
        LEFT = "left", _("gikk over til settet som gjelder")

    digest_fields = ("goal_plan_id", "kind", "rule_id", "reason", "by_id", "acting_as", "at")

    goal_plan = models.ForeignKey(
        GoalPlan, verbose_name=_("læringsmålplan"), on_delete=models.PROTECT, related_name="set_choices"
    )
    kind = models.CharField(_("valg"), max_length=10, choices=Kind)

    objects = SetChoiceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("valg av sett")
        verbose_name_plural = _("valg av sett")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="set_kept_under_a_rule", condition=Q(kind="left") | (Q(rule__isnull=False) & ~Q(reason=""))
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal_plan}: {self.get_kind_display()}"
