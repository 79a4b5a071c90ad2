"""Internundervisning: what a unit offers, and which doctors were there."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import Fact, PublicIdModel
from fagvei.curriculum.models import LearningGoal
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import active_roles
from fagvei.training import rules

# Who may put teaching in the calendar of an institution; the teacher of a session takes care of that one.
ORGANISERS = frozenset({"education_lead", "coordinator"})


def institution_ids_of(user: User, roles: Any = None) -> models.QuerySet:
    """Where the user holds a role now (or one of these)."""
    held = active_roles(user).filter(institution__isnull=False)
    return (held.filter(role__in=roles) if roles is not None else held).order_by().values("institution_id")


class TeachingSessionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "TeachingSessionQuerySet":
        """The calendar of the institutions where one works, what one teaches, and what one has attended."""
        attended = Attendance.objects.filter(doctor=user).values("session_id")
        return self.filter(Q(institution__in=institution_ids_of(user)) | Q(teacher=user) | Q(pk__in=attended))

    def planned(self) -> "TeachingSessionQuerySet":
        return self.filter(cancelled_at__isnull=True)


class TeachingSession(PublicIdModel, Fact):
    """One lesson in a unit. Without a unit it is for the whole institution. `code` is shown in the room alone."""

    digest_fields = (
        "institution_id", "arena_id", "title", "starts_at", "ends_at", "place", "teacher_id", "teacher_name", "goal_ids",
        "code", "calendar_uid", "created_by_id", "created_at", "cancelled_by_id", "cancelled_at", "reason",
    )  # fmt: skip

    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("utdanningsvirksomhet"),
        on_delete=models.PROTECT,
        related_name="teaching_sessions",
    )
    arena = models.ForeignKey(
        LearningArena,
        verbose_name=_("læringsarena"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="teaching_sessions",
    )
    title = models.CharField(_("tema"), max_length=200)
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    place = models.CharField(_("sted"), max_length=200, blank=True)
    teacher = models.ForeignKey(
        User, verbose_name=_("underviser"), on_delete=models.PROTECT, null=True, blank=True, related_name="teaches"
    )
    teacher_name = models.CharField(_("underviserens navn"), max_length=200, blank=True)
    goals = models.ManyToManyField(
        LearningGoal, verbose_name=_("læringsmål"), blank=True, related_name="teaching_sessions"
    )
    code = models.CharField(_("kode for oppmøte"), max_length=8)
    calendar_uid = models.CharField(_("id i kalenderen"), max_length=300, blank=True)
    created_by = models.ForeignKey(User, verbose_name=_("lagt inn av"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)
    cancelled_by = models.ForeignKey(
        User, verbose_name=_("avlyst av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("avlyst"), null=True, blank=True)
    reason = models.CharField(_("begrunnelse"), max_length=200, blank=True)

    objects = TeachingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("internundervisning")
        verbose_name_plural = _("internundervisning")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="teaching_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="teaching_cancelled_by_somebody_at_a_time",
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["institution", "calendar_uid"], condition=~Q(calendar_uid=""), name="once_from_the_calendar"
            ),
        ]
        indexes = [models.Index(fields=["institution", "starts_at"])]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def rows_for_digest(cls) -> models.QuerySet:
        return cls._base_manager.order_by("pk").prefetch_related("goals")

    def get_absolute_url(self) -> str:
        return reverse("training:teaching_session", args=[self.public_id])

    @property
    def goal_ids(self) -> list[int]:
        return sorted(goal.pk for goal in self.goals.all())

    @property
    def minutes(self) -> int:
        return rules.minutes_of(self.starts_at, self.ends_at)

    @property
    def is_open_for_check_in(self) -> bool:
        return self.cancelled_at is None and rules.is_open_for_check_in(
            starts_at=self.starts_at, ends_at=self.ends_at, now=clock.now()
        )

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def who_teaches(self) -> str:
        return str(self.teacher) if self.teacher else self.teacher_name


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AttendanceQuerySet":
        """One's own; as organiser or teacher those of the session."""
        return self.filter(
            Q(doctor=user) | Q(session__teacher=user) | Q(session__institution__in=institution_ids_of(user, ORGANISERS))
        )

    def standing(self) -> "AttendanceQuerySet":
        return self.filter(annulled_at__isnull=True)


class Attendance(PublicIdModel, Fact):
    """The doctor was there: by the code in the room, or marked by the teacher or an organiser with a reason."""

    class How(models.TextChoices):
        CODE = "code", _("kode i rommet")
        ON_BEHALF = "on_behalf", _("registrert av en annen")

    digest_fields = (
        "session_id", "doctor_id", "how", "by_id", "at", "reason", "annulled_by_id", "annulled_at", "annul_reason",
    )  # fmt: skip

    session = models.ForeignKey(
        TeachingSession, verbose_name=_("internundervisning"), on_delete=models.PROTECT, related_name="attendances"
    )
    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="teaching_attendances"
    )
    how = models.CharField(_("hvordan"), max_length=20, choices=How)
    by = models.ForeignKey(User, verbose_name=_("registrert av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    reason = models.CharField(_("begrunnelse"), max_length=200, blank=True)
    annulled_by = models.ForeignKey(
        User, verbose_name=_("annullert av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    annulled_at = models.DateTimeField(_("annullert"), null=True, blank=True)
    annul_reason = models.CharField(_("begrunnelse for annulleringen"), max_length=200, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppmøte ved internundervisning")
        verbose_name_plural = _("oppmøter ved internundervisning")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "doctor"], condition=Q(annulled_at__isnull=True), name="attended_once"
            ),
            models.CheckConstraint(
                name="attendance_annulled_by_somebody_at_a_time",
                condition=Q(annulled_at__isnull=True, annulled_by__isnull=True)
                | Q(annulled_at__isnull=False, annulled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doctor}"


class WrongCode(models.Model):
    """Somebody typed a code that no open session has. Counted, so that codes cannot be guessed; gone after a day."""

    user = models.ForeignKey(User, verbose_name=_("bruker"), on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("feil kode for oppmøte")
        verbose_name_plural = _("feil koder for oppmøte")
        indexes = [models.Index(fields=["user", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
