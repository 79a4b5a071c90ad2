"""What the doctor may choose from when registering service."""

from dataclasses import dataclass

from fagvei.organisations.models import LearningArena, Specialty, TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import institution_of
from fagvei.training.models import Employment


@dataclass(frozen=True)
class ServiceChoices:
    employments: list[Employment]
    institutions: list[TrainingInstitution]
    arenas: list[LearningArena]
    specialties: list[Specialty]


def service_choices(doctor: User) -> ServiceChoices:
    """Fictional doctors work at fictional institutions, and real ones at real ones."""
    home = institution_of(doctor)
    employments = Employment.objects.filter(doctor=doctor).standing().select_related("institution")
    institutions = TrainingInstitution.objects.filter(is_demo=bool(home and home.is_demo))
    arenas = LearningArena.objects.filter(institution__in=institutions).select_related("institution")
    return ServiceChoices(
        list(employments.order_by("-starts_on", "pk")),
        list(institutions),
        list(arenas.order_by("institution__sort_key", "sort_key")),
        list(Specialty.objects.all()),
    )
