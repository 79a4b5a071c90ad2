"""Veiledning: a series of sessions between a doctor and the mentor, or of a group. What they write stands in `texts`."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet, Fact, PublicIdModel
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Relation, RoleAssignment, User


class MentoringSeriesQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MentoringSeriesQuerySet":
        """One's own as doctor, mentor or member of the group, also when it has ended."""
        groups = GroupMember.objects.filter(doctor=user).values("series_id")
        return self.filter(Q(doctor=user) | Q(mentor=user) | Q(pk__in=groups))

    def running(self, at: dt.datetime | None = None) -> "MentoringSeriesQuerySet":
        """Not ended, and the mentor is still the doctor's mentor; of a group, still a mentor at the institution."""
        relation = Relation.objects.active(at).filter(
            doctor_id=OuterRef("doctor_id"), person_id=OuterRef("mentor_id"), kind=Relation.Kind.MENTOR
        )
        role = RoleAssignment.objects.active(at).filter(
            user_id=OuterRef("mentor_id"), role="mentor", institution_id=OuterRef("institution_id")
        )
        return self.filter(
            Q(kind=MentoringSeries.Kind.ONE, doctor__isnull=False) & Exists(relation)
            | Q(kind=MentoringSeries.Kind.GROUP) & Exists(role),
            ended_at__isnull=True,
        )


class MentoringSeries(PublicIdModel, Fact):
    """`interval_weeks` is what the two have agreed on; None while they have not. A group has members instead of a doctor."""

    class Kind(models.TextChoices):
        ONE = "one", _("veiledning")
        GROUP = "group", _("gruppeveiledning")

    digest_fields = (
        "kind", "doctor_id", "mentor_id", "institution_id", "name", "interval_weeks", "started_by_id", "started_at",
        "ended_by_id", "ended_at",
    )  # fmt: skip

    kind = models.CharField(_("type"), max_length=10, choices=Kind, default=Kind.ONE)
    doctor = models.ForeignKey(
        User,
        verbose_name=_("lege"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mentoring_as_doctor",
    )
    mentor = models.ForeignKey(
        User, verbose_name=_("veileder"), on_delete=models.PROTECT, related_name="mentoring_as_mentor"
    )
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("behandlingsansvarlig"),
        on_delete=models.PROTECT,
        related_name="mentoring_series",
    )
    name = models.CharField(_("navn på gruppen"), max_length=120, blank=True)
    interval_weeks = models.PositiveSmallIntegerField(_("uker mellom samtalene"), null=True, blank=True)
    started_by = models.ForeignKey(User, verbose_name=_("opprettet av"), on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("opprettet"), default=clock.now)
    ended_by = models.ForeignKey(
        User, verbose_name=_("avsluttet av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)

    objects = MentoringSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("veiledningsserie")
        verbose_name_plural = _("veiledningsserier")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_group_has_members_instead_of_a_doctor",
                condition=Q(kind="one", doctor__isnull=False) | Q(kind="group", doctor__isnull=True),
            ),
            models.CheckConstraint(
                name="nobody_is_own_mentor", condition=Q(doctor__isnull=True) | ~Q(doctor=F("mentor"))
            ),
            models.CheckConstraint(
                name="series_ended_by_somebody_at_a_time",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["doctor", "mentor"], condition=Q(ended_at__isnull=True), name="one_open_series_of_the_two"
            ),
        ]

    def __str__(self) -> str:
        return self.name or _now("Veiledning")

    def get_absolute_url(self) -> str:
        return reverse("training:mentoring_series", args=[self.public_id])

    @property
    def is_group(self) -> bool:
        return self.kind == self.Kind.GROUP

    def is_running(self) -> bool:
        return type(self).objects.running().filter(pk=self.pk).exists()


class GroupMemberQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GroupMemberQuerySet":
        return self.filter(Q(doctor=user) | Q(series__mentor=user))

    def present(self) -> "GroupMemberQuerySet":
        return self.filter(left_at__isnull=True)


