"""Who has been let look at whose progress."""

from collections.abc import Iterable

from django.db.models import Q

from fagvei.common import clock
from fagvei.people.models import RoleAssignment, User
from fagvei.people.queries import led_or_deputised_by
from fagvei.training.models import RecordGrant
from fagvei.training.models.team import GRANTABLE_ROLES


def grants_about(doctor: User) -> list[RecordGrant]:
    """All, also those that have ended: the doctor shall see who could look."""
    rows = RecordGrant.objects.filter(doctor=doctor).select_related("person", "institution", "leader", "doctor")
    return list(rows.order_by("-starts_at", "pk"))


def grants_held_by(user: User) -> list[RecordGrant]:
    rows = RecordGrant.objects.active().filter(person=user).select_related("doctor", "leader")
    return list(rows.order_by("doctor__sort_key", "pk"))


def grants_given_for(user: User) -> list[RecordGrant]:
    """Those that hold or will hold for one's own doctors."""
    led = led_or_deputised_by(user).values("doctor_id")
    rows = RecordGrant.objects.filter(doctor__in=led, ends_at__gt=clock.now()).select_related("doctor", "person")
    return list(rows.order_by("person__sort_key", "doctor__sort_key", "pk"))


def grantable_people(doctors: Iterable[User], *, besides: User) -> list[User]:
    """Education leads and coordinators where these doctors are employed, without the one who gives."""
    homes = RoleAssignment.objects.active().filter(user__in=list(doctors), role="doctor").values("institution_id")
    holders = (
        RoleAssignment.objects.active().filter(Q(institution__in=homes), role__in=GRANTABLE_ROLES).values("user_id")
    )
    return list(User.objects.filter(pk__in=holders, is_active=True).exclude(pk=besides.pk))
