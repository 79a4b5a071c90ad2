"""One bundle per page: everything it shows, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Delegation, Notification, Relation, RoleAssignment, User
from fagvei.people.queries.circle import roles_of
from fagvei.people.queries.confirm_tasks import relations_to_confirm
from fagvei.people.queries.relations import led_by, unled_doctors
from fagvei.people.queries.reports import relations_unconfirmed
from fagvei.people.roles import HAVE_DEPUTIES

PERSONS_A_PAGE = 50
NOTICES_SHOWN = 10


@dataclass(frozen=True)
class MyPage:
    """`/min-side/`"""

    active_roles: list[RoleAssignment]
    former_roles: list[RoleAssignment]
    relations: list[Relation]
    former_relations: list[Relation]
    has_record: bool


def my_page_of(user: User) -> MyPage:
    now = clock.now()
    roles = list(
        user.role_assignments.select_related("institution", "centre", "region", "specialty").order_by(
            "-starts_at", "pk"
        )
    )
    relations = [
        relation
        for relation in Relation.objects.filter(Q(doctor=user) | Q(person=user))
        .select_related("doctor", "person", "institution")
        .order_by("-starts_at", "pk")
        if not relation.never_began
    ]
    return MyPage(
        active_roles=[role for role in roles if role.is_active(now)],
        former_roles=[role for role in roles if not role.is_active(now)],
        relations=[relation for relation in relations if relation.is_active(now)],
        former_relations=[relation for relation in relations if not relation.is_active(now)],
        has_record=any(role.role == "doctor" for role in roles),
    )


def readings_of(user: User) -> QuerySet[AccessLog]:
    """Who has read this person's record, newest first."""
    return AccessLog.objects.filter(subject_id=str(user.public_id)).order_by("-read_at", "-pk")


@dataclass
class OwnDoctor:
    """One doctor of a leader, with the people around."""

    doctor: User
    institution: TrainingInstitution
    capacity: str
    mentor: Relation | None = None
    supervisors: list[Relation] = field(default_factory=list)

    @property
    def may_appoint(self) -> bool:
        return self.capacity in {"leader", "deputy"}


@dataclass(frozen=True)
class RelationsPage:
    """`/relasjoner/`: me as a doctor, those I mentor and supervise, those I lead. `delegates_as`: roles that have deputies."""

    my_relations: list[Relation]
    acting_in_my_case: list[Delegation]
    my_doctors: list[Relation]
    led_doctors: list[OwnDoctor]
    delegations_given: list[Delegation]
    delegations_received: list[Delegation]
    unconfirmed: list[Relation]
    delegates_as: frozenset[str]

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.my_relations, self.my_doctors, self.led_doctors, self.delegations_received, self.delegates_as)
        )


def relations_page_of(user: User) -> RelationsPage:
    active = Relation.objects.active().select_related("doctor", "person", "institution")
    delegations = Delegation.objects.filter(ends_at__gt=clock.now()).select_related(
        "leader", "person", "doctor", "institution"
    )
    mine = list(active.filter(doctor=user).order_by("kind", "person__sort_key", "pk"))
    my_leader = next((relation for relation in mine if relation.kind == Relation.Kind.LEADER), None)
    return RelationsPage(
        my_relations=mine,
        acting_in_my_case=list(_acting_for(my_leader, user, delegations)),
        my_doctors=list(
            active.filter(person=user).exclude(kind=Relation.Kind.LEADER).order_by("doctor__sort_key", "pk")
        ),
        led_doctors=_led_doctors(user),
        delegations_given=list(delegations.filter(leader=user).order_by("starts_at", "pk")),
        delegations_received=list(delegations.filter(person=user).order_by("starts_at", "pk")),
        unconfirmed=list(relations_unconfirmed(user)),
        delegates_as=frozenset(
            user.role_assignments.active()
            .filter(role__in=HAVE_DEPUTIES, institution__isnull=False)
            .values_list("role", flat=True)
        ),
    )


def _acting_for(leader: Relation | None, doctor: User, delegations: QuerySet[Delegation]) -> QuerySet[Delegation]:
    if leader is None:
        return delegations.none()
    return delegations.filter(
        Q(doctor__isnull=True) | Q(doctor=doctor), leader=leader.person, institution=leader.institution
    ).order_by("starts_at", "pk")


