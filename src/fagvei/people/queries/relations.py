"""Who stands where to whom, now or at another instant."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import AN_INSTANT, Delegation, Relation, RoleAssignment, User


def active_roles(user: User) -> QuerySet[RoleAssignment]:
    return roles_with_places(user.role_assignments.active())


def roles_with_places(roles: QuerySet[RoleAssignment]) -> QuerySet[RoleAssignment]:
    return roles.select_related("institution", "centre", "region", "specialty").order_by("role", "pk")


def has_role(user: User, role: str, *, institution: TrainingInstitution | None = None) -> bool:
    return bool(_holding(user=user.pk, role=role, institution=institution and institution.pk, now=clock.now()))


@prepared
def _holding(user: int, role: str, institution: int | None, now: dt.datetime) -> QuerySet:
    roles = RoleAssignment.objects.active(now).filter(user_id=user, role=role)
    roles = roles if institution is None else roles.filter(institution_id=institution)
    return roles.values_list("pk", flat=True)[:1]


def people_of(doctor: User, kind: str, at: dt.datetime | None = None) -> list[User]:
    """The doctor's mentor, supervisors or leader now, in Norwegian order."""
    return _people(doctor=doctor.pk, kind=str(kind), now=at or clock.now())


@prepared
def _people(doctor: int, kind: str, now: dt.datetime) -> QuerySet[User]:
    ids = Relation.objects.active(now).filter(doctor_id=doctor, kind=kind).values("person_id")
    return User.objects.filter(pk__in=ids, is_active=True)


def leader_of(doctor: User, at: dt.datetime | None = None) -> User | None:
    return next(iter(people_of(doctor, Relation.Kind.LEADER, at)), None)


def mentor_of(doctor: User, at: dt.datetime | None = None) -> User | None:
    return next(iter(people_of(doctor, Relation.Kind.MENTOR, at)), None)


def supervisors_of(doctor: User, at: dt.datetime | None = None) -> list[User]:
    return people_of(doctor, Relation.Kind.SUPERVISOR, at)


def doctor_ids_related_to(user: User, kinds: list[str], at: dt.datetime | None = None) -> QuerySet:
    """Ids of doctors to whom the user stands in one of these relations now."""
    return Relation.objects.active(at).filter(person=user, kind__in=kinds).values("doctor_id")


def doctor_ids_decided_by(user: User, at: dt.datetime | None = None) -> Q:
    """A filter on `doctor`/`doctor_id` for those whose leader the user is, or acts for within dates; never oneself."""
    return Q(doctor_id__in=led_by(user, at).values("doctor_id")) & ~Q(doctor_id=user.pk)


def doctor_ids_led_by(user: User, at: dt.datetime | None = None) -> Q:
    """As above for the leader and the deputy alone: a delegate has got the task of deciding goals and nothing else."""
    led = led_by(user, at, [Delegation.Kind.DEPUTY])
    return Q(doctor_id__in=led.values("doctor_id")) & ~Q(doctor_id=user.pk)


def led_by(
    user: Any, at: dt.datetime | None = None, kinds: Iterable[str] = Delegation.Kind.values
) -> QuerySet[Relation]:
    """The leader relations in which the user may decide: as the leader, or for the leader within dates."""
    moment = at or clock.now()
    delegations = Delegation.objects.active(moment).filter(person=user, kind__in=kinds)
    acting_for_this_leader = delegations.filter(
        Q(doctor__isnull=True) | Q(doctor_id=OuterRef("doctor_id")),
        leader_id=OuterRef("person_id"),
        institution_id=OuterRef("institution_id"),
    )
    # The leaders are named first, so that the database looks them up and does not try every relation there is.
    for_another = Q(person_id__in=delegations.values("leader_id")) & Exists(acting_for_this_leader)
    return Relation.objects.active(moment).filter(Q(person=user) | for_another, kind=Relation.Kind.LEADER)


def led_or_deputised_by(user: Any, at: dt.datetime | None = None) -> QuerySet[Relation]:
    """Without those for whom one only decides goals as a delegate; never oneself."""
    return led_by(user, at, kinds=[Delegation.Kind.DEPUTY]).exclude(doctor=user)


def deciding_capacity(user: User, doctor: User, at: dt.datetime | None = None) -> str | None:
    """ "leader", "deputy" or "delegate" when the user may decide in the doctor's case now, else None. Never in one's own case."""
    if user.pk == doctor.pk or not user.is_active:
        return None
    moment = at or clock.now()
    leaders = _leader_relation(doctor=doctor.pk, now=moment)
    if not leaders:
        return None
    leader_id, institution_id = leaders[0]
    if leader_id == user.pk:
        return "leader"
    place = {"leader": leader_id, "institution": institution_id}
    kind: str | None = _acting_as.first(person=user.pk, doctor=doctor.pk, now=moment, **place)
    return kind


@prepared
def _acting_as(person: int, doctor: int, leader: int, institution: int, now: dt.datetime) -> QuerySet:
    """A deputy may more than a delegate."""
    acting = Delegation.objects.active(now).filter(
        Q(doctor__isnull=True) | Q(doctor_id=doctor), person_id=person, leader_id=leader, institution_id=institution
    )
    return acting.order_by("-kind").values_list("kind", flat=True)[:1]


