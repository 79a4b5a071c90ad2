"""The plan of one doctor: a specialty, with a goal plan for each set of goals it takes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import Fact, PublicIdModel
from fagvei.curriculum.models import GoalSet
from fagvei.organisations.models import Specialty, TrainingInstitution
from fagvei.people.models import User


class GoalPlan(PublicIdModel):
    """One set of goals for one doctor. A goal is met once per doctor, whatever number of specialties (design.md 6)."""

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="goal_plans")
    goal_set = models.ForeignKey(GoalSet, verbose_name=_("sett"), on_delete=models.PROTECT, related_name="goal_plans")
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    class Meta:
        verbose_name = _("læringsmålplan")
        verbose_name_plural = _("læringsmålplaner")
        constraints = [models.UniqueConstraint(fields=["doctor", "goal_set"], name="goal_set_once_per_doctor")]

    def __str__(self) -> str:
        return f"{self.goal_set}"


class EducationPlan(PublicIdModel, Fact):
    """Individuell utdanningsplan (section 25): assigned by the leader; deleted only when untouched, else archived (R9)."""

    digest_fields = ("doctor_id", "specialty_id", "institution_id", "assigned_by_id", "assigned_at", "archived_at")

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="education_plans")
    specialty = models.ForeignKey(
        Specialty, verbose_name=_("spesialitet"), on_delete=models.PROTECT, related_name="education_plans"
    )
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("behandlingsansvarlig"),
        on_delete=models.PROTECT,
        related_name="education_plans",
    )
    goal_plans = models.ManyToManyField(GoalPlan, verbose_name=_("læringsmålplaner"), related_name="education_plans")
    assigned_by = models.ForeignKey(User, verbose_name=_("tildelt av"), on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(_("tildelt"), default=clock.now)
    archived_by = models.ForeignKey(
        User, verbose_name=_("arkivert av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    archived_at = models.DateTimeField(_("arkivert"), null=True, blank=True)
    archive_reason = models.TextField(_("grunn til arkivering"), blank=True)

    class Meta:
        verbose_name = _("individuell utdanningsplan")
        verbose_name_plural = _("individuelle utdanningsplaner")
        constraints = [
            models.UniqueConstraint(
                fields=["doctor", "specialty"],
                condition=Q(archived_at__isnull=True),
                name="one_plan_per_doctor_and_specialty",
            ),
            models.CheckConstraint(
                name="archived_by_somebody_at_a_time",
                condition=Q(archived_at__isnull=True, archived_by__isnull=True)
                | Q(archived_at__isnull=False, archived_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specialty}"
