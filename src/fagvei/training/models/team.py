"""What an institution has settled about its warnings, and whom a leader lets look at named doctors."""

import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Period, PeriodQuerySet, RoleAssignment, User
from fagvei.people.queries import led_or_deputised_by


class WarningThreshold(AppendOnlyModel, Fact):
    """From which number on the institution wants a warning. The newest row of a rule holds."""

    digest_fields = ("institution_id", "rule", "threshold", "by_id", "at")

    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("utdanningsvirksomhet"), on_delete=models.PROTECT, related_name="+"
    )
    rule = models.SlugField(_("regel"), max_length=40)
    threshold = models.PositiveIntegerField(_("terskel"))
    by = models.ForeignKey(User, verbose_name=_("fastsatt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("varslingsterskel")
        verbose_name_plural = _("varslingsterskler")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.threshold}"


# Whom a leader may let look, where the doctor is employed.
GRANTABLE_ROLES = ("education_lead", "coordinator")


class RecordGrantQuerySet(PeriodQuerySet):
    def active(self, at: dt.datetime | None = None) -> "RecordGrantQuerySet":
        """Within its dates, and held by one who has such a role at the institution: it does not outlive the role."""
        return super().active(at).filter(Exists(_role_behind(at or clock.now())))  # type: ignore[return-value]

    def without_role(self) -> "RecordGrantQuerySet":
        """Would hold now, and the person has no such role there any more."""
        return super().active().filter(~Exists(_role_behind(clock.now())))  # type: ignore[return-value]

    def visible_to(self, user: User) -> "RecordGrantQuerySet":
        """Those about oneself, those of one's doctors as leader or deputy, and those one holds now."""
        held = RecordGrant.objects.active().filter(person=user).values("pk")
        led = led_or_deputised_by(user).values("doctor_id")
        return self.filter(Q(doctor=user) | Q(doctor_id__in=led) | Q(pk__in=held))


def _role_behind(moment: dt.datetime) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.active(moment).filter(
        user_id=OuterRef("person_id"), institution_id=OuterRef("institution_id"), role__in=GRANTABLE_ROLES
    )


class RecordGrant(Period, PublicIdModel, Fact):
    """The leader lets an education lead or a coordinator look at one doctor's record, for a purpose, between two instants.

    "All my doctors" is one row per doctor, so that a doctor who changes leader takes nobody's grant along.
    """

    digest_fields = (
        "doctor_id",
        "person_id",
        "institution_id",
        "leader_id",
        "purpose",
        "by_id",
        "starts_at",
        "ends_at",
    )

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="record_grants")
    person = models.ForeignKey(
        User, verbose_name=_("oppnevnt"), on_delete=models.PROTECT, related_name="record_grants_held"
    )
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("utdanningsvirksomhet"), on_delete=models.PROTECT, related_name="+"
    )
    leader = models.ForeignKey(User, verbose_name=_("ansvarlig leder"), on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("formål"), max_length=300)
    by = models.ForeignKey(User, verbose_name=_("oppnevnt av"), on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("gitt"), default=clock.now)

    undigested_fields = ("given_at",)

    objects = RecordGrantQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("innsyn gitt av leder")
        verbose_name_plural = _("innsyn gitt av leder")
        constraints = [
            models.CheckConstraint(name="nobody_is_granted_own_record", condition=~Q(doctor=F("person"))),
            models.CheckConstraint(name="record_grant_has_end", condition=Q(ends_at__isnull=False)),
            models.CheckConstraint(name="record_grant_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        indexes = [models.Index(fields=["person", "doctor"])]

    def __str__(self) -> str:
        return f"{self.person}"

    def is_active(self, at: dt.datetime | None = None) -> bool:
        return super().is_active(at) and RecordGrant.objects.active(at).filter(pk=self.pk).exists()

    def get_absolute_url(self) -> str:
        return reverse("training:record_grant", args=[self.public_id])
