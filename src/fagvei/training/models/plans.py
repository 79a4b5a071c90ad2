"""The plan of one doctor: a specialty, or part 1 before there is one, with a goal plan for each set of goals it takes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import Fact, PublicIdModel
from fagvei.curriculum.models import GoalSet
from fagvei.organisations.models import Specialty, TrainingInstitution
from fagvei.people.models import Relation, User
from fagvei.people.queries import doctor_ids_decided_by, doctor_ids_related_to

PART_1_PLAN = _("Del 1 (LIS1)")


def plan_name(specialty: str | None) -> str:
    """What a plan is called, by the name of its specialty; a plan without one is the plan of part 1."""
    return specialty or str(PART_1_PLAN)


class GoalPlanQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GoalPlanQuerySet":
        mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
        return self.filter(Q(doctor_id=user.pk) | doctor_ids_decided_by(user) | Q(doctor_id__in=mentored))


class GoalPlan(PublicIdModel):
    """One set of goals for one doctor. A goal is met once per doctor, whatever number of specialties (design.md 6)."""

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="goal_plans")
    goal_set = models.ForeignKey(GoalSet, verbose_name=_("sett"), on_delete=models.PROTECT, related_name="goal_plans")
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = GoalPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("læringsmålplan")
        verbose_name_plural = _("læringsmålplaner")
        constraints = [models.UniqueConstraint(fields=["doctor", "goal_set"], name="goal_set_once_per_doctor")]

    def __str__(self) -> str:
        return f"{self.goal_set}"


class EducationPlanQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "EducationPlanQuerySet":
        mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
        return self.filter(Q(doctor_id=user.pk) | doctor_ids_decided_by(user) | Q(doctor_id__in=mentored))

    def current(self) -> "EducationPlanQuerySet":
        return self.filter(archived_at__isnull=True)

    def of_part_1(self) -> "EducationPlanQuerySet":
        return self.filter(specialty__isnull=True)

    def in_a_specialty(self) -> "EducationPlanQuerySet":
        return self.filter(specialty__isnull=False)


class EducationPlan(PublicIdModel, Fact):
    """Individuell utdanningsplan (section 25): assigned by the leader; deleted only when untouched, else archived (R9).

    Part 1 is the same for all (section 3), so a doctor in part 1 has a plan before any specialty is chosen: it has none.
    """

    digest_fields = (
        "doctor_id", "specialty_id", "institution_id", "goal_plan_ids", "assigned_by_id", "assigned_at",
        "archived_by_id", "archived_at", "archive_reason",
    )  # fmt: skip

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="education_plans")
    specialty = models.ForeignKey(
        Specialty,
        verbose_name=_("spesialitet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="education_plans",
        help_text=_("Tom for planen i del 1."),
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

    objects = EducationPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("individuell utdanningsplan")
        verbose_name_plural = _("individuelle utdanningsplaner")
        constraints = [
            models.UniqueConstraint(
                fields=["doctor", "specialty"],
                condition=Q(archived_at__isnull=True),
                name="one_plan_per_doctor_and_specialty",
            ),
            models.UniqueConstraint(
                fields=["doctor"],
                condition=Q(archived_at__isnull=True, specialty__isnull=True),
                name="one_plan_of_part_1_per_doctor",
            ),
            models.CheckConstraint(
                name="archived_by_somebody_at_a_time",
                condition=Q(archived_at__isnull=True, archived_by__isnull=True)
                | Q(archived_at__isnull=False, archived_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return plan_name(self.specialty.name if self.specialty else None)

    @property
    def goal_plan_ids(self) -> list[int]:
        return sorted(goal_plan.pk for goal_plan in self.goal_plans.all())

    @property
    def is_of_part_1(self) -> bool:
        return self.specialty_id is None

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None
