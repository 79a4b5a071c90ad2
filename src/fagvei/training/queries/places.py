"""Where a doctor can learn: the arenas at home, and the other institutions one can visit."""

from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import institution_of


def arenas_to_learn_at(doctor: User) -> list[LearningArena]:
    return list(LearningArena.objects.filter(institution=institution_of(doctor)).order_by("name"))


def institutions_to_visit(doctor: User) -> list[TrainingInstitution]:
    home = institution_of(doctor)
    others = TrainingInstitution.objects.exclude(pk=home.pk) if home else TrainingInstitution.objects.all()
    return list(others.order_by("name"))
