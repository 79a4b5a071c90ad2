"""Doors of the leader's view: the team, numbers for those who keep the plan, and grants to look at named doctors."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.common import clock
from fagvei.common.permissions import NotAllowed, Permission
from fagvei.common.prepared import prepared
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Relation, User
from fagvei.people.queries import active_roles, led_or_deputised_by
from fagvei.training.access.core import (
    LEADS,
    POLICIES,
    Policy,
    log_overview,
    log_reading,
    relations_to,
    rows,
    through_door,
)
from fagvei.training.models import RecordGrant

# "appointed": whom the leader has let look at this doctor, while it lasts.
TEAM_ROWS = (
    rows(
        "record_grant",
        Permission.SEE,
        LEADS | {"doctor"},
        "record_grant",
        note="det den oppnevnte ser av én lege: fremdrift i tall, ikke enkelte aktiviteter",
    ),
    rows("record_grant", Permission.SEE, {"appointed"}, "record_grant", states=frozenset({"active"})),
    rows("record_grant", Permission.EDIT, LEADS, "end_record_grant"),
)
NUMBERS_ROLES = ("education_lead", "coordinator", "local_committee")


class LeadsNobody(NotAllowed):
    message = gettext_lazy(
        "Oversikten er for ledere og stedfortredere. Administratoren registrerer hvem som leder hvem."
    )


class NumbersOnly(NotAllowed):
    message = gettext_lazy(
        "Tall, terskler og frister ved virksomheten er for utdanningsansvarlig overlege, koordinator og utdanningsutvalg."
    )


def state_of_grant(grant: RecordGrant) -> str:
    if grant.is_active():
        return "active"
    return "coming" if grant.starts_at > clock.now() else "ended"


def _may_grant(permission: Permission, grant: RecordGrant, user: User, relations: frozenset[str]) -> bool:
    leads = bool(relations & LEADS)
    if permission == Permission.SEE:
        return leads or bool(relations & {"doctor", "appointed"})
    return permission == Permission.EDIT and leads


def _standing(grant: RecordGrant, user: User) -> frozenset[str]:
    holds = grant.person_id == user.pk and grant.is_active()
    return frozenset({"appointed"}) if holds else frozenset()


POLICIES[RecordGrant] = Policy(_may_grant, state_of=state_of_grant, more_relations=_standing)


def get_record_grant_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> RecordGrant:
    """Each reading by the appointed stands in the doctor's access log."""
    grants = RecordGrant.objects.select_related("doctor", "person", "leader", "institution", "by")
    return through_door(grants, user, public_id, permission, lambda grant: _("fremdriften i tall"))


def team_of(user: User, what: str = "") -> list[User]:
    """The doctors one leads or is deputy for; 403 for those who lead nobody and have no such role.

    `what` the page shows of each of them stands in that doctor's access log; "" for a page that names nobody.
    """
    standing = _led(user)
    doctors = list(standing)
    if what:
        log_overview(user, standing, what)
    if not doctors and not user.role_assignments.active().filter(role__in=LEADS).exists():
        raise LeadsNobody
    return doctors


def _led(user: User) -> dict[User, set[str]]:
    """In which capacity, for each of the doctors."""
    standing: dict[User, set[str]] = {}
    for row in _leading(user=user.pk, now=clock.now()):
        if row.doctor.is_active:
            standing.setdefault(row.doctor, set()).add("leader" if row.person_id == user.pk else "deputy")
    return standing


@prepared
def _leading(user: int, now: dt.datetime) -> QuerySet[Relation]:
    return led_or_deputised_by(user, now).select_related("doctor").order_by("doctor__sort_key", "pk")


def log_mentoring_overview(user: User) -> None:
    """When they met is a part of each one's record; the page is open to all, and empty for those who lead nobody."""
    log_overview(user, _led(user), _("når veiledning har vært, i oversikten over egne leger"))


def log_cell(user: User, doctor: User) -> None:
    """A cell of the matrix opened up is a reading of that doctor's record."""
    log_reading(user, doctor, relations_to(user, doctor), _("fremdriften i én kategori"))


def institution_with_numbers_for(user: User, *, role: str = "") -> TrainingInstitution:
    """Where the user keeps the plan (with `role`: exactly that one); 403 elsewhere."""
    wanted = (role,) if role else NUMBERS_ROLES
    for assignment in active_roles(user):
        if assignment.role in wanted and assignment.institution is not None:
            return assignment.institution
    raise NumbersOnly
