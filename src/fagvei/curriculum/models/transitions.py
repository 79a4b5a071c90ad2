"""Transition rules: who may keep what was when the regulation changes. Data with paragraph and source, never guessed."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet, Fact
from fagvei.curriculum.models.goals import GoalSet


class TransitionRuleQuerySet(AppendOnlyQuerySet):
    def newest(self) -> "TransitionRuleQuerySet":
        """The version that holds of each rule."""
        later = TransitionRule.objects.filter(code=models.OuterRef("code"), version__gt=models.OuterRef("version"))
        return self.filter(~models.Exists(later))

    def allowing(self, day: dt.date) -> "TransitionRuleQuerySet":
        """Those by which applications are still taken on the day. Whether a plan is old enough, the plan's room says."""
        return self.newest().filter(Q(until_on__isnull=True) | Q(until_on__gte=day), is_ended=False)


class TransitionRule(AppendOnlyModel, Fact):
    """A change is a new version with the same code; an ended rule is a version that says so. Old choices keep theirs."""

    digest_fields = (
        "code", "version", "goal_set_id", "name", "sentence", "section", "source", "assigned_before_on", "until_on",
        "is_ended", "is_demo", "by_id", "at",
    )  # fmt: skip

    code = models.SlugField(_("kode"), max_length=40)
    version = models.PositiveIntegerField(_("versjon"))
    goal_set = models.ForeignKey(
        GoalSet, verbose_name=_("sett"), on_delete=models.PROTECT, related_name="transition_rules"
    )
    name = models.CharField(_("navn"), max_length=200)
    sentence = models.TextField(_("regelen i én setning"))
    section = models.CharField(_("paragraf"), max_length=100)
    source = models.CharField(_("kilde"), max_length=300)
    assigned_before_on = models.DateField(_("gjelder planer tildelt før"))
    until_on = models.DateField(_("siste dag å søke etter den"), null=True, blank=True)
    is_ended = models.BooleanField(_("avsluttet"), default=False)
    is_demo = models.BooleanField(_("demodata"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("lagt inn av"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = TransitionRuleQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("overgangsregel")
        verbose_name_plural = _("overgangsregler")
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="transition_rule_version_once"),
            models.CheckConstraint(
                name="transition_rule_names_its_basis", condition=~Q(section="") & ~Q(source="") & ~Q(sentence="")
            ),
        ]

    def __str__(self) -> str:
        return self.name
