"""A goal in the doctor's plan: begun, completed, opinions, sent, approved. Events are the truth, `PlanGoal` the projection."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet, Fact, PublicIdModel
from fagvei.curriculum.models import GoalRevision, GoalSet, LearningGoal, Level
from fagvei.people.models import Relation, User
from fagvei.people.queries import doctor_ids_decided_by, doctor_ids_related_to
from fagvei.training.models.plans import EducationPlan, GoalPlan
from fagvei.training.models.service import Part1Confirmation
from fagvei.training.models.set_choices import SetChoice

PART_1 = "1"  # as the source of the common goals says it, in `LearningGoal.part`
# How many of them belong to part 1, of the 74 there were when it was counted ([S31][S4]); of the 75th it is not said.
COMMON_GOALS_OF_PART_1 = 50


def of_part_1() -> QuerySet[LearningGoal]:
    """The set of part 1, and the common goals that belong to part 1."""
    common = Q(goal_set__kind=GoalSet.Kind.COMMON, part=PART_1)
    return LearningGoal.objects.filter(common | Q(goal_set__kind=GoalSet.Kind.PART_1)).order_by()


def carried_on(prefix: str = "") -> Q:
    """Of part 1 of a doctor whose part 1 is confirmed: that is approved once, as a whole, and stands in no number any more.

    The doctor is asked about first and the goals are a list, not a join: most goals are decided by their own row.
    """
    confirmed = Part1Confirmation.objects.standing().values("doctor_id")
    return Q(**{f"{prefix}doctor_id__in": confirmed}) & Q(**{f"{prefix}goal__in": of_part_1().values("pk")})


def reached(prefix: str = "") -> Q:
    """Approved, or carried on with part 1."""
    return Q(**{f"{prefix}state": "approved"}) | carried_on(prefix)


def has_ended(prefix: str = "", today: dt.date | None = None) -> Q:
    """The regulation asks for it no longer, and no transition rule keeps the set as it was (R21)."""
    kept = SetChoice.objects.standing(today).values("goal_plan_id")
    ended = LearningGoal.objects.ended(today).values("pk")
    return Q(**{f"{prefix}goal__in": ended}) & ~Q(**{f"{prefix}goal_plan__in": kept})


def no_longer_asked_for(prefix: str = "", today: dt.date | None = None) -> Q:
    """Has ended before it was reached (R21): what was done towards it stays, and it counts nowhere as something lacking."""
    return has_ended(prefix, today) & ~reached(prefix)


class PlanGoalQuerySet(models.QuerySet):
    def visible_to(self, user: Any, at: dt.datetime | None = None) -> "PlanGoalQuerySet":
        """One's own, those one decides about or mentors, and those one was asked about as supervisor."""
        mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR], at)
        supervised = doctor_ids_related_to(user, [Relation.Kind.SUPERVISOR], at)
        asked_about = OpinionRequest.objects.filter(person=user, as_role=Opinion.Role.SUPERVISOR).values("plan_goal_id")
        return self.filter(
            Q(doctor_id=user.pk)
            | doctor_ids_decided_by(user, at)
            | Q(doctor_id__in=mentored)
            | Q(doctor_id__in=supervised, pk__in=asked_about)
        )

    def in_current_plan(self) -> "PlanGoalQuerySet":
        """Not those whose every plan is archived."""
        current = EducationPlan.objects.filter(archived_at__isnull=True, goal_plans=OuterRef("goal_plan_id"))
        return self.filter(Exists(current))

    def asked_for(self, today: dt.date | None = None) -> "PlanGoalQuerySet":
        """What a doctor has reached or must reach."""
        return self.exclude(no_longer_asked_for(today=today))

    def remaining(self) -> "PlanGoalQuerySet":
        return self.filter(~reached()).exclude(has_ended())


