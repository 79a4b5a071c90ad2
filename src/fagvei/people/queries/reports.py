"""What somebody should look into: circles of decisions, relations nobody has confirmed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Delegation, Relation, User
from fagvei.people.queries.circle import circle_of

# Threat T-31: relations are confirmed each half-year.
CONFIRM_EVERY = dt.timedelta(days=182)
# Threat T-03: A decides for B and B for A, or over up to four people.
LONGEST_CIRCLE = 4


def relations_unconfirmed(leader: User | None = None, at: dt.datetime | None = None) -> QuerySet[Relation]:
    """Relations in force that nobody has confirmed for half a year; of those one leads or is deputy for, or of all."""
    moment = at or clock.now()
    if leader is not None:
        return relations_unconfirmed_among(circle_of(leader, moment).leads, moment)
    return _with_names(_unconfirmed(moment, moment - CONFIRM_EVERY))


def relations_unconfirmed_among(led: Collection[int], at: dt.datetime | None = None) -> QuerySet[Relation]:
    """The same for who leads these doctors."""
    moment = at or clock.now()
    return _with_names(unconfirmed_among(led, moment, moment - CONFIRM_EVERY))


def _unconfirmed(moment: dt.datetime, before: dt.datetime) -> QuerySet[Relation]:
    return Relation.objects.active(moment).filter(confirmed_at__lt=before)


def unconfirmed_among(led: Collection[int], moment: dt.datetime, before: dt.datetime) -> QuerySet[Relation]:
    return _unconfirmed(moment, before).filter(doctor_id__in=led).exclude(kind=Relation.Kind.LEADER)


def _with_names(rows: QuerySet[Relation]) -> QuerySet[Relation]:
    return rows.select_related("doctor", "person", "institution").order_by("doctor__sort_key", "kind", "pk")


def decision_circles(
    *, institution: TrainingInstitution | None = None, at: dt.datetime | None = None
) -> list[tuple[User, ...]]:
    """Circles of people who decide for each other, as leader or for a leader; each circle once, shortest first."""
    decides_for = _edges(at or clock.now(), institution)
    circles = []
    for start in sorted(decides_for):
        circles.extend(_circles_from(start, decides_for))
    people = User.objects.in_bulk({pk for circle in circles for pk in circle})
    return [tuple(people[pk] for pk in circle) for circle in sorted(circles, key=lambda circle: (len(circle), circle))]


def _edges(moment: dt.datetime, institution: TrainingInstitution | None) -> dict[int, set[int]]:
    """Decider → doctors. Only people who stand at both ends can be in a circle, which keeps this small."""
    led = Relation.objects.active(moment).filter(kind=Relation.Kind.LEADER)
    acting = Delegation.objects.active(moment)
    if institution is not None:
        led, acting = led.filter(institution=institution), acting.filter(institution=institution)
    pairs = set(led.values_list("person_id", "doctor_id"))
    doctors_of = defaultdict(set)
    for leader, doctor, place in led.values_list("person_id", "doctor_id", "institution_id"):
        doctors_of[leader, place].add(doctor)
    for row in acting.filter(Q(doctor__isnull=True) | ~Q(doctor=F("person"))):
        doctors = doctors_of[row.leader_id, row.institution_id]
        pairs |= {(row.person_id, pk) for pk in (doctors if row.doctor_id is None else doctors & {row.doctor_id})}
    doctors = {doctor for _, doctor in pairs}
    deciders = {decider for decider, _ in pairs}
    edges = defaultdict(set)
    for decider, doctor in pairs:
        if decider in doctors and doctor in deciders and decider != doctor:
            edges[decider].add(doctor)
    return dict(edges)


def _circles_from(start: int, decides_for: dict[int, set[int]]) -> list[tuple[int, ...]]:
    """Circles whose smallest member is `start`, so that each is found once."""
    found: list[tuple[int, ...]] = []
    paths: list[tuple[int, ...]] = [(start,)]
    while paths:
        path = paths.pop()
        for pk in decides_for.get(path[-1], ()):
            if pk == start and len(path) > 1:
                found.append(path)
            elif pk > start and pk not in path and len(path) < LONGEST_CIRCLE:
                paths.append((*path, pk))
    return found
