"""The assessment panel (evalueringskollegium): a whole view of a doctor where there is doubt. It advises; the leader decides."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet, Fact, PublicIdModel
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Relation, RoleAssignment, User
from fagvei.people.queries import doctor_ids_decided_by, doctor_ids_related_to
from fagvei.training.models.goals import GoalEvent, PlanGoal


class PanelQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PanelQuerySet":
        """One's own; those of doctors one decides for or mentors; as a member until the panel is closed."""
        mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
        sat_in = PanelMember.objects.sitting().filter(person=user).values("panel_id")
        return self.filter(
            Q(doctor_id=user.pk)
            | doctor_ids_decided_by(user)
            | Q(doctor_id__in=mentored)
            | Q(pk__in=sat_in, state__in=AssessmentPanel.OPEN)
        )


class AssessmentPanel(PublicIdModel, Fact):
    """One meeting about one doctor. Events are the truth, the row the projection."""

    class State(models.TextChoices):
        CALLED = "called", _("innkalt")
        HELD = "held", _("holdt, legen skal få beskjed")
        CLOSED = "closed", _("avsluttet")
        CANCELLED = "cancelled", _("avlyst")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.CALLED: {State.HELD, State.CLOSED, State.CANCELLED},
        State.HELD: {State.CLOSED},
        State.CLOSED: set(),
        State.CANCELLED: set(),
    }
    OPEN = frozenset({State.CALLED, State.HELD})
    digest_fields = (
        "doctor_id", "institution_id", "chair_id", "meets_at", "place", "doctor_takes_part", "state", "waiting_on_id",
        "since", "created_at",
    )  # fmt: skip

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="panels")
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("behandlingsansvarlig"), on_delete=models.PROTECT, related_name="+"
    )
    chair = models.ForeignKey(User, verbose_name=_("leder av kollegiet"), on_delete=models.PROTECT, related_name="+")
    meets_at = models.DateTimeField(_("møtetid"))
    place = models.CharField(_("sted"), max_length=200, blank=True)
    doctor_takes_part = models.BooleanField(_("legen deltar"), default=True)
    state = models.CharField(_("tilstand"), max_length=20, choices=State, default=State.CALLED)
    waiting_on = models.ForeignKey(
        User,
        verbose_name=_("venter på"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="panels_waiting",
    )
    since = models.DateTimeField(_("siden"), default=clock.now)
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("evalueringskollegium")
        verbose_name_plural = _("evalueringskollegier")
        ordering = ["-meets_at", "-pk"]
        constraints = [models.CheckConstraint(name="nobody_chairs_own_panel", condition=~Q(chair=F("doctor")))]
        indexes = [models.Index(fields=["state", "doctor"])]

    def __str__(self) -> str:
        return f"{self.doctor}"

    def get_absolute_url(self) -> str:
        return reverse("training:panel", args=[self.public_id])


class PanelEvent(AppendOnlyModel, Fact):
    """One step of a panel. The minutes are the comment of `held`."""

    class Kind(models.TextChoices):
        CALLED = "called", _("innkalt")
        INFORMED_BEFORE = "informed_before", _("legen er orientert før møtet")
        HELD = "held", _("møtet er holdt")
        INFORMED_AFTER = "informed_after", _("legen er orientert etter møtet")
        CANCELLED = "cancelled", _("avlyst")
        HANDED_OVER = "handed_over", _("overlatt til den som har tatt over")

    digest_fields = ("panel_id", "kind", "state_after", "by_id", "acting_as", "at", "comment", "waiting_on_id")

    panel = models.ForeignKey(
        AssessmentPanel, verbose_name=_("evalueringskollegium"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=20, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=20, choices=AssessmentPanel.State)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    comment = models.TextField(_("referat eller kommentar"), blank=True)

    class Meta:
        verbose_name = _("hendelse for evalueringskollegium")
        verbose_name_plural = _("hendelser for evalueringskollegium")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class PanelMemberQuerySet(AppendOnlyQuerySet):
    def sitting(self, at: dt.datetime | None = None) -> "PanelMemberQuerySet":
        """Seats that open anything at the instant: of who supervises the doctor then, or works at the institution. The leader
        and the mentor are there by their relation, so that the seat of a former one opens nothing.
        """
        works = RoleAssignment.objects.active(at).filter(
            user_id=OuterRef("person_id"), institution_id=OuterRef("panel__institution_id")
        )
        supervises = Relation.objects.active(at).filter(
            person_id=OuterRef("person_id"), doctor_id=OuterRef("panel__doctor_id"), kind=Relation.Kind.SUPERVISOR
        )
        by_seat = (PanelMember.Role.SUPERVISOR, PanelMember.Role.OTHER)
        return self.filter(Exists(works) | Exists(supervises), role__in=by_seat)


class PanelMember(AppendOnlyModel, Fact):
    """Who sits in the panel: the leader leads it, the mentor, supervisors, and others who know the doctor's work [S19]."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("leder")
        MENTOR = "mentor", _("veileder")
        SUPERVISOR = "supervisor", _("supervisør")
        OTHER = "other", _("annen")

    digest_fields = ("panel_id", "person_id", "role", "by_id", "at")

    panel = models.ForeignKey(
        AssessmentPanel, verbose_name=_("evalueringskollegium"), on_delete=models.PROTECT, related_name="members"
    )
    person = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="panel_seats")
    role = models.CharField(_("i rollen"), max_length=20, choices=Role)
    by = models.ForeignKey(User, verbose_name=_("innkalt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = PanelMemberQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("medlem av evalueringskollegium")
        verbose_name_plural = _("medlemmer av evalueringskollegium")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "person"], name="one_seat_in_a_panel")]

    def __str__(self) -> str:
        return f"{self.person}"


class PanelItemQuerySet(AppendOnlyQuerySet):
    def with_decided(self) -> "PanelItemQuerySet":
        """`is_decided`: the leader has decided about the goal since it stood on the agenda, so that the doctor reads the opinions."""
        decisions = GoalEvent.objects.filter(
            plan_goal_id=OuterRef("plan_goal_id"), kind__in=GoalEvent.DECISIONS, at__gte=OuterRef("at")
        )
        return self.annotate(is_decided=Exists(decisions))


class PanelItem(AppendOnlyModel, Fact):
    """A doubtful goal on the agenda, and what the doubt is. `source` may tell of an opinion, so the doctor reads it when decided."""

    class Source(models.TextChoices):
        DECISION = "decision", _("fra avgjørelsen")
        AGAINST = "against", _("en uttalelse fraråder")
        BY_HAND = "by_hand", _("satt opp av lederen")

    digest_fields = ("panel_id", "plan_goal_id", "doubt", "source", "by_id", "at")

    panel = models.ForeignKey(
        AssessmentPanel, verbose_name=_("evalueringskollegium"), on_delete=models.PROTECT, related_name="items"
    )
    plan_goal = models.ForeignKey(
        PlanGoal, verbose_name=_("læringsmål i planen"), on_delete=models.PROTECT, related_name="panel_items"
    )
    doubt = models.TextField(_("hva tvilen gjelder"), blank=True)
    source = models.CharField(_("hvorfor på sakslisten"), max_length=20, choices=Source)
    by = models.ForeignKey(User, verbose_name=_("satt opp av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = PanelItemQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("sak i evalueringskollegium")
        verbose_name_plural = _("saker i evalueringskollegium")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "plan_goal"], name="goal_once_on_the_agenda")]

    def __str__(self) -> str:
        return f"{self.plan_goal}"


class PanelOutcome(AppendOnlyModel, Fact):
    """What the panel came to about one goal: advice, or follow-up by a date. Never an approval by itself."""

    class Advice(models.TextChoices):
        APPROVE = "approve", _("råder til godkjenning")
        NOT_YET = "not_yet", _("råder fra godkjenning nå")
        FOLLOW_UP = "follow_up", _("oppfølging før ny vurdering")

    digest_fields = ("item_id", "advice", "comment", "follow_up_on", "by_id", "at")

    item = models.OneToOneField(
        PanelItem, verbose_name=_("sak i evalueringskollegium"), on_delete=models.PROTECT, related_name="outcome"
    )
    advice = models.CharField(_("utfall"), max_length=20, choices=Advice)
    comment = models.TextField(_("begrunnelse"), blank=True)
    follow_up_on = models.DateField(_("følges opp innen"), null=True, blank=True)
    by = models.ForeignKey(User, verbose_name=_("ført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("utfall i evalueringskollegium")
        verbose_name_plural = _("utfall i evalueringskollegium")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_has_a_date",
                condition=(Q(advice="follow_up") & Q(follow_up_on__isnull=False))
                | (~Q(advice="follow_up") & Q(follow_up_on__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_advice_display()}"