class PlanGoal(PublicIdModel, Fact):
    """One goal for one doctor. What the events tell stands in the row too, written by `actions.moves.move_goal` alone.

    `completion` is the completion that opinions are about now; None while the goal is not completed.
    """

    class State(models.TextChoices):
        NOT_BEGUN = "not_begun", _("ikke påbegynt")
        BEGUN = "begun", _("påbegynt")
        COMPLETED = "completed", _("fullført, venter på uttalelser")
        SENT = "sent", _("sendt til godkjenning")
        APPROVED = "approved", _("godkjent")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.NOT_BEGUN: {State.BEGUN, State.COMPLETED, State.APPROVED},  # approved at once: by a confirmed transfer
        State.BEGUN: {State.COMPLETED, State.APPROVED},
        State.COMPLETED: {State.SENT, State.BEGUN},
        State.SENT: {State.APPROVED, State.BEGUN, State.COMPLETED},
        State.APPROVED: {State.BEGUN},
    }
    digest_fields = (
        "goal_plan_id", "doctor_id", "goal_id", "revision_id", "state", "waiting_on_id", "since", "completed_at",
        "completion_id",
    )  # fmt: skip

    goal_plan = models.ForeignKey(
        GoalPlan, verbose_name=_("læringsmålplan"), on_delete=models.PROTECT, related_name="plan_goals"
    )
    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="plan_goals")
    goal = models.ForeignKey(
        LearningGoal, verbose_name=_("læringsmål"), on_delete=models.PROTECT, related_name="plan_goals"
    )
    revision = models.ForeignKey(
        GoalRevision, verbose_name=_("revisjon av læringsmål"), on_delete=models.PROTECT, related_name="plan_goals"
    )
    state = models.CharField(_("tilstand"), max_length=20, choices=State, default=State.NOT_BEGUN)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="goals_waiting"
    )
    since = models.DateTimeField(_("siden"), default=clock.now)
    completed_at = models.DateTimeField(_("fullført"), null=True, blank=True)
    completion = models.ForeignKey(
        "training.GoalEvent",
        verbose_name=_("fullføring"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PlanGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("læringsmål i planen")
        verbose_name_plural = _("læringsmål i planen")
        ordering = ["goal__code"]
        constraints = [
            models.UniqueConstraint(fields=["doctor", "goal"], name="goal_once_per_doctor"),
            models.CheckConstraint(
                name="completed_goal_has_instant",
                condition=Q(completed_at__isnull=False, completion__isnull=False) | Q(state__in=["not_begun", "begun"]),
            ),
            models.CheckConstraint(
                name="nobody_waits_on_the_doctor_to_decide", condition=~Q(state="sent", waiting_on=F("doctor"))
            ),
        ]
        indexes = [
            models.Index(fields=["waiting_on", "state"]),
            models.Index(fields=["doctor", "state"]),
            # All that is counted of a goal: a leader's pages count those of sixty doctors.
            models.Index(fields=["goal_plan", "goal", "state", "doctor", "since"]),
        ]

    def __str__(self) -> str:
        return self.goal.code

    def get_absolute_url(self) -> str:
        return reverse("training:goal", args=[self.public_id])


class GoalEvent(AppendOnlyModel, Fact):
    """One step of a goal. The latest completion decides which opinions count."""

    class Kind(models.TextChoices):
        BEGUN = "begun", _("påbegynt")
        COMPLETED = "completed", _("fullført")
        REOPENED = "reopened", _("åpnet igjen")
        OPINION_GIVEN = "opinion_given", _("uttalelse gitt")
        SENT = "sent", _("sendt til godkjenning")
        RECALLED = "recalled", _("kalt tilbake")
        RETURNED = "returned", _("returnert")
        APPROVED = "approved", _("godkjent")
        ANNULLED = "annulled", _("godkjenning annullert")
        HANDED_OVER = "handed_over", _("overtatt av en annen")
        TRANSFERRED = "transferred", _("overført og bekreftet")

    DECISIONS = frozenset({Kind.APPROVED, Kind.RETURNED})
    digest_fields = ("plan_goal_id", "kind", "state_after", "by_id", "acting_as", "at", "comment", "waiting_on_id")

    plan_goal = models.ForeignKey(
        PlanGoal, verbose_name=_("læringsmål i planen"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=20, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=20, choices=PlanGoal.State)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    comment = models.TextField(_("kommentar"), blank=True)

    class Meta:
        verbose_name = _("hendelse for læringsmål")
        verbose_name_plural = _("hendelser for læringsmål")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class OpinionRequestQuerySet(AppendOnlyQuerySet):
    def unanswered(self) -> "OpinionRequestQuerySet":
        """About the completion that stands, by who has said nothing of it."""
        given = Opinion.objects.filter(completion_id=OuterRef("completion_id"), by_id=OuterRef("person_id"))
        stands = {"plan_goal__state": PlanGoal.State.COMPLETED, "completion_id": F("plan_goal__completion_id")}
        return self.filter(~Exists(given), **stands)

    def of_advisers(self, at: dt.datetime | None = None) -> "OpinionRequestQuerySet":
        """Of those who can still give it: it waits in the inbox of nobody else."""
        relations = Relation.objects.active(at).filter(
            doctor_id=OuterRef("plan_goal__doctor_id"), person_id=OuterRef("person_id")
        )
        mentors = Exists(relations.filter(kind=Relation.Kind.MENTOR))
        supervises = Exists(relations.filter(kind=Relation.Kind.SUPERVISOR))
        return self.filter(mentors | (Q(as_role=Opinion.Role.SUPERVISOR) & supervises))


class OpinionRequest(AppendOnlyModel, Fact):
    """The doctor asked this person for an opinion when the goal was completed. One per person and completion."""

    digest_fields = ("plan_goal_id", "completion_id", "person_id", "as_role", "at")

    plan_goal = models.ForeignKey(
        PlanGoal, verbose_name=_("læringsmål i planen"), on_delete=models.PROTECT, related_name="opinion_requests"
    )
    completion = models.ForeignKey(
        GoalEvent, verbose_name=_("fullføring"), on_delete=models.PROTECT, related_name="opinion_requests"
    )
    person = models.ForeignKey(User, verbose_name=_("spurt"), on_delete=models.PROTECT, related_name="opinion_requests")
    as_role = models.CharField(_("i rollen"), max_length=20)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = OpinionRequestQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("bedt om uttalelse")
        verbose_name_plural = _("bedt om uttalelser")
        constraints = [models.UniqueConstraint(fields=["completion", "person"], name="asked_once_per_completion")]

    def __str__(self) -> str:
        return f"{self.person}"


class OpinionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "OpinionQuerySet":
        """What may be read of verdict and reason: the doctor reads it after the decision, so that advisers can be candid."""
        mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
        supervised = doctor_ids_related_to(user, [Relation.Kind.SUPERVISOR])
        of_readers = PlanGoal.objects.filter(doctor_ids_decided_by(user) | Q(doctor_id__in=mentored)).values("pk")
        decided = GoalEvent.objects.filter(
            plan_goal_id=OuterRef("plan_goal_id"), pk__gt=OuterRef("completion_id"), kind__in=GoalEvent.DECISIONS
        )
        return self.filter(
            Q(plan_goal__in=of_readers)
            | Q(by=user, plan_goal__doctor_id__in=supervised)
            | (Q(plan_goal__doctor_id=user.pk) & Exists(decided))
        )


class Opinion(AppendOnlyModel, Fact):
    """What the mentor or a supervisor says before the leader decides (R3). Belongs to one completion; an older one does not count."""

    class Verdict(models.TextChoices):
        RECOMMENDS = "recommends", _("anbefaler godkjenning")
        ADVISES_AGAINST = "advises_against", _("fraråder godkjenning")

    class Role(models.TextChoices):
        MENTOR = "mentor", _("veileder")
        SUPERVISOR = "supervisor", _("supervisør")

    digest_fields = ("plan_goal_id", "completion_id", "by_id", "as_role", "verdict", "level_seen", "reason", "at")

    plan_goal = models.ForeignKey(
        PlanGoal, verbose_name=_("læringsmål i planen"), on_delete=models.PROTECT, related_name="opinions"
    )
    completion = models.ForeignKey(
        GoalEvent, verbose_name=_("fullføring"), on_delete=models.PROTECT, related_name="opinions"
    )
    by = models.ForeignKey(User, verbose_name=_("uttalt av"), on_delete=models.PROTECT, related_name="opinions")
    as_role = models.CharField(_("i rollen"), max_length=20, choices=Role)
    verdict = models.CharField(_("konklusjon"), max_length=20, choices=Verdict)
    level_seen = models.CharField(_("nivå sett i arbeid"), max_length=10, choices=Level, blank=True)
    reason = models.TextField(_("begrunnelse"))
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = OpinionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("uttalelse om et læringsmål")
        verbose_name_plural = _("uttalelser om læringsmål")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["completion", "by"], name="one_opinion_per_person_and_completion")
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.get_verdict_display()}"


class SignOffQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "SignOffQuerySet":
        mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
        return self.filter(Q(doctor_id=user.pk) | doctor_ids_decided_by(user) | Q(doctor_id__in=mentored))

    def standing(self) -> "SignOffQuerySet":
        """Those that nobody has annulled."""
        return self.filter(withdrawal__isnull=True)


class SignOff(AppendOnlyModel, Fact):
    """Approval that the competence is reached. Linked to the two opinions it rests on, from two different people."""

    digest_fields = (
        "plan_goal_id", "doctor_id", "by_id", "acting_as", "responsible_leader_id", "revision_id",
        "mentor_opinion_id", "supervisor_opinion_id", "reason", "at",
    )  # fmt: skip

    plan_goal = models.ForeignKey(
        PlanGoal, verbose_name=_("læringsmål i planen"), on_delete=models.PROTECT, related_name="sign_offs"
    )
    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="sign_offs_received"
    )
    by = models.ForeignKey(User, verbose_name=_("godkjent av"), on_delete=models.PROTECT, related_name="sign_offs")
    acting_as = models.CharField(_("i rollen"), max_length=20)
    responsible_leader = models.ForeignKey(
        User, verbose_name=_("ansvarlig leder"), on_delete=models.PROTECT, related_name="+"
    )
    revision = models.ForeignKey(
        GoalRevision, verbose_name=_("revisjon av læringsmål"), on_delete=models.PROTECT, related_name="+"
    )
    mentor_opinion = models.ForeignKey(
        Opinion, verbose_name=_("veilederens uttalelse"), on_delete=models.PROTECT, related_name="+"
    )
    supervisor_opinion = models.ForeignKey(
        Opinion, verbose_name=_("supervisørens uttalelse"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("begrunnelse"), blank=True)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = SignOffQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("godkjenning av læringsmål")
        verbose_name_plural = _("godkjenninger av læringsmål")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="nobody_signs_off_own_goal", condition=~Q(by=F("doctor"))),
            models.CheckConstraint(name="two_different_opinions", condition=~Q(mentor_opinion=F("supervisor_opinion"))),
        ]

    def __str__(self) -> str:
        return f"{self.plan_goal}"


class SignOffWithdrawal(AppendOnlyModel, Fact):
    """A wrong approval is annulled by a new row with a reason; both stay visible."""

    digest_fields = ("sign_off_id", "by_id", "reason", "at")

    sign_off = models.OneToOneField(
        SignOff, verbose_name=_("godkjenning av læringsmål"), on_delete=models.PROTECT, related_name="withdrawal"
    )
    by = models.ForeignKey(User, verbose_name=_("annullert av"), on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("begrunnelse"))
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("annullert godkjenning")
        verbose_name_plural = _("annullerte godkjenninger")

    def __str__(self) -> str:
        return f"{self.sign_off}"
