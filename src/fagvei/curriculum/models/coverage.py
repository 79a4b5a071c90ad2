"""Which activity contributes to which goal, and what a goal requires."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.curriculum.models.activities import ChoiceGroup, LearningActivity
from fagvei.curriculum.models.goals import LearningGoal
from fagvei.handbook.models import Sourced


class CoverageQuerySet(models.QuerySet):
    def current(self) -> "CoverageQuerySet":
        return self.filter(valid_to_on__isnull=True)


class GoalCoverage(PublicIdModel, Sourced):
    """A course (or a choice group) contributes to a goal: versioned data from elsewhere, known to contain errors.

    `origin` tells where the link comes from, `reservation` what the page itself says about its reliability. A correction ends
    the row and adds a new version; old plans keep what they were made under.
    """

    goal = models.ForeignKey(
        LearningGoal, verbose_name=_("læringsmål"), on_delete=models.PROTECT, related_name="coverages"
    )
    activity = models.ForeignKey(
        LearningActivity,
        verbose_name=_("læringsaktivitet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coverages",
    )
    group = models.ForeignKey(
        ChoiceGroup,
        verbose_name=_("valgfri gruppe"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coverages",
    )
    origin = models.CharField(_("opphav"), max_length=200)
    reservation = models.TextField(_("forbehold"), blank=True)
    version = models.PositiveIntegerField(_("versjon"), default=1)
    valid_from_on = models.DateField(_("gyldig fra"), default=clock.today)
    valid_to_on = models.DateField(_("gyldig til og med"), null=True, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("kobling kurs - læringsmål")
        verbose_name_plural = _("koblinger kurs - læringsmål")
        ordering = ["goal__code", "pk"]
        constraints = [
            models.CheckConstraint(
                name="coverage_by_activity_or_group",
                condition=Q(activity__isnull=False, group__isnull=True) | Q(activity__isnull=True, group__isnull=False),
            ),
            models.CheckConstraint(name="coverage_says_its_origin", condition=~Q(origin="")),
        ]

    def __str__(self) -> str:
        return f"{self.goal.code} – {self.activity or self.group}"


class CoverageCorrection(AppendOnlyModel, Fact):
    """What the liaison says of a link: it is added, ends, or moves to another goal. With source and reason, open to all.

    In the demo real content is read-only: the correction waits as a proposal.
    """

    class Kind(models.TextChoices):
        ADD = "add", _("Aktiviteten bidrar til målet")
        END = "end", _("Aktiviteten bidrar ikke til målet")
        MOVE = "move", _("Aktiviteten bidrar til et annet mål")

    digest_fields = ("coverage_id", "kind", "new_goal_id", "reason", "is_applied", "by_id", "at")
    later_digest_fields = ("activity_id", "group_id", "source")

    coverage = models.ForeignKey(
        GoalCoverage,
        verbose_name=_("kobling"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        help_text=_("Koblingen som endres. Tom når en ny legges til."),
    )
    activity = models.ForeignKey(
        LearningActivity,
        verbose_name=_("læringsaktivitet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Bare når en ny kobling legges til."),
    )
    group = models.ForeignKey(
        ChoiceGroup, verbose_name=_("valgfri gruppe"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("hva som endres"), max_length=10, choices=Kind)
    new_goal = models.ForeignKey(
        LearningGoal, verbose_name=_("riktig mål"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    reason = models.TextField(_("begrunnelse"))
    is_applied = models.BooleanField(_("utført"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("rettelse av kobling")
        verbose_name_plural = _("rettelser av koblinger")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_says_what_it_changes",
                condition=Q(kind="end", coverage__isnull=False, new_goal__isnull=True)
                | Q(kind="move", coverage__isnull=False, new_goal__isnull=False)
                | Q(
                    kind="add",
                    coverage__isnull=True,
                    new_goal__isnull=False,
                    activity__isnull=False,
                    group__isnull=True,
                )
                | Q(
                    kind="add",
                    coverage__isnull=True,
                    new_goal__isnull=False,
                    activity__isnull=True,
                    group__isnull=False,
                ),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class RequirementQuerySet(models.QuerySet):
    def current(self) -> "RequirementQuerySet":
        return self.filter(is_current=True)


class Requirement(PublicIdModel):
    """A small tree of what a goal asks for: all of, k of n, an activity, n repetitions of one."""

    class Kind(models.TextChoices):
        ALL_OF = "all_of", _("alle")
        K_OF_N = "k_of_n", _("noen av")
        ACTIVITY = "activity", _("aktivitet")
        REPETITIONS = "repetitions", _("antall ganger")

    goal = models.ForeignKey(
        LearningGoal, verbose_name=_("læringsmål"), on_delete=models.CASCADE, related_name="requirements"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("del av"), on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    activity = models.ForeignKey(
        LearningActivity,
        verbose_name=_("læringsaktivitet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requirements",
    )
    choose = models.PositiveSmallIntegerField(_("antall som kreves"), null=True, blank=True)
    repetitions = models.PositiveIntegerField(_("antall ganger"), null=True, blank=True)
    recommended = models.BooleanField(_("anbefalt, kan erstattes med begrunnelse"), default=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    # A node that fell away stays when a decision points at it; it asks nothing any more.
    is_current = models.BooleanField(_("gjelder"), default=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("krav til læringsmål")
        verbose_name_plural = _("krav til læringsmål")
        ordering = ["goal", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="requirement_is_whole",
                condition=(
                    Q(kind="all_of", activity__isnull=True)
                    | Q(kind="k_of_n", activity__isnull=True, choose__isnull=False)
                    | Q(kind="activity", activity__isnull=False)
                    | Q(kind="repetitions", activity__isnull=False, repetitions__isnull=False)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal.code}: {self.get_kind_display()}"
