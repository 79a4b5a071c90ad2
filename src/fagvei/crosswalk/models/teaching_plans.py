"""What was planned because a ward shared a gap: which wave, which recommendation, and a lesson, a course or something to read."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet, Fact
from fagvei.courses.models import CourseRun
from fagvei.guideline.models import NormativeUnit
from fagvei.organisations.models import LearningArena
from fagvei.people.models import RoleAssignment, User
from fagvei.surveys.models import SurveyRound
from fagvei.training.models import TeachingSession
from fagvei.training.models.teaching import ORGANISERS

# Who plans teaching for a gap that is shared, and says whether what was planned is done.
PLANNERS = ORGANISERS | {"leader", "survey_owner"}


class PlanState(models.TextChoices):
    """What people say of a plan. That a lesson or a course is held they do not say here: the calendar and the run tell it."""

    NOT_DONE = "not_done", _("ikke gjort")
    DONE = "done", _("gjort")
    DROPPED = "dropped", _("tatt bort")


class TeachingPlanQuerySet(AppendOnlyQuerySet):
    def standing(self) -> "TeachingPlanQuerySet":
        """Neither called off nor taken away."""
        stands = ~Q(newest=PlanState.DROPPED)
        return self.with_state().filter(stands, session__cancelled_at__isnull=True)

    def with_state(self) -> "TeachingPlanQuerySet":
        events = TeachingPlanEvent.objects.filter(plan=OuterRef("pk")).order_by("-pk")
        newest = Coalesce(Subquery(events.values("kind")[:1]), Value(PlanState.NOT_DONE.value))
        return self.annotate(newest=newest, newest_at=Subquery(events.values("at")[:1]))

    def visible_to(self, user: User) -> "TeachingPlanQuerySet":
        """Reading and courses that this person may mark. Readers meet them beside the gap, as long as it is shared."""
        held = RoleAssignment.objects.active().filter(user_id=user.pk, user__is_active=True, role__in=PLANNERS)
        places = held.values("institution_id")
        return self.with_state().filter(session__isnull=True, round__survey__institution__in=places)


class TeachingPlan(AppendOnlyModel, Fact):
    """The gap is kept as it was told when this was planned; a later wave does not change why it was.

    One of three: a lesson, a run of a course, or something to read by a day. `arena` is for whom; none is the whole
    institution. A lesson names its own.
    """

    digest_fields = (
        "round_id", "unit_id", "session_id", "gap_points", "target", "answered", "acting_as", "by_id", "at",
    )  # fmt: skip
    later_digest_fields = ("run_id", "reading", "arena_id", "due_on")

    round = models.ForeignKey(SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        NormativeUnit, verbose_name=_("normerende enhet"), on_delete=models.PROTECT, related_name="+"
    )
    session = models.OneToOneField(
        TeachingSession,
        verbose_name=_("internundervisning"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    run = models.ForeignKey(
        CourseRun,
        verbose_name=_("kursgjennomføring"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reading = models.CharField(_("det som skal leses"), max_length=300, blank=True)
    arena = models.ForeignKey(
        LearningArena, verbose_name=_("for hvem"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("frist"), null=True, blank=True)
    gap_points = models.SmallIntegerField(_("prosentpoeng igjen til målet"))
    target = models.PositiveSmallIntegerField(_("mål i prosent"))
    answered = models.PositiveIntegerField(_("antall svar"))
    acting_as = models.CharField(_("i rollen"), max_length=40)
    by = models.ForeignKey(User, verbose_name=_("lagt inn av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = TeachingPlanQuerySet.as_manager()  # type: ignore[misc]  # the manager of an append-only table, with more

    class Meta:
        verbose_name = _("undervisning etter gap")
        verbose_name_plural = _("undervisning etter gap")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="teaching_plan_is_one_of_three",
                condition=Q(session__isnull=False, run__isnull=True, reading="")
                | Q(session__isnull=True, run__isnull=False, reading="")
                | (Q(session__isnull=True, run__isnull=True, due_on__isnull=False) & ~Q(reading="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.code}: {self.session or self.run or self.reading}"

    @property
    def is_reading(self) -> bool:
        return bool(self.reading)

    @property
    def state(self) -> str:
        """Read with `with_state`."""
        return self.newest  # type: ignore[attr-defined]  # annotated

    @property
    def is_held(self) -> bool:
        """The hour of the lesson has passed, or the RegUt has said that the run was held. One that is called off is not."""
        if self.session:
            return self.session.cancelled_at is None and self.session.ends_at <= clock.now()
        return self.run is not None and self.run.state == CourseRun.State.HELD

    @property
    def is_done(self) -> bool:
        return self.state == PlanState.DONE if self.is_reading else self.is_held

    @property
    def is_called_off(self) -> bool:
        return self.run is not None and self.run.state == CourseRun.State.CANCELLED

    @property
    def waits_to_be_held(self) -> bool:
        """The last day of the course has passed, and nobody has said that it was held."""
        return self.run is not None and self.run.is_standing and self.day < clock.today()

    @property
    def moves(self) -> set[str]:
        """What may be said of it now. A course is held by itself, so it can be taken away before that, and nothing else."""
        if self.is_reading:
            return TeachingPlanEvent.MOVES[self.state]
        may_go = self.run is not None and not self.is_held and self.state != PlanState.DROPPED
        return {PlanState.DROPPED} if may_go else set()

    @property
    def day(self) -> dt.date:
        """The last day of it."""
        if self.session:
            return self.session.starts_at.astimezone(clock.OSLO).date()
        return self.run.ends_on if self.run else self.due_on or clock.today()

    @property
    def is_overdue(self) -> bool:
        """The last day itself is still in time. Of reading alone: a course has its own state."""
        return self.is_reading and not self.is_done and self.day < clock.today()

    @property
    def is_of_unit(self) -> bool:
        """What is to be read is the recommendation itself."""
        return self.reading == self.unit.code


class TeachingPlanEvent(AppendOnlyModel, Fact):
    """Somebody said that reading is done, is not done after all, or that a plan is taken away. The newest one holds."""

    MOVES: ClassVar[dict[str, set[str]]] = {
        PlanState.NOT_DONE: {PlanState.DONE, PlanState.DROPPED},
        PlanState.DONE: {PlanState.NOT_DONE},
        PlanState.DROPPED: set(),
    }
    digest_fields = ("plan_id", "kind", "acting_as", "by_id", "at")

    plan = models.ForeignKey(
        TeachingPlan, verbose_name=_("undervisning etter gap"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=PlanState)
    acting_as = models.CharField(_("i rollen"), max_length=40)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for undervisning etter gap")
        verbose_name_plural = _("hendelser for undervisning etter gap")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
