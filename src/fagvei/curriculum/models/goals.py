"""Goal sets, categories, goals and their revisions."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import PublicIdModel
from fagvei.handbook.models import Sourced
from fagvei.organisations.models import Specialty


class Level(models.TextChoices):
    """Three levels of competence; the words for each stand in `LevelWords`, as the regulation has them."""

    LOWEST = "lowest", _("laveste")
    MIDDLE = "middle", _("mellomste")
    HIGHEST = "highest", _("høyeste")


class LevelWords(Sourced):
    """The regulation's own words for one level, apart for knowledge and skill."""

    level = models.CharField(_("kompetansenivå"), max_length=10, choices=Level, unique=True)
    name = models.CharField(_("navn"), max_length=100)
    knowledge_words = models.JSONField(_("ord for kunnskap"), default=list)
    skill_words = models.JSONField(_("ord for ferdighet"), default=list)
    position = models.PositiveSmallIntegerField(_("rekkefølge"))

    class Meta:
        verbose_name = _("kompetansenivå")
        verbose_name_plural = _("kompetansenivåer")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class GoalSetQuerySet(models.QuerySet):
    def asked_of(self, specialties: Any) -> "GoalSetQuerySet":
        """Part 1, the common goals, and the own sets of the specialties. Not one whose every goal has ended (R21)."""
        general = Q(kind__in=[GoalSet.Kind.PART_1, GoalSet.Kind.COMMON])
        own_goals = LearningGoal.objects.filter(goal_set=OuterRef("pk"))
        ended = LearningGoal.objects.ended().values("pk")
        is_over = Q(Exists(own_goals.filter(pk__in=ended))) & ~Q(Exists(own_goals.exclude(pk__in=ended)))
        return self.filter(general | Q(specialty__in=specialties)).exclude(is_over)


