"""A pair says that who has reached the goal must master the recommendation. One side proposes, the other approves.

What a content pack proposes, one of either side approves.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.crosswalk.rules.sides import behind
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline.models import Guideline, NormativeUnit, UnitVersion
from fagvei.handbook.models import Sourced
from fagvei.people.models import User


class GoalTouch(PublicIdModel, Sourced):
    """Which part of a guideline a goal touches, according to a list we were given: what the pairs are counted against.

    `missing` says why no pair can be made of it: the text is not in our sources.
    """

    goal = models.ForeignKey(LearningGoal, verbose_name=_("læringsmål"), on_delete=models.PROTECT, related_name="+")
    guideline = models.ForeignKey(
        Guideline, verbose_name=_("retningslinje"), on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(_("del av retningslinjen"), max_length=300)
    missing = models.TextField(_("hva som mangler"), blank=True)

    class Meta:
        verbose_name = _("mål som berører retningslinjen")
        verbose_name_plural = _("mål som berører retningslinjen")
        ordering = ["goal__code", "pk"]
        constraints = [models.UniqueConstraint(fields=["goal", "guideline"], name="goal_touches_a_guideline_once")]

    def __str__(self) -> str:
        return f"{self.goal}: {self.part}"


class PairQuerySet(models.QuerySet):
    def approved(self) -> "PairQuerySet":
        return self.filter(state=GoalRecommendationPair.State.APPROVED)

    def proposed(self) -> "PairQuerySet":
        return self.filter(state=GoalRecommendationPair.State.PROPOSED)

    def standing(self) -> "PairQuerySet":
        return self.filter(state__in=[GoalRecommendationPair.State.PROPOSED, GoalRecommendationPair.State.APPROVED])

    def with_both_ends(self) -> "PairQuerySet":
        """And `approved_as`, the role of whoever approved it: only the event keeps it, and a pair is approved once."""
        approvals = PairEvent.objects.filter(pair=OuterRef("pk"), kind=PairEvent.Kind.APPROVED)
        rows = self.annotate(approved_as=Coalesce(Subquery(approvals.values("acting_as")[:1]), models.Value("")))
        return rows.select_related("goal", "unit__chapter__guideline", "proposed_by", "approved_by")


class GoalRecommendationPair(PublicIdModel, Sourced, Fact):
    """Events are the truth of its state, the row the projection. `version` is the text that was read when it was approved.

    A proposal from a content pack has no proposer: its source answers for it until somebody has approved it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("foreslått")
        APPROVED = "approved", _("godkjent")
        REJECTED = "rejected", _("avvist")
        WITHDRAWN = "withdrawn", _("trukket tilbake")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.PROPOSED: {State.APPROVED, State.REJECTED, State.WITHDRAWN},
        State.APPROVED: {State.WITHDRAWN},
        State.REJECTED: set(),
        State.WITHDRAWN: set(),
    }
    digest_fields = (
        "goal_id", "unit_id", "reason", "proposed_by_id", "proposed_as", "source", "retrieved_on", "verification",
    )  # fmt: skip
    undigested_fields = ("approved_by", "version", "local_version", "state", "since")

    goal = models.ForeignKey(LearningGoal, verbose_name=_("læringsmål"), on_delete=models.PROTECT, related_name="pairs")
    unit = models.ForeignKey(
        NormativeUnit, verbose_name=_("normerende enhet"), on_delete=models.PROTECT, related_name="pairs"
    )
    reason = models.TextField(_("begrunnelse"))
    proposed_by = models.ForeignKey(
        User, verbose_name=_("foreslått av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_as = models.CharField(_("i rollen"), max_length=40, blank=True)
    approved_by = models.ForeignKey(
        User, verbose_name=_("godkjent av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
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
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.PROPOSED)
    since = models.DateTimeField(_("siden"), default=clock.now)

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("kobling læringsmål - anbefaling")
        verbose_name_plural = _("koblinger læringsmål - anbefaling")
        ordering = ["goal__code", "unit__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "unit"], condition=Q(state__in=["proposed", "approved"]), name="one_standing_pair"
            ),
            models.CheckConstraint(
                name="approved_pair_has_reader_and_text",
                condition=~Q(state="approved") | Q(approved_by__isnull=False, version__isnull=False),
            ),
            models.CheckConstraint(
                name="pair_has_four_eyes",
                condition=Q(approved_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(name="pair_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.goal.code} – {self.unit.code}"

    def get_absolute_url(self) -> str:
        return reverse("crosswalk:pair", args=[self.public_id])

    @property
    def behind(self) -> str:
        """Which fields stand behind it; only of rows `with_both_ends`."""
        return behind(self.proposed_as, self.approved_as)  # type: ignore[attr-defined]


class PairEvent(AppendOnlyModel, Fact):
    """One step of a pair. An approval keeps the role it was given in and the texts that were read."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("foreslått")
        APPROVED = "approved", _("godkjent")
        REJECTED = "rejected", _("avvist")
        WITHDRAWN = "withdrawn", _("trukket tilbake")

    digest_fields = ("pair_id", "kind", "acting_as", "note", "version_id", "local_version_id", "by_id", "at")

    pair = models.ForeignKey(
        GoalRecommendationPair,
        verbose_name=_("kobling læringsmål - anbefaling"),
        on_delete=models.PROTECT,
        related_name="events",
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    acting_as = models.CharField(_("i rollen"), max_length=40, blank=True)
    note = models.TextField(_("merknad"), blank=True)
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
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for kobling læringsmål - anbefaling")
        verbose_name_plural = _("hendelser for koblinger læringsmål - anbefaling")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
