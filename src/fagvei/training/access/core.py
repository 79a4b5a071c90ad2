"""What all doors of the record share: who somebody is to a doctor, the policy of each kind of row, the log of reading.

Three answers stand apart from each other and are compared by house tests: the permission rows, `can` here, and the
`visible_to` querysets of the models. Verbs are allowed by who somebody is; whether the state allows them, the action says.
Each noun has a module beside this one that declares its rows, its policy (`POLICIES[Model] = Policy(...)`) and its doors.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from fagvei.audit.actions import record_overview, record_reading
from fagvei.common import clock
from fagvei.common.permissions import NotAllowed, Permission, RowsOf
from fagvei.common.prepared import prepared
from fagvei.people.models import Relation, User
from fagvei.people.queries import deciding_capacity, roles_of, standing_once

DECIDERS = frozenset({"leader", "deputy", "delegate"})
LEADS = frozenset({"leader", "deputy"})
READERS = DECIDERS | {"doctor", "mentor"}


rows = RowsOf("training")


@dataclass(frozen=True)
class Policy:
    """How one kind of row answers: `may(permission, row, user, relations)`, whose record it is in, and its state's word.

    `more_relations` are the words for who somebody is to this row alone, beside the relations to the doctor.
    """

    may: Callable[[Permission, Any, User, frozenset[str]], bool]
    doctor_of: Callable[[Any], User] = lambda row: row.doctor
    state_of: Callable[[Any], str] = lambda row: getattr(row, "state", "")
    more_relations: Callable[[Any, User], frozenset[str]] = lambda row, user: frozenset()

    def relations(self, row: Any, user: User) -> frozenset[str]:
        return relations_to(user, self.doctor_of(row)) | self.more_relations(row, user)


POLICIES: dict[type[Model], Policy] = {}


def visible_to(user: User, model: type[Model]) -> QuerySet:
    """The rows of a model that the user may see: the same answer as `can(..., SEE, ...)`, for lists."""
    return model._default_manager.visible_to(user) if user.is_active else model._default_manager.none()  # type: ignore[attr-defined]


def relations_to(user: User, doctor: User) -> frozenset[str]:
    """All capacities in which the user stands to the doctor at this instant; of one who only reads, asked once an answer."""
    if user.pk == doctor.pk:
        return frozenset({"doctor"})
    return standing_once(user, doctor, lambda: _relations_to(user, doctor))


def _relations_to(user: User, doctor: User) -> frozenset[str]:
    capacity = deciding_capacity(user, doctor)
    return frozenset({*_kinds(user=user.pk, doctor=doctor.pk, now=clock.now()), *([capacity] if capacity else [])})


@prepared
def _kinds(user: int, doctor: int, now: dt.datetime) -> QuerySet:
    active = Relation.objects.active(now).filter(doctor_id=doctor, person_id=user)
    return active.exclude(kind=Relation.Kind.LEADER).values_list("kind", flat=True)


def can(user: User, permission: Permission, row: Any) -> bool:
    """May this person do this to this row? A `User` as row means that doctor's plans as a whole."""
    if not user.is_active:
        return False
    policy = POLICIES[row.__class__]
    return policy.may(permission, row, user, policy.relations(row, user))


def doctor_of(row: Any) -> User:
    return POLICIES[row.__class__].doctor_of(row)


def state_of(row: Any) -> str:
    """The word of the permission matrix for the row's state."""
    return POLICIES[row.__class__].state_of(row)


def through_door(rows: QuerySet, user: User, public_id: Any, permission: Permission, what: Callable[[Any], str]) -> Any:
    """The row, seen and allowed, or Http404 / NotAllowed; reading another's record is logged with `what(row)`."""
    row = rows.filter(public_id=public_id).first()
    if row is None or not user.is_active:
        raise Http404
    policy = POLICIES[row.__class__]
    doctor = policy.doctor_of(row)
    relations = policy.relations(row, user)
    if not policy.may(Permission.SEE, row, user, relations):
        raise Http404
    if not policy.may(permission, row, user, relations):
        raise NotAllowed(_("Du kan se dette, men ikke gjøre det. Spør legens leder hvis du mener det er feil."))
    log_reading(user, doctor, relations, what(row))
    return row


ROLE_WORDS = {
    "leader": "leder",
    "deputy": "stedfortreder",
    "acting": "handler for lederen",
    "delegate": "delegert godkjenner",
    "mentor": "veileder",
    "supervisor": "supervisør",
    "appointed": "gitt innsyn av lederen",
    "medical_head": "medisinsk ansvarlig overlege",
    "deputy_of_medical_head": "stedfortreder for medisinsk ansvarlig overlege",
    "former_leader": "tidligere leder",
    "deputy_of_former_leader": "stedfortreder for tidligere leder",
    "leader_there_now": "leder ved virksomheten nå",
    "deputy_there_now": "stedfortreder for leder ved virksomheten nå",
}


def log_overview(user: User, standing: Mapping[User, Collection[str]], what: str) -> None:
    """A page that shows how far several doctors have come is a reading of each."""
    subjects = {doctor: _role_words(relations) for doctor, relations in standing.items() if doctor.pk != user.pk}
    if subjects:
        record_overview(by=user, subjects=subjects, what=what, organisation=_workplace_of(user))


def log_reading(user: User, doctor: User, relations: frozenset[str], what: str) -> None:
    """The doctor sees who read, and in which roles. Not when it is the doctor's own reading."""
    if user.pk == doctor.pk:
        return
    record_reading(by=user, subject=doctor, role=_role_words(relations), what=what, organisation=_workplace_of(user))


def _role_words(relations: Collection[str]) -> str:
    return ", ".join(word for key, word in ROLE_WORDS.items() if key in relations)


def _workplace_of(user: User) -> str:
    return str(next((assignment.institution for assignment in roles_of(user) if assignment.institution), ""))