@prepared
def _leader_relation(doctor: int, now: dt.datetime) -> QuerySet:
    led = Relation.objects.active(now).filter(doctor_id=doctor, kind=Relation.Kind.LEADER)
    return led.order_by("pk").values_list("person_id", "institution_id")[:1]


def doctors_led_by(leader: User, institution: TrainingInstitution) -> QuerySet[User]:
    led = Relation.objects.active().filter(person=leader, kind=Relation.Kind.LEADER, institution=institution)
    return User.objects.filter(pk__in=led.values("doctor_id"))


def institution_of(doctor: User, at: dt.datetime | None = None) -> TrainingInstitution | None:
    """The home institution: responsible for the record also during stays elsewhere (R20)."""
    assignment = (
        doctor.role_assignments.active(at)
        .filter(role="doctor", institution__isnull=False)
        .select_related("institution")
        .first()
    )
    return assignment.institution if assignment else None


def positions_to_come(doctor: User) -> QuerySet[RoleAssignment]:
    """Roles as doctor that have not begun, at another employer for instance; the next one first."""
    coming = doctor.role_assignments.filter(role="doctor", institution__isnull=False, starts_at__gt=clock.now())
    return coming.select_related("institution").order_by("starts_at", "pk")


@dataclass(frozen=True)
class Unled:
    """A doctor whom nobody leads at an institution: since when, or from when on where the position has not begun."""

    doctor: User
    since: dt.datetime
    begins_at: dt.datetime | None


def unled_doctors(institutions: Collection[int]) -> list[Unled]:
    """Doctors who work at these institutions, or will, and whom nobody leads there when they do. Each doctor once."""
    now = clock.now()
    leaders = Relation.objects.filter(
        doctor=OuterRef("user"), institution=OuterRef("institution"), kind=Relation.Kind.LEADER
    )
    lasts = Q(ends_at__gt=now) & Q(ends_at__gt=OuterRef("starts_at")) & Q(ends_at__gt=F("starts_at") + AN_INSTANT)
    positions = (
        RoleAssignment.objects.filter(role="doctor", institution_id__in=institutions, user__is_active=True)
        .exclude(ends_at__lte=now)
        .exclude(Exists(leaders.filter(Q(ends_at__isnull=True) | lasts)))
        .annotate(left_at=leaders.order_by("-ends_at").values("ends_at")[:1])
        .select_related("user")
        .order_by("user__sort_key", "starts_at", "pk")
    )
    found: dict[int, Unled] = {}
    for position in positions:
        begins_at = position.starts_at if position.starts_at > now else None
        since = now if begins_at else max(position.starts_at, position.left_at or position.starts_at)
        found.setdefault(position.user_id, Unled(position.user, since, begins_at))
    return list(found.values())


# --- Whoever led a doctor before the doctor changed employer ---


def earlier_leaders_at(doctor: User, institution: TrainingInstitution) -> QuerySet[Relation]:
    """Leader relations there that have ended, newest end first, of people who still hold the role of leader there.

    None while the doctor has a leader at the institution: then that one answers for what was before, too.
    """
    led = Relation.objects.filter(doctor=doctor, institution=institution, kind=Relation.Kind.LEADER)
    if led.active().exists():
        return led.none()
    leaders = RoleAssignment.objects.active().filter(role="leader", institution=institution)
    ended = led.filter(ends_at__lte=clock.now(), person__in=leaders.values("user_id"), person__is_active=True)
    return ended.select_related("person").order_by("-ends_at", "-pk")


def earlier_leading_capacity(
    user: User, doctor: User, institution: TrainingInstitution, *, first: dt.date, last: dt.date
) -> str | None:
    """ "former_leader" for who led the doctor at the institution some day of the period, "deputy_of_former_leader" for who
    acts for that leader now; None while somebody there leads the doctor, and always in one's own case.
    """
    if user.pk == doctor.pk or not user.is_active:
        return None
    led = earlier_leaders_at(doctor, institution).filter(starts_at__date__lte=last, ends_at__date__gte=first)
    leaders = {relation.person for relation in led}
    if user in leaders:
        return "former_leader"
    return "deputy_of_former_leader" if is_deputy_there(user, doctor, institution, of=leaders) else None


# --- Whoever leads there now, when nobody is left of those who led the doctor there ---


def leaders_at(institution: TrainingInstitution) -> QuerySet[User]:
    return holders_at(institution, "leader")


def holders_at(institution: TrainingInstitution, role: str) -> QuerySet[User]:
    """Who holds the role there now, in Norwegian order."""
    held = RoleAssignment.objects.active().filter(role=role, institution=institution)
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True)


def somebody_led_and_leads_there(doctor: User, institution: TrainingInstitution) -> bool:
    """The doctor has a leader there now, or one who led the doctor there earlier still holds the role of leader there."""
    led = Relation.objects.active().filter(doctor=doctor, kind=Relation.Kind.LEADER, institution=institution)
    return led.exists() or earlier_leaders_at(doctor, institution).exists()


def is_deputy_there(user: User, doctor: User, institution: TrainingInstitution, *, of: Iterable[User]) -> bool:
    """Acts there now for one of these in this doctor's case; never in one's own."""
    acting = Delegation.objects.active().filter(
        Q(doctor__isnull=True) | Q(doctor=doctor),
        person=user,
        kind=Delegation.Kind.DEPUTY,
        institution=institution,
        leader__in=[each.pk for each in of],
    )
    return user.pk != doctor.pk and acting.exists()
