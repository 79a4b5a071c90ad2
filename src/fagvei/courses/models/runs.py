"""A course run: when and where a course is held, by which RegUt, for how many."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.courses.models.courses import Course
from fagvei.courses.models.plan import PlanSlot
from fagvei.courses.rules.deadlines import (
    AS_PLANNED,
    Deadlines,
    Deviation,
    Went,
    deadlines_for,
    deviations,
    last_day_before,
)
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User


class RunQuerySet(models.QuerySet):
    def of_specialty(self, slug: str) -> "RunQuerySet":
        activity = "course__activity__"
        named = Q(**{f"{activity}specialties__slug": slug})
        for_all = Q(**{f"{activity}is_for_all_specialties": True})
        excepted = Q(**{f"{activity}for_all_specialties_but__slug": slug})
        return self.filter(named | (for_all & ~excepted)).distinct()

    def coming(self) -> "RunQuerySet":
        """Neither held nor cancelled, and not over."""
        return self.filter(state__in=CourseRun.STANDING, ends_on__gte=clock.today())

    def to_follow(self) -> "RunQuerySet":
        """As coming, and those that were cancelled: whoever follows a feed is told."""
        told = CourseRun.STANDING | {CourseRun.State.CANCELLED}
        return self.filter(state__in=told, ends_on__gte=clock.today())


class CourseRun(PublicIdModel, Fact):
    """Events are the truth, the row the projection. `deadline_at` is the first instant that is too late to apply."""

    class State(models.TextChoices):
        DATED = "dated", _("datofestet")
        ANNOUNCED = "announced", _("kunngjort")
        HELD = "held", _("holdt")
        CANCELLED = "cancelled", _("avlyst")

    class Language(models.TextChoices):
        NORWEGIAN = "no", _("norsk")
        ENGLISH = "en", _("engelsk")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.DATED: {State.ANNOUNCED, State.CANCELLED},
        State.ANNOUNCED: {State.HELD, State.CANCELLED},
        State.HELD: set(),
        State.CANCELLED: set(),
    }
    STANDING = frozenset({State.DATED, State.ANNOUNCED})
    digest_fields = (
        "slot_id", "course_id", "host_centre_id", "state", "starts_on", "ends_on", "days", "place", "is_digital",
        "language", "seats", "opens_at", "deadline_at", "answer_by_on", "withdraw_by_on", "announced_on", "fee_kroner",
        "deviation_reason", "since",
    )  # fmt: skip

    slot = models.OneToOneField(
        PlanSlot, verbose_name=_("plass i kursplanen"), on_delete=models.PROTECT, related_name="run"
    )
    course = models.ForeignKey(Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="runs")
    host_centre = models.ForeignKey(
        RegionalEducationCentre, verbose_name=_("arrangerende RegUt"), on_delete=models.PROTECT, related_name="runs"
    )
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.DATED)
    starts_on = models.DateField(_("første dag"))
    ends_on = models.DateField(_("siste dag"))
    days = models.PositiveSmallIntegerField(_("antall kursdager"))
    place = models.CharField(_("sted"), max_length=200, blank=True)
    is_digital = models.BooleanField(_("digitalt"), default=False)
    language = models.CharField(_("språk"), max_length=2, choices=Language, default=Language.NORWEGIAN)
    seats = models.PositiveSmallIntegerField(_("antall plasser"))
    opens_at = models.DateTimeField(_("søknaden åpner"))
    deadline_at = models.DateTimeField(_("søknadsfrist"))
    answer_by_on = models.DateField(_("svar senest"))
    withdraw_by_on = models.DateField(_("avmeldingsfrist"))
    announced_on = models.DateField(_("kunngjort"), null=True, blank=True)
    fee_kroner = models.PositiveIntegerField(_("kursavgift i kroner"), null=True, blank=True)
    deviation_reason = models.TextField(_("grunn til avvik fra fristene"), blank=True)
    since = models.DateTimeField(_("siden"), default=clock.now)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("kursgjennomføring")
        verbose_name_plural = _("kursgjennomføringer")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["state", "starts_on"])]
        constraints = [
            models.CheckConstraint(name="run_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="run_closes_after_opening", condition=Q(deadline_at__gt=F("opens_at"))),
            models.CheckConstraint(name="run_has_a_place", condition=Q(is_digital=True) | ~Q(place="")),
            models.CheckConstraint(
                name="announced_run_has_a_date",
                condition=Q(state__in=["dated", "cancelled"]) | Q(announced_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.where}"

    def get_absolute_url(self) -> str:
        return reverse("courses:run", args=[self.public_id])

    @property
    def dates(self) -> str:
        """12.–16. oktober 2027"""
        last = date_format(self.ends_on, "j. F Y")
        if self.starts_on == self.ends_on:
            return last
        same_month = (self.starts_on.year, self.starts_on.month) == (self.ends_on.year, self.ends_on.month)
        return f"{date_format(self.starts_on, 'j.' if same_month else 'j. F Y')}–{last}"

    @property
    def calendar_days(self) -> int:
        """From the first day to the last, whether there is a course on each or not."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def where(self) -> str:
        return self.place or gettext("digitalt")

    @property
    def opens_on(self) -> dt.date:
        """The day its page promises that one can apply."""
        return self.opens_at.astimezone(clock.OSLO).date()

    @property
    def deadline_on(self) -> dt.date:
        """The last day on which one can apply."""
        return last_day_before(self.deadline_at)

    @property
    def is_before_deadline(self) -> bool:
        """Announced, with time left to apply. Whether one can, its round says: `queries.openness`."""
        return self.state == self.State.ANNOUNCED and clock.now() < self.deadline_at

    @property
    def is_too_late_to_apply(self) -> bool:
        return self.state == self.State.ANNOUNCED and clock.now() >= self.deadline_at

    @property
    def is_standing(self) -> bool:
        return self.state in self.STANDING

    @property
    def deadlines(self) -> Deadlines:
        """What the rules say for a run that starts on this day."""
        return deadlines_for(self.starts_on)

    @property
    def deviations(self) -> list[Deviation]:
        """Rules of R13 that this run does not keep, as it is planned."""
        return self.deviations_with(AS_PLANNED)

    def deviations_with(self, went: Went) -> list[Deviation]:
        """And as it went."""
        return deviations(
            starts_on=self.starts_on,
            announced_on=self.announced_on,
            deadline_on=self.deadline_on,
            answer_by_on=self.answer_by_on,
            withdraw_by_on=self.withdraw_by_on,
            today=clock.today(),
            opens_on=self.opens_on,
            opened_on=went.opened_on,
            answered_on=went.answered_on,
        )


class RunEvent(AppendOnlyModel, Fact):
    """One step of a run. `content` is what the run said afterwards, so that the story can be told."""

    class Kind(models.TextChoices):
        DATED = "dated", _("datofestet")
        ANNOUNCED = "announced", _("kunngjort")
        CHANGED = "changed", _("endret")
        MOVED = "moved", _("flyttet")
        HELD = "held", _("holdt")
        CANCELLED = "cancelled", _("avlyst")

    digest_fields = ("run_id", "kind", "state_after", "content", "reason", "by_id", "at")

    run = models.ForeignKey(
        CourseRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=10, choices=CourseRun.State)
    content = models.JSONField(_("innhold"), default=dict)
    reason = models.TextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for kursgjennomføring")
        verbose_name_plural = _("hendelser for kursgjennomføringer")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class RunSession(PublicIdModel):
    """One point of the programme, and who teaches it."""

    run = models.ForeignKey(
        CourseRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="sessions"
    )
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    title = models.CharField(_("tema"), max_length=300)
    teacher_name = models.CharField(_("underviser"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("programpost")
        verbose_name_plural = _("programposter")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="session_of_run_ends_after_start", condition=Q(ends_at__gt=F("starts_at")))
        ]

    def __str__(self) -> str:
        return self.title
