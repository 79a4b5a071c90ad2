"""Which doctors a person has to do with now, looked up once.

A page that asks twelve things about "those I lead" would otherwise carry the same nested question twelve times, and
building it costs Django more than the database needs to answer. Doors keep the nested question: it cannot grow old.
"""

import datetime as dt
from dataclasses import dataclass

from fagvei.common import clock
from fagvei.people.models import Delegation, Relation, User

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


def circle_of(user: User, at: dt.datetime | None = None) -> Circle:
    """Two questions, three for who acts for a leader."""
    moment = at or clock.now()
    of_kind: dict[str, set[int]] = {kind: set() for kind in Relation.Kind.values}
    for kind, doctor_id in Relation.objects.active(moment).filter(person=user).values_list("kind", "doctor_id"):
        of_kind[kind].add(doctor_id)
    own = of_kind[Relation.Kind.LEADER]
    acting = list(
        Delegation.objects.active(moment)
        .filter(person=user)
        .values_list("kind", "leader_id", "institution_id", "doctor_id")
    )
    deputised, delegated = _led_for_others(acting, moment) if acting else (set(), set())
    return Circle(
        user=user,
        supervises=frozenset(of_kind[Relation.Kind.SUPERVISOR]),
        mentors=frozenset(of_kind[Relation.Kind.MENTOR]),
        leads=frozenset((own | deputised) - {user.pk}),
        decides=frozenset((own | deputised | delegated) - {user.pk}),
        related=frozenset().union(*of_kind.values()),
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
