"""The six-year plan: how often a course is normally run where, and each time it is meant to be."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.courses.models.courses import Course
from fagvei.handbook.models import Sourced
from fagvei.organisations.models import HealthRegion, RegionalEducationCentre
from fagvei.people.models import User


class Half(models.IntegerChoices):
    SPRING = 1, _("vår")
    AUTUMN = 2, _("høst")


class FrequencyPattern(PublicIdModel, Sourced):
    """Normal frequency of a course in a region: runs per year, over and over. What no source says stays empty."""

    course = models.ForeignKey(Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="patterns")
    region = models.ForeignKey(HealthRegion, verbose_name=_("helseregion"), on_delete=models.PROTECT, related_name="+")
    pattern = models.JSONField(_("kjøringer i hvert år av mønsteret"), default=list)
    is_at_least = models.BooleanField(_("minst så ofte"), default=False)
    half = models.PositiveSmallIntegerField(_("halvår"), choices=Half, null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(_("første år"), null=True, blank=True)
    sentence = models.CharField(_("slik kilden sier det"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("normalfrekvens")
        verbose_name_plural = _("normalfrekvenser")
        ordering = ["course", "region"]
        constraints = [models.UniqueConstraint(fields=["course", "region"], name="one_frequency_per_region")]

    def __str__(self) -> str:
        return f"{self.course}, {self.region}"


class PlanSlot(PublicIdModel, Fact):
    """One time a course is meant to be run: where, in which half-year. Events are the truth, the row the projection."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planlagt")
        PAUSED = "paused", _("på pause")
        DATED = "dated", _("datofestet")
        ANNOUNCED = "announced", _("kunngjort")
        HELD = "held", _("holdt")
        CANCELLED = "cancelled", _("avlyst")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.PLANNED: {State.PAUSED, State.DATED, State.CANCELLED},
        State.PAUSED: {State.PLANNED, State.CANCELLED},
        State.DATED: {State.ANNOUNCED, State.CANCELLED},
        State.ANNOUNCED: {State.HELD, State.CANCELLED},
        State.HELD: set(),
        State.CANCELLED: set(),
    }
    # While nobody has settled dates, the plan is the liaison's to change.
    UNDATED = frozenset({State.PLANNED, State.PAUSED})
    digest_fields = ("course_id", "host_centre_id", "year", "half", "state", "since", "is_demo")

    course = models.ForeignKey(Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="slots")
    host_centre = models.ForeignKey(
        RegionalEducationCentre, verbose_name=_("arrangerende RegUt"), on_delete=models.PROTECT, related_name="slots"
    )
    year = models.PositiveSmallIntegerField(_("år"))
    half = models.PositiveSmallIntegerField(_("halvår"), choices=Half)
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.PLANNED)
    since = models.DateTimeField(_("siden"), default=clock.now)
    is_demo = models.BooleanField(_("demodata"), default=False)

    class Meta:
        verbose_name = _("plass i kursplanen")
        verbose_name_plural = _("plasser i kursplanen")
        ordering = ["year", "half", "course", "pk"]
        indexes = [models.Index(fields=["course", "year", "half"])]
        constraints = [models.CheckConstraint(name="slot_half_is_one_or_two", condition=Q(half__in=[1, 2]))]

    def __str__(self) -> str:
        return f"{self.course}, {self.get_half_display()} {self.year}, {self.host_centre}"

    def get_absolute_url(self) -> str:
        return reverse("courses:slot", args=[self.public_id])

    @property
    def is_undated(self) -> bool:
        return self.state in self.UNDATED


class SlotEvent(AppendOnlyModel, Fact):
    """One step in a slot's story."""

    class Kind(models.TextChoices):
        PLANNED = "planned", _("satt i planen")
        MOVED = "moved", _("flyttet")
        PAUSED = "paused", _("satt på pause")
        RESUMED = "resumed", _("tatt opp igjen")
        DATED = "dated", _("datofestet")
        ANNOUNCED = "announced", _("kunngjort")
        HELD = "held", _("holdt")
        CANCELLED = "cancelled", _("avlyst")

    digest_fields = ("slot_id", "kind", "state_after", "year_after", "half_after", "reason", "by_id", "at")
    later_digest_fields = ("host_centre_after_id",)

    slot = models.ForeignKey(
        PlanSlot, verbose_name=_("plass i kursplanen"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=10, choices=PlanSlot.State)
    year_after = models.PositiveSmallIntegerField(_("år etterpå"))
    half_after = models.PositiveSmallIntegerField(_("halvår etterpå"), choices=Half)
    host_centre_after = models.ForeignKey(
        RegionalEducationCentre,
        verbose_name=_("arrangerende RegUt etterpå"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Står når kurset er flyttet til en annen RegUt."),
    )
    reason = models.TextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse i kursplanen")
        verbose_name_plural = _("hendelser i kursplanen")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