class GroupMember(PublicIdModel, Fact):
    """A doctor in a mentoring group, from an instant until another."""

    digest_fields = ("series_id", "doctor_id", "added_by_id", "joined_at", "ended_by_id", "left_at")

    series = models.ForeignKey(
        MentoringSeries, verbose_name=_("veiledningsserie"), on_delete=models.PROTECT, related_name="members"
    )
    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="mentoring_memberships"
    )
    added_by = models.ForeignKey(User, verbose_name=_("lagt til av"), on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(_("med fra"), default=clock.now)
    ended_by = models.ForeignKey(
        User, verbose_name=_("avsluttet av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_at = models.DateTimeField(_("med til"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("medlem av veiledningsgruppe")
        verbose_name_plural = _("medlemmer av veiledningsgruppe")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "doctor"], condition=Q(left_at__isnull=True), name="member_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.doctor}"


class MentoringSessionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MentoringSessionQuerySet":
        """Those one takes part in; and as the new mentor those whose minutes the doctor has shared with one."""
        return self.filter(
            Q(pk__in=own_session_ids(user)) | Q(series__mentor=user) | Q(pk__in=MentoringShare.objects.held_by(user))
        )

    def open(self) -> "MentoringSessionQuerySet":
        return self.exclude(state__in=MentoringSession.FINISHED)

    def ahead(self) -> "MentoringSessionQuerySet":
        """Agreed on and not begun."""
        return self.filter(state__in=MentoringSession.BEFORE, starts_at__gt=clock.now())

    def took_place(self) -> "MentoringSessionQuerySet":
        return self.filter(state__in=MentoringSession.TOOK_PLACE)


class MentoringSession(PublicIdModel, Fact):
    """One talk. `doctors` are those it was agreed with: one, or those in the group at that time."""

    class State(models.TextChoices):
        INVITED = "invited", _("avtalt")
        PREPARED = "prepared", _("forberedt")
        HELD = "held", _("gjennomført")
        MINUTED = "minuted", _("referat skrevet")
        CLOSED = "closed", _("ferdigstilt")
        CANCELLED = "cancelled", _("avlyst")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.INVITED: {State.PREPARED, State.HELD, State.CANCELLED},
        State.PREPARED: {State.HELD, State.CANCELLED},
        State.HELD: {State.MINUTED},
        State.MINUTED: {State.CLOSED},
        State.CLOSED: set(),
        State.CANCELLED: set(),
    }
    BEFORE = frozenset({State.INVITED, State.PREPARED})
    TOOK_PLACE = frozenset({State.HELD, State.MINUTED, State.CLOSED})
    FINISHED = frozenset({State.CLOSED, State.CANCELLED})
    digest_fields = (
        "series_id", "doctor_ids", "starts_at", "place", "state", "waiting_on_id", "since", "invited_by_id",
        "created_at",
    )  # fmt: skip

    series = models.ForeignKey(
        MentoringSeries, verbose_name=_("veiledningsserie"), on_delete=models.PROTECT, related_name="sessions"
    )
    doctors = models.ManyToManyField(User, verbose_name=_("leger"), related_name="mentoring_sessions")
    starts_at = models.DateTimeField(_("tidspunkt for samtalen"))
    place = models.CharField(_("sted"), max_length=200, blank=True)
    state = models.CharField(_("tilstand"), max_length=20, choices=State, default=State.INVITED)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(_("siden"), default=clock.now)
    invited_by = models.ForeignKey(User, verbose_name=_("invitert av"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = MentoringSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("veiledningssamtale")
        verbose_name_plural = _("veiledningssamtaler")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["series", "state", "starts_at"])]

    def __str__(self) -> str:
        return _now("Veiledning")

    @classmethod
    def rows_for_digest(cls) -> models.QuerySet:
        return cls._base_manager.order_by("pk").prefetch_related("doctors")

    def get_absolute_url(self) -> str:
        return reverse("training:mentoring_session", args=[self.public_id])

    @property
    def doctor_ids(self) -> list[int]:
        return sorted(doctor.pk for doctor in self.doctors.all())

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()


def own_session_ids(user: User) -> models.QuerySet:
    """Ids of the sessions that the user has taken part in as a doctor."""
    through = MentoringSession.doctors.through
    return through._default_manager.filter(user_id=user.pk).values("mentoringsession_id")


class MentoringEvent(AppendOnlyModel, Fact):
    """One step of a session: that something was written, never what."""

    class Kind(models.TextChoices):
        INVITED = "invited", _("invitert")
        PREPARED = "prepared", _("forberedt")
        MOVED = "moved", _("flyttet")
        HELD = "held", _("gjennomført")
        MINUTED = "minuted", _("referat skrevet")
        CLOSED = "closed", _("ferdigstilt")
        CANCELLED = "cancelled", _("avlyst")

    digest_fields = ("session_id", "kind", "state_after", "waiting_on_id", "by_id", "acting_as", "at", "starts_at")

    session = models.ForeignKey(
        MentoringSession, verbose_name=_("veiledningssamtale"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=20, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=20, choices=MentoringSession.State)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    starts_at = models.DateTimeField(_("tidspunkt for samtalen"))

    class Meta:
        verbose_name = _("hendelse for veiledningssamtale")
        verbose_name_plural = _("hendelser for veiledningssamtale")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class MentoringShareQuerySet(AppendOnlyQuerySet):
    def held_by(self, user: User) -> models.QuerySet:
        """Ids of sessions whose minutes a doctor has shared with the user, who is still that doctor's mentor."""
        mentor = Relation.objects.active().filter(
            doctor_id=OuterRef("by_id"), person_id=user.pk, kind=Relation.Kind.MENTOR
        )
        return self.standing().filter(Exists(mentor), person=user).values("session_id")

    def standing(self) -> "MentoringShareQuerySet":
        """Not taken back."""
        return self.filter(withdrawal__isnull=True)


class MentoringShare(AppendOnlyModel, Fact):
    """The doctor's own act: a new mentor may read the minutes of this session with the old one, until it is taken back.

    One standing share per session and person: the action looks with the session locked.
    """

    digest_fields = ("session_id", "person_id", "by_id", "at")

    session = models.ForeignKey(
        MentoringSession, verbose_name=_("veiledningssamtale"), on_delete=models.PROTECT, related_name="shares"
    )
    person = models.ForeignKey(User, verbose_name=_("delt med"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, verbose_name=_("delt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = MentoringShareQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("deling av veiledningsreferat")
        verbose_name_plural = _("delinger av veiledningsreferat")

    def __str__(self) -> str:
        return f"{self.person}"


class MentoringShareWithdrawal(AppendOnlyModel, Fact):
    """The doctor takes the share back: from then on it opens nothing. What was read before stands in the log of readings."""

    digest_fields = ("share_id", "by_id", "at")

    share = models.OneToOneField(
        MentoringShare,
        verbose_name=_("deling av veiledningsreferat"),
        on_delete=models.PROTECT,
        related_name="withdrawal",
    )
    by = models.ForeignKey(User, verbose_name=_("tatt tilbake av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("deling tatt tilbake")
        verbose_name_plural = _("delinger tatt tilbake")

    def __str__(self) -> str:
        return f"{self.share}"