def _led_doctors(user: User) -> list[OwnDoctor]:
    led = led_by(user).exclude(doctor=user).select_related("doctor", "institution").order_by("doctor__sort_key", "pk")
    acting = list(Delegation.objects.active().filter(person=user))
    rows = {
        relation.doctor_id: OwnDoctor(relation.doctor, relation.institution, _capacity(user, relation, acting))
        for relation in led
    }
    around = Relation.objects.active().filter(doctor_id__in=list(rows)).exclude(kind=Relation.Kind.LEADER)
    for relation in around.select_related("person", "institution").order_by("person__sort_key", "pk"):
        row = rows[relation.doctor_id]
        if relation.kind == Relation.Kind.MENTOR:
            row.mentor = relation
        else:
            row.supervisors.append(relation)
    return list(rows.values())


def _capacity(user: User, relation: Relation, acting: list[Delegation]) -> str:
    """As `deciding_capacity`, from rows that are fetched already."""
    if relation.person_id == user.pk:
        return "leader"
    kinds = [
        delegation.kind
        for delegation in acting
        if delegation.leader_id == relation.person_id
        and delegation.institution_id == relation.institution_id
        and delegation.doctor_id in {None, relation.doctor_id}
    ]
    return max(kinds)  # a deputy may more than a delegate


@dataclass
class PersonRow:
    """One person of an institution with the roles there."""

    user: User
    roles: list[RoleAssignment]


def persons_page(institution: TrainingInstitution, number: str = "1") -> tuple[Page, list[PersonRow]]:
    """One page of those with a role at the institution, past or present; open accounts first."""
    here = RoleAssignment.objects.filter(institution=institution)
    people = User.objects.filter(Exists(here.filter(user=OuterRef("pk")))).order_by("-is_active", "sort_key", "pk")
    page = Paginator(people, PERSONS_A_PAGE).get_page(number)
    users = list(page.object_list)
    roles_of = defaultdict(list)
    not_ended = here.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now()), user__in=users)
    for role in not_ended.order_by("role", "pk"):
        roles_of[role.user_id].append(role)
    return page, [PersonRow(user, roles_of[user.pk]) for user in users]


@dataclass(frozen=True)
class PersonPage:
    """An account as the administrator of one institution sees it: nothing from elsewhere, nothing from the record."""

    roles: list[RoleAssignment]
    former_roles: list[RoleAssignment]
    leader: Relation | None
    is_doctor_here: bool


def person_page_of(person: User, institution: TrainingInstitution) -> PersonPage:
    now = clock.now()
    roles = list(person.role_assignments.filter(institution=institution).order_by("-starts_at", "pk"))
    open_roles = [role for role in roles if role.ends_at is None or role.ends_at > now]
    leaders = Relation.objects.active(now).filter(doctor=person, kind=Relation.Kind.LEADER, institution=institution)
    return PersonPage(
        roles=open_roles,
        former_roles=[role for role in roles if role not in open_roles],
        leader=leaders.select_related("person").first(),
        is_doctor_here=any(role.role == "doctor" and role.is_active(now) for role in roles),
    )


def notifications_of(user: User) -> QuerySet[Notification]:
    return _notices(user.pk)


def newest_notices_of(user: User) -> list[Notification]:
    return _newest_notices(user=user.pk)


def _notices(user: int) -> QuerySet[Notification]:
    return Notification.objects.filter(user_id=user).order_by("-created_at", "-pk")


@prepared
def _newest_notices(user: int) -> QuerySet[Notification]:
    return _notices(user)[:NOTICES_SHOWN]


def tasks_for(user: User) -> list[Task]:
    """What waits for the user in this room: relations to confirm each half-year, doctors whom nobody leads."""
    return [*relations_to_confirm(user), *_to_be_led(user)]


def _to_be_led(user: User) -> list[Task]:
    """The administrator chooses who leads a doctor: of one who came, is about to come, or whose leader left."""
    places = {role.institution_id for role in roles_of(user) if role.role == "hospital_admin" and role.institution_id}
    if not places:
        return []
    return [
        Task(
            kind="choose_leader",
            title=_("Velg leder for %(doctor)s") % {"doctor": row.doctor},
            url=reverse("people:leader_new", args=[row.doctor.public_id]),
            act_label=_("Velg leder"),
            waiting_since=row.since,
            due_on=row.begins_at.astimezone(clock.OSLO).date() if row.begins_at else None,
        )
        for row in unled_doctors(places)
    ]
