"""Finding people by name. Counted and limited in `actions.search_people`."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fagvei.common.sorting import norwegian_sort_key
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import RoleAssignment, User


def find_people(
    text: str, *, institution: TrainingInstitution | None = None, only_role: str = "", only_here: bool = False
) -> QuerySet[User]:
    """Active users whose name or username holds the text, or whose HPR number it is; those with a role at the institution stand first.

    Without an institution a role anywhere counts.
    """
    key = norwegian_sort_key(text.strip())
    roles = RoleAssignment.objects.active().filter(user=OuterRef("pk"))
    if institution is not None:
        roles = roles.filter(institution=institution)
    if only_role:
        roles = roles.filter(role=only_role)
    found = (
        User.objects.filter(
            Q(sort_key__contains=key) | Q(username__iexact=text.strip()) | Q(hpr_number=text.strip()), is_active=True
        )
        .annotate(is_here=Exists(roles))
        .order_by("-is_here", "sort_key", "pk")
    )
    return found.filter(is_here=True) if only_here else found


def doctors() -> QuerySet[User]:
    """Everybody who is, or has been, a doctor in training somewhere."""
    return User.objects.filter(is_active=True, role_assignments__role="doctor").distinct()


def institution_with(public_id: UUID) -> TrainingInstitution | None:
    return TrainingInstitution.objects.filter(public_id=public_id).first()


def institutions_administered_by(user: User) -> QuerySet[TrainingInstitution]:
    mine = RoleAssignment.objects.active().filter(user=user, role="hospital_admin")
    return TrainingInstitution.objects.filter(pk__in=mine.values("institution_id"))
