"""Who was at a course, by the code in the room or registered by hand; what was wrong is annulled and stays visible.

A certificate can be withdrawn while the attendance stands. Either way the badge is taken back: its number is set in the list
of status that anybody may read.
"""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import Fact, PublicIdModel
from fagvei.courses.models.runs import CourseRun
from fagvei.people.models import User
from fagvei.training.models import PlanActivity


class CheckInCode(models.Model):
    """The code that stands in the room on the last day of a run."""

    run = models.OneToOneField(
        CourseRun, verbose_name=_("kursgjennomføring"), on_delete=models.CASCADE, related_name="check_in_code"
    )
    code = models.CharField(_("kode"), max_length=12)
    made_at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("kode for oppmøte på kurs")
        verbose_name_plural = _("koder for oppmøte på kurs")

    def __str__(self) -> str:
        return f"{self.run}"


class CourseAttendanceQuerySet(models.QuerySet):
    def standing(self) -> "CourseAttendanceQuerySet":
        return self.filter(annulled_at__isnull=True)

    def taken_back(self) -> "CourseAttendanceQuerySet":
        return self.filter(Q(annulled_at__isnull=False) | Q(withdrawn_at__isnull=False))


class CourseAttendance(PublicIdModel, Fact):
    """The doctor took the whole course. `activity` is what it became in the record; None when no goal of the doctor's asks."""

    class How(models.TextChoices):
        CODE = "code", _("kode i rommet")
        BY_HAND = "by_hand", _("registrert av arrangøren")
        NO_SEAT = "no_seat", _("lagt til av arrangøren, uten plass gitt her")

    digest_fields = (
        "run_id", "doctor_id", "how", "activity_id", "by_id", "at", "annulled_by_id", "annulled_at", "annul_reason",
    )  # fmt: skip
    later_digest_fields = ("badge_number", "withdrawn_by_id", "withdrawn_at", "withdraw_reason", "added_reason")

    run = models.ForeignKey(
        CourseRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="attendances"
    )
    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="course_attendances"
    )
    how = models.CharField(_("hvordan"), max_length=10, choices=How)
    activity = models.ForeignKey(
        PlanActivity,
        verbose_name=_("aktivitet i planen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="course_attendances",
    )
    by = models.ForeignKey(User, verbose_name=_("registrert av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    annulled_by = models.ForeignKey(
        User, verbose_name=_("annullert av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    annulled_at = models.DateTimeField(_("annullert"), null=True, blank=True)
    annul_reason = models.CharField(_("begrunnelse for annulleringen"), max_length=200, blank=True)
    # Which bit it has in the lists of status: drawn by lot, so that it tells neither who nor in which order.
    # Those from before there were lists have none; their badges stay as they were issued.
    badge_number = models.PositiveIntegerField(_("nummer i listen over merker"), null=True, blank=True, unique=True)
    withdrawn_by = models.ForeignKey(
        User,
        verbose_name=_("beviset trukket tilbake av"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("beviset trukket tilbake"), null=True, blank=True)
    withdraw_reason = models.CharField(_("begrunnelse for å trekke beviset tilbake"), max_length=200, blank=True)
    added_reason = models.CharField(_("begrunnelse for å legge til uten plass"), max_length=200, blank=True)

    objects = CourseAttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppmøte på kurs")
        verbose_name_plural = _("oppmøter på kurs")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "doctor"], condition=Q(annulled_at__isnull=True), name="course_attended_once"
            ),
            models.CheckConstraint(
                name="course_attendance_annulled_by_somebody_at_a_time",
                condition=Q(annulled_at__isnull=True, annulled_by__isnull=True)
                | Q(annulled_at__isnull=False, annulled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="course_certificate_withdrawn_by_somebody_with_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
            ),
            models.CheckConstraint(
                name="attended_without_a_seat_for_a_reason",
                condition=Q(how="no_seat") & ~Q(added_reason="") | ~Q(how="no_seat") & Q(added_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doctor}"

    @property
    def taken_back_at(self) -> dt.datetime | None:
        """When certificate and badge ceased to hold, for whichever reason came first."""
        return min(filter(None, (self.annulled_at, self.withdrawn_at)), default=None)

    def get_absolute_url(self) -> str:
        return reverse("courses:course_attendance", args=[self.public_id])
