"""The six-year plan: how often a course is normally run where, and each time it is meant to be."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
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


def in_words(pattern: list[int], first_year: int | None, half: int | None, is_at_least: bool) -> str:
    """«2 kjøringer hvert år, høst»; a longer pattern tells each year and where it begins."""
    if not any(pattern):
        return gettext("ingen kjøringer")
    if len(set(pattern)) == 1:
        number = pattern[0]
        words = ngettext("%(n)s kjøring hvert år", "%(n)s kjøringer hvert år", number) % {"n": number}
    else:
        steps = ", ".join(str(number) for number in pattern)
        words = gettext("kjøringer år for år fra %(year)s: %(steps)s, og så forfra igjen") % {
            "year": first_year or gettext("et år som ikke er oppgitt"),
            "steps": steps,
        }
    if half:
        words += f", {Half(half).label}"
    return gettext("minst: %s") % words if is_at_least else words


class InWords(models.Model):
    """How often, in words: as the source says it, else what the numbers say."""

    pattern: Any
    first_year: Any
    half: Any
    is_at_least: Any

    class Meta:
        abstract = True

    @property
    def words(self) -> str:
        return getattr(self, "sentence", "") or in_words(self.pattern, self.first_year, self.half, self.is_at_least)


class FrequencyPattern(InWords, PublicIdModel, Sourced):
    """Normal frequency of a course in a region: runs per year, over and over. What no source says stays empty.

    Version 1 is the source's. Higher ones are the liaison's, and no pack changes them.
    """

    course = models.ForeignKey(Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="patterns")
    region = models.ForeignKey(HealthRegion, verbose_name=_("helseregion"), on_delete=models.PROTECT, related_name="+")
    pattern = models.JSONField(_("kjøringer i hvert år av mønsteret"), default=list)
    is_at_least = models.BooleanField(_("minst så ofte"), default=False)
    half = models.PositiveSmallIntegerField(_("halvår"), choices=Half, null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(_("første år"), null=True, blank=True)
    sentence = models.CharField(_("slik kilden sier det"), max_length=200, blank=True)
    version = models.PositiveSmallIntegerField(_("versjon"), default=1)
    is_demo = models.BooleanField(_("demodata"), default=False)

    class Meta:
        verbose_name = _("normalfrekvens")
        verbose_name_plural = _("normalfrekvenser")
        ordering = ["course", "region"]
        constraints = [models.UniqueConstraint(fields=["course", "region"], name="one_frequency_per_region")]

    def __str__(self) -> str:
        return f"{self.course}, {self.region}"


class FrequencyVersion(InWords, AppendOnlyModel, Fact):
    """What the liaison says is the normal frequency in a region, in the place of what stood there. With source and reason.

    In the demo what a source says stays, and a version of it is kept as a proposal.
    """

    digest_fields = (
        "course_id", "region_id", "number", "pattern", "first_year", "half", "is_at_least", "replaced_sentence", "source",
        "reason", "is_applied", "by_id", "at",
    )  # fmt: skip

    course = models.ForeignKey(
        Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="frequency_versions"
    )
    region = models.ForeignKey(HealthRegion, verbose_name=_("helseregion"), on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("versjon"))
    pattern = models.JSONField(_("kjøringer i hvert år av mønsteret"))
    first_year = models.PositiveSmallIntegerField(_("første år"))
    half = models.PositiveSmallIntegerField(_("halvår"), choices=Half, null=True, blank=True)
    is_at_least = models.BooleanField(_("minst så ofte"), default=False)
    replaced_sentence = models.CharField(_("slik kilden sa det før"), max_length=200, blank=True)
    source = models.CharField(_("kilde"), max_length=300)
    reason = models.TextField(_("begrunnelse"))
    is_applied = models.BooleanField(_("gjelder"), default=True)
    by = models.ForeignKey(User, verbose_name=_("endret av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("versjon av normalfrekvens")
        verbose_name_plural = _("versjoner av normalfrekvenser")
        ordering = ["course", "region", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "region", "number"], name="frequency_version_once"),
            models.CheckConstraint(
                name="frequency_version_has_source_and_reason", condition=~Q(source="") & ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.region}, {self.number}"


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
