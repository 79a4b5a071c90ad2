"""The individual plan by half-year: revisions and their moves are the truth, `PlannedItem` is the projection."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.curriculum.models import LearningActivity
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import User
from fagvei.training.models.goals import PlanGoal


class PlannedItem(PublicIdModel, Fact):
    """A goal, an activity or a note in one half-year of the doctor's plan. Written by `actions.halfyear.place` alone.

    An empty `half_year` means taken out of the plan. `institution` is a visited one, when it is not at home.
    """

    class Kind(models.TextChoices):
        GOAL = "goal", _("læringsmål")
        ACTIVITY = "activity", _("læringsaktivitet")
        LEAVE = "leave", _("permisjon")
        PART_TIME = "part_time", _("deltid")
        COURSE = "course", _("kurs")
        VISITING = "visiting", _("hospitering")
        OTHER = "other", _("annet")

    NOTES = (Kind.LEAVE, Kind.PART_TIME, Kind.COURSE, Kind.VISITING, Kind.OTHER)
    # Why somebody is away may tell of health: what is written of it is read by those who read absence, and by nobody else.
    TELLS_OF_HEALTH = frozenset({Kind.LEAVE, Kind.PART_TIME})
    digest_fields = (
        "doctor_id",
        "kind",
        "plan_goal_id",
        "activity_id",
        "half_year",
        "arena_id",
        "institution_id",
        "text",
    )

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="planned_items")
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    plan_goal = models.OneToOneField(
        PlanGoal,
        verbose_name=_("læringsmål i planen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planned",
    )
    activity = models.ForeignKey(
        LearningActivity,
        verbose_name=_("læringsaktivitet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    half_year = models.CharField(_("halvår"), max_length=6, blank=True)
    arena = models.ForeignKey(
        LearningArena, verbose_name=_("læringsarena"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("annen virksomhet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.CharField(_("notat"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("planlagt i halvåret")
        verbose_name_plural = _("planlagt i halvårene")
        ordering = ["half_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["doctor", "activity"], condition=Q(activity__isnull=False), name="activity_planned_once"
            ),
            models.CheckConstraint(
                name="planned_item_has_its_thing",
                condition=(
                    Q(kind="goal", plan_goal__isnull=False, activity__isnull=True)
                    | Q(kind="activity", plan_goal__isnull=True, activity__isnull=False)
                    | (
                        ~Q(kind__in=["goal", "activity"])
                        & Q(plan_goal__isnull=True, activity__isnull=True)
                        & ~Q(text="")
                    )
                ),
            ),
        ]
        indexes = [models.Index(fields=["doctor", "half_year"])]

    @property
    def tells_of_health(self) -> bool:
        return self.kind in self.TELLS_OF_HEALTH

    def __str__(self) -> str:
        if self.plan_goal is not None:
            return self.plan_goal.goal.code
        return self.activity.name if self.activity is not None else self.text


class PlanRevision(AppendOnlyModel, Fact):
    """One change of the plan, by one person at one time, with its moves. The newest number is the plan as it is."""

    class Kind(models.TextChoices):
        MADE = "made", _("planen ble laget")
        MOVED = "moved", _("planen ble endret")
        NOTED = "noted", _("notat ble lagt til")

    digest_fields: ClassVar[tuple[str, ...]] = (
        "doctor_id", "institution_id", "number", "kind", "reason", "by_id", "acting_as", "at",
    )  # fmt: skip

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="plan_revisions")
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("behandlingsansvarlig"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField(_("nummer"))
    kind = models.CharField(_("hva som skjedde"), max_length=10, choices=Kind)
    reason = models.TextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=20)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("revisjon av planen")
        verbose_name_plural = _("revisjoner av planen")
        ordering = ["doctor", "number"]
        constraints = [models.UniqueConstraint(fields=["doctor", "number"], name="plan_revision_number_once")]

    def __str__(self) -> str:
        return f"{self.number}"


class PlanMove(AppendOnlyModel, Fact):
    """Where a revision put one item. Where it was before stands in the item's move before this one."""

    digest_fields = ("revision_id", "item_id", "half_year", "arena_id", "institution_id")

    revision = models.ForeignKey(
        PlanRevision, verbose_name=_("revisjon av planen"), on_delete=models.PROTECT, related_name="moves"
    )
    item = models.ForeignKey(
        PlannedItem, verbose_name=_("planlagt i halvåret"), on_delete=models.PROTECT, related_name="moves"
    )
    half_year = models.CharField(_("halvår"), max_length=6, blank=True)
    arena = models.ForeignKey(
        LearningArena, verbose_name=_("læringsarena"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("annen virksomhet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("flytting i planen")
        verbose_name_plural = _("flyttinger i planen")
        ordering = ["revision", "pk"]
        constraints = [models.UniqueConstraint(fields=["revision", "item"], name="item_moved_once_per_revision")]

    def __str__(self) -> str:
        return f"{self.item}: {self.half_year}"


class HalfYearAgreement(AppendOnlyModel, Fact):
    """One of the two has agreed to what stood in a half-year. It holds while the content is the same."""

    digest_fields = ("doctor_id", "half_year", "revision_id", "content_digest", "by_id", "acting_as", "at")

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="agreements")
    half_year = models.CharField(_("halvår"), max_length=6)
    revision = models.ForeignKey(
        PlanRevision, verbose_name=_("revisjon av planen"), on_delete=models.PROTECT, related_name="agreements"
    )
    content_digest = models.CharField(_("avtrykk av innholdet"), max_length=64)
    by = models.ForeignKey(User, verbose_name=_("avtalt av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=20)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("avtale om halvåret")
        verbose_name_plural = _("avtaler om halvåret")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["doctor", "half_year", "content_digest", "by"], name="agreed_once_per_person_and_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.half_year}"
