"""Which doctors a person has to do with now and which roles one has, looked up once.

A page that asks twelve things about "those I lead" would otherwise carry the same nested question twelve times, and
building it costs Django more than the database needs to answer. Doors keep the nested question: it cannot grow old.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.people.models import Delegation, Relation, RoleAssignment, User
from fagvei.people.queries.relations import roles_with_places

Ids = frozenset[int]


@dataclass(frozen=True)
class Circle:
    """Ids of doctors. `leads` as leader or deputy, `decides` also as a delegate; never oneself in these two."""

    user: User
    supervises: Ids = frozenset()
    mentors: Ids = frozenset()
    leads: Ids = frozenset()
    decides: Ids = frozenset()
    # In any of the three relations oneself, without what one does for another leader.
    related: Ids = frozenset()
    # Ids of the leaders one is deputy for now, also those who lead no doctor.
    acts_for: Ids = frozenset()


def blank_circle(**blanks: Any) -> Circle:
    """A circle to build a prepared question from: blanks stand where its user and its ids will."""
    return Circle(**({"user": None} | blanks))


@dataclass
class _Known:
    circles: dict[int, Circle] = field(default_factory=dict)
    roles: dict[int, list[RoleAssignment]] = field(default_factory=dict)
    standings: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)


_known: ContextVar[_Known | None] = ContextVar("known_of_people", default=None)


@contextmanager
def looked_up_once() -> Iterator[None]:
    """Inside, the circle and the roles of a person are looked up once: for one who reads only, for as long as one answer."""
    if _known.get() is not None:
        yield
        return
    token = _known.set(_Known())
    try:
        yield
    finally:
        _known.reset(token)


def circle_of(user: User, at: dt.datetime | None = None) -> Circle:
    """Two questions, three for who acts for a leader; none when it is known (`looked_up_once`)."""
    known = _known.get()
    if known is None or at is not None:
        return _look_up(user, at or clock.now())
    if user.pk not in known.circles:
        known.circles[user.pk] = _look_up(user, clock.now())
    return known.circles[user.pk]


def roles_of(user: Any) -> list[RoleAssignment]:
    """The roles one has now, with their organisations; none for who is not logged in or is closed out.

    One question; none when they are known (`looked_up_once`).
    """
    if not user.is_authenticated or not user.is_active:
        return []
    known = _known.get()
    if known is None:
        return _roles_now(user)
    if user.pk not in known.roles:
        known.roles[user.pk] = _roles_now(user)
    return known.roles[user.pk]


def standing_once(user: User, doctor: User, ask: Callable[[], frozenset[str]]) -> frozenset[str]:
    """What `ask` says of who the user is to the doctor: asked at the door, and known for the page behind it."""
    known = _known.get()
    if known is None:
        return ask()
    pair = (user.pk, doctor.pk)
    if pair not in known.standings:
        known.standings[pair] = ask()
    return known.standings[pair]


def role_keys_of(user: Any) -> set[str]:
    return {each.role for each in roles_of(user)}


def _roles_now(user: User) -> list[RoleAssignment]:
    held = _roles(user=user.pk, now=clock.now())
    for each in held:
        each.user = user
    return held


@prepared
def _roles(user: int, now: dt.datetime) -> QuerySet[RoleAssignment]:
    return roles_with_places(RoleAssignment.objects.active(now).filter(user_id=user))


@prepared
def _relations(user: int, now: dt.datetime) -> QuerySet:
    return Relation.objects.active(now).filter(person_id=user).values_list("kind", "doctor_id")


@prepared
def _acting(user: int, now: dt.datetime) -> QuerySet:
    held = Delegation.objects.active(now).filter(person_id=user)
    return held.values_list("kind", "leader_id", "institution_id", "doctor_id")


def _look_up(user: User, moment: dt.datetime) -> Circle:
    of_kind: dict[str, set[int]] = {kind: set() for kind in Relation.Kind.values}
    for kind, doctor_id in _relations(user=user.pk, now=moment):
        of_kind[kind].add(doctor_id)
    own = of_kind[Relation.Kind.LEADER]
    acting = _acting(user=user.pk, now=moment)
    deputised, delegated = _led_for_others(acting, moment) if acting else (set(), set())
    return Circle(
        user=user,
        supervises=frozenset(of_kind[Relation.Kind.SUPERVISOR]),
        mentors=frozenset(of_kind[Relation.Kind.MENTOR]),
        leads=frozenset((own | deputised) - {user.pk}),
        decides=frozenset((own | deputised | delegated) - {user.pk}),
        related=frozenset().union(*of_kind.values()),
        acts_for=frozenset(leader for kind, leader, _place, _doctor in acting if kind == Delegation.Kind.DEPUTY),
    )


def _led_for_others(acting: list[tuple], moment: dt.datetime) -> tuple[set[int], set[int]]:
    """Doctors of the leaders one is deputy for, and of those one is delegate for."""
    leaders = Relation.objects.active(moment).filter(
        kind=Relation.Kind.LEADER, person_id__in={leader for _kind, leader, _place, _doctor in acting}
    )
    doctors_of: dict[tuple[int, int], set[int]] = {}
    for leader, place, doctor in leaders.values_list("person_id", "institution_id", "doctor_id"):
        doctors_of.setdefault((leader, place), set()).add(doctor)
    found: dict[str, set[int]] = {kind: set() for kind in Delegation.Kind.values}
    for kind, leader, place, doctor in acting:
        led = doctors_of.get((leader, place), set())
        found[kind] |= led if doctor is None else led & {doctor}
    return found[Delegation.Kind.DEPUTY], found[Delegation.Kind.DELEGATE]