class GoalSet(PublicIdModel, Sourced):
    """One of the sets a doctor must meet: part 1, common competence goals, or a specialty's own goals.

    `expected_goals` is the number a source gives; the loaded number may be lower, and the page then says so.
    """

    class Kind(models.TextChoices):
        PART_1 = "part_1", _("læringsmål i første del")
        COMMON = "common", _("felles kompetansemål")
        SPECIALTY = "specialty", _("spesialitetens læringsmål")

    code = models.SlugField(_("kode"), max_length=20, unique=True)
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    name = models.CharField(_("navn"), max_length=200)
    short_name = models.CharField(_("kortnavn"), max_length=40)
    specialty = models.ForeignKey(
        Specialty,
        verbose_name=_("spesialitet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goal_sets",
    )
    legal_basis = models.CharField(_("hjemmel"), max_length=200, blank=True)
    expected_goals = models.PositiveIntegerField(_("antall mål ifølge kilden"), null=True, blank=True)
    note = models.TextField(_("merknad"), blank=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    objects = GoalSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sett av læringsmål")
        verbose_name_plural = _("sett av læringsmål")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="specialty_set_has_specialty",
                condition=Q(kind="specialty", specialty__isnull=False)
                | (~Q(kind="specialty") & Q(specialty__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.name


class GoalCategory(models.Model):
    """A heading under which the goals of a set stand (for FKM: a theme)."""

    goal_set = models.ForeignKey(GoalSet, verbose_name=_("sett"), on_delete=models.CASCADE, related_name="categories")
    name = models.CharField(_("navn"), max_length=200)
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    class Meta:
        verbose_name = _("kategori av læringsmål")
        verbose_name_plural = _("kategorier av læringsmål")
        ordering = ["goal_set", "position"]
        constraints = [models.UniqueConstraint(fields=["goal_set", "name"], name="category_once_per_set")]

    def __str__(self) -> str:
        return self.name


class GoalQuerySet(models.QuerySet):
    def with_revision(self, on: dt.date | None = None) -> "GoalQuerySet":
        """Fetch what each goal says on the day, in one more query; then ask `goal.current`."""
        in_force = GoalRevision.objects.in_force(on)
        return self.select_related("category", "replaced_by").prefetch_related(
            models.Prefetch("revisions", queryset=in_force, to_attr="revisions_in_force")
        )

    def ended(self, on: dt.date | None = None) -> "GoalQuerySet":
        """Was in force and is no more on the day: the regulation asks for it no longer."""
        day = on or clock.today()
        in_force = GoalRevision.objects.in_force(day).order_by().values("goal_id")
        return self.filter(revisions__valid_to_on__lt=day).exclude(pk__in=in_force).order_by()


class LearningGoal(PublicIdModel):
    """A goal by its official code. What it says stands in its revisions."""

    code = models.CharField(_("læringsmålkode"), max_length=20, unique=True)
    goal_set = models.ForeignKey(GoalSet, verbose_name=_("sett"), on_delete=models.PROTECT, related_name="goals")
    category = models.ForeignKey(
        GoalCategory, verbose_name=_("kategori"), on_delete=models.PROTECT, null=True, blank=True, related_name="goals"
    )
    category_is_inferred = models.BooleanField(_("kategorien er sluttet fra nabomål"), default=False)
    part = models.CharField(
        _("del av utdanningen"), max_length=10, blank=True, help_text=_("1 eller 2/3, der kilden sier det")
    )
    # A goal that has ended points at the one that took its place; what was done towards it stays where it is.
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("erstattet av"), on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    topic = models.CharField(_("tema med våre ord"), max_length=300, blank=True)
    # Read from the course outcomes that mirror the goal. A hint for editors; never the official level.
    knowledge_level_hint = models.CharField(_("antydet kunnskapsnivå"), max_length=10, choices=Level, blank=True)
    skill_level_hint = models.CharField(_("antydet ferdighetsnivå"), max_length=10, choices=Level, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("læringsmål")
        verbose_name_plural = _("læringsmål")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("curriculum:goal", args=[self.code])

    @property
    def current(self) -> "GoalRevision | None":
        """What it says on the day given to `with_revision`; None before it is in force and after it has ended."""
        return next(iter(self.revisions_in_force), None)  # type: ignore[attr-defined]

    @property
    def shown_name(self) -> str:
        return self.current.shown_name if self.current else str(_("ikke i kraft"))


class RevisionQuerySet(models.QuerySet):
    def in_force(self, on: dt.date | None = None) -> "RevisionQuerySet":
        """At most one revision per goal: what the goal says on the day."""
        day = on or clock.today()
        return self.filter(
            Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=day), valid_from_on__lte=day, replaced_on__isnull=True
        )


class GoalRevision(PublicIdModel, Sourced):
    """What a goal says in a period. A published revision is never edited: a change is a new revision.

    `name` is None when no public source gave it, and is shown so; `official_text` is the regulation's own text,
    which only a deployer with the official set can load. Without it a goal cannot be approved outside demo data.
    """

    goal = models.ForeignKey(
        LearningGoal, verbose_name=_("læringsmål"), on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("revisjon"), default=1)
    # None, not "": no public source gave the name.
    name = models.CharField(_("navn"), max_length=500, null=True, blank=True)  # noqa: DJ001
    official_text = models.TextField(_("offisiell tekst"), blank=True)
    elaboration = models.TextField(_("utdypende tekst"), blank=True)
    knowledge_level = models.CharField(_("kunnskapsnivå"), max_length=10, choices=Level, blank=True)
    skill_level = models.CharField(_("ferdighetsnivå"), max_length=10, choices=Level, blank=True)
    valid_from_on = models.DateField(_("gyldig fra"))
    valid_to_on = models.DateField(_("gyldig til og med"), null=True, blank=True)
    # Set when a later revision corrects this one for the same period; a new period only ends it by `valid_to_on`.
    replaced_on = models.DateField(_("erstattet"), null=True, blank=True)
    legal_basis = models.CharField(_("hjemmel"), max_length=300, blank=True)
    reason = models.CharField(_("grunn til endringen"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revisjon av læringsmål")
        verbose_name_plural = _("revisjoner av læringsmål")
        ordering = ["goal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "number"], name="goal_revision_number_once"),
            models.CheckConstraint(
                name="revision_ends_after_start",
                condition=Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=F("valid_from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal.code} – {self.shown_name}"

    @property
    def shown_name(self) -> str:
        return self.name or str(_("navn ikke innhentet"))

    @property
    def has_official_text(self) -> bool:
        return bool(self.official_text)
