"""Who lives in the nation, and who stands where to whom: leaders with twelve doctors, mentors with three, supervisors with six."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from fagvei.common.sorting import norwegian_sort_key
from fagvei.people.models import Relation, RoleAssignment, User
from fagvei.workshop.bulk import BulkWriter
from fagvei.workshop.nation import words
from fagvei.workshop.nation.places import Course, Place, Places
from fagvei.workshop.nation.wish import Wish

DOCTORS_PER_LEADER = 12
DOCTORS_PER_MENTOR = 3
DOCTORS_PER_SUPERVISOR = 6
SUPERVISORS_PER_DOCTOR = 2
TRAINING = dt.timedelta(days=6.5 * 365)
LONG_AGO = dt.timedelta(days=2900)
NO_PASSWORD = "!generated"  # noqa: S105 -- a mark that no password fits; they log in by nothing


@dataclass
class Post:
    """A doctor with everybody around. `progress` runs from 0 (began today) to 1 (has been here for the whole training)."""

    doctor: User
    place: Place
    course: Course
    leader: User
    mentor: User
    supervisors: list[User]
    began_at: dt.datetime
    progress: float


def settle(wish: Wish, places: Places, writer: BulkWriter) -> Iterator[Post]:
    """Institution by institution: first those who teach, then one doctor at a time."""
    people = People(wish, writer)
    left = wish.doctors
    for number, place in enumerate(places.institutions):
        is_team = number == 0 and wish.team > 0
        here = min(wish.team, left) if is_team else -(-left // (len(places.institutions) - number))
        left -= here
        yield from _settle_institution(people, places, place, here, is_team=is_team)


def _settle_institution(
    people: "People", places: Places, place: Place, doctors: int, *, is_team: bool
) -> Iterator[Post]:
    leaders = people.several("leader", place, 1 if is_team else -(-doctors // DOCTORS_PER_LEADER))
    mentors = people.several("mentor", place, -(-doctors // DOCTORS_PER_MENTOR))
    wanted = -(-doctors * SUPERVISORS_PER_DOCTOR // DOCTORS_PER_SUPERVISOR)
    supervisors = people.several("supervisor", place, max(wanted, SUPERVISORS_PER_DOCTOR))
    for number in range(doctors):
        course = places.largest if is_team or people.doctors % 10 == 0 else places.usual
        yield people.doctor(
            place,
            course,
            leaders[number % len(leaders)],
            mentors[number % len(mentors)],
            [supervisors[(number + turn) % len(supervisors)] for turn in range(SUPERVISORS_PER_DOCTOR)],
        )


class People:
    def __init__(self, wish: Wish, writer: BulkWriter):
        self.wish, self.writer, self.draw = wish, writer, writer.draw
        self.doctors = 0
        self._numbers = Counter[str]()

    def several(self, role: str, place: Place, count: int) -> list[User]:
        return [self.person(role, place, self.wish.now - LONG_AGO) for _number in range(count)]

    def person(self, role: str, place: Place, since: dt.datetime) -> User:
        self._numbers[role] += 1
        name = f"{self.draw.choice(words.FIRST_NAMES)} {self.draw.choice(words.LAST_NAMES)}"
        username = f"{self.wish.prefix}-{role}-{self._numbers[role]:05}"
        user = self.writer.new(
            User,
            username=username,
            full_name=name,
            sort_key=norwegian_sort_key(name),
            email=f"{username}@example.org",
            password=NO_PASSWORD,
            is_demo=True,
            created_at=since,
        )
        assignment = self.writer.new(
            RoleAssignment, user_id=user.pk, role=role, institution_id=place.institution.pk, starts_at=since
        )
        self.writer.add(user)
        self.writer.add(assignment)
        self.writer.record("user_added", happened_at=since, target=user, by=None, subject=user)
        self.writer.record(
            "role_assigned",
            happened_at=since,
            target=assignment,
            by=None,
            subject=user,
            controller=place.institution,
            details={"role": role},
        )
        return user

    def doctor(self, place: Place, course: Course, leader: User, mentor: User, supervisors: list[User]) -> Post:
        self.doctors += 1
        progress = self.draw.random()
        began_at = self.wish.now - progress * TRAINING - dt.timedelta(days=1)
        doctor = self.person("doctor", place, began_at)
        for kind, person in (("leader", leader), ("mentor", mentor), *(("supervisor", each) for each in supervisors)):
            self.relate(doctor, person, kind, place, began_at)
        return Post(doctor, place, course, leader, mentor, supervisors, began_at, progress)

    def relate(self, doctor: User, person: User, kind: str, place: Place, since: dt.datetime) -> None:
        relation = self.writer.new(
            Relation,
            doctor_id=doctor.pk,
            person_id=person.pk,
            kind=kind,
            institution_id=place.institution.pk,
            starts_at=since,
            confirmed_at=max(since, self.wish.now - dt.timedelta(days=self.draw.randrange(170))),
        )
        self.writer.add(relation)
        self.writer.record(
            "relation_started",
            happened_at=since,
            target=relation,
            by=None,
            subject=doctor,
            controller=place.institution,
            details={"kind": kind},
            facts=[relation],
        )
