"""Who is in the storm, built once per database; and a round with a deadline in so many seconds.

    python -m stormworld people 2000           doctors with leaders and service, an officer, a course leader, a course
    python -m stormworld open 30 15,15 1       a round of two runs with fifteen seats each; prints what the client must know
    python -m stormworld unguard               takes away what the database itself refuses (for a negative control)

Doctors come from the bulk writer with the facts and audit events that the actions would have written; the round by the actions.
"""

import datetime as dt
import json
import random
import sys
from types import SimpleNamespace
from unittest.mock import patch

import django

django.setup()

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from fagvei.audit.actions import seal_everything
from fagvei.common import clock
from fagvei.common.sorting import norwegian_sort_key
from fagvei.courses.actions import open_round
from fagvei.courses.models import Course
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories
from fagvei.people.models import Relation, RoleAssignment, User
from fagvei.people.tests.cast import SINCE, make_cast
from fagvei.training.models import Employment, Placement, ServiceEvent
from fagvei.workshop.bulk import BulkWriter

DOCTORS_PER_LEADER = 25
NO_PASSWORD = "!storm"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GUARDS = (
    ("courses_roundrun", "no_run_is_oversold"),
    ("courses_seatoffer", "one_seat_a_doctor_in_a_run"),
    ("courses_seatoffer", "one_doctor_in_each_seat"),
    ("courses_waitinglistentry", "once_on_a_waiting_list"),
)


def make_people(number: int) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with transaction.atomic():
        cast = make_cast()
        course = make.make_course(cast, "STORM-1")
        cast.geir = seat_factories.make_leader(cast, course)
        with BulkWriter(draw=random.Random(4), sealed_at=clock.now()) as writer:
            crowd = _Crowd(cast, writer)
            for each in range(number):
                crowd.doctor(each)
    seal_everything()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


class _Crowd:
    def __init__(self, cast: SimpleNamespace, writer: BulkWriter):
        self.cast, self.writer = cast, writer
        self.leader: User | None = None

    def doctor(self, number: int) -> None:
        if number % DOCTORS_PER_LEADER == 0:
            self.leader = self._person(f"leder{number // DOCTORS_PER_LEADER:04}", "leader")
        doctor = self._person(f"lege{number:05}", "doctor")
        relation = self.writer.new(
            Relation, doctor_id=doctor.pk, person_id=self.leader.pk, kind="leader",
            institution_id=self.cast.fjellheim.pk, starts_at=SINCE, confirmed_at=SINCE,
        )  # fmt: skip
        self.writer.add(relation)
        self._record("relation_started", relation, doctor, [relation])
        self._service(doctor)

    def _person(self, username: str, role: str) -> User:
        writer, name = self.writer, username.capitalize()
        user = writer.new(
            User, username=username, full_name=name, sort_key=norwegian_sort_key(name), email=f"{username}@example.org",
            password=NO_PASSWORD, is_demo=True, created_at=SINCE,
        )  # fmt: skip
        held = writer.new(
            RoleAssignment, user_id=user.pk, role=role, institution_id=self.cast.fjellheim.pk, starts_at=SINCE
        )
        writer.add(user)
        writer.add(held)
        self._record("user_added", user, user, [])
        self._record("role_assigned", held, user, [])
        return user

    def _service(self, doctor: User) -> None:
        """Up to three years, in whole months, so that many stand alike and the lottery decides."""
        days = 30 * self.writer.draw.randrange(36) + 1
        shared = {
            "doctor_id": doctor.pk, "institution_id": self.cast.fjellheim.pk, "state": "confirmed", "percent": 100,
            "starts_on": clock.today() - dt.timedelta(days=days), "since": SINCE, "created_at": SINCE,
        }  # fmt: skip
        employment = self.writer.new(Employment, **shared)
        placement = self.writer.new(
            Placement, employment_id=employment.pk, specialty_id=self.cast.specialty.pk, kind="part_3", counts=True,
            **shared,
        )  # fmt: skip
        for row in (employment, placement):
            self.writer.add(row)
            events = [self._step(row, doctor, *step) for step in self._steps(doctor)]
            self._record("service_confirmed", row, doctor, [row, *events])

    def _steps(self, doctor: User) -> list[tuple]:
        return [
            ("registered", "draft", None, doctor, "doctor"),
            ("sent", "sent", self.leader.pk, doctor, "doctor"),
            ("confirmed", "confirmed", None, self.leader, "leader"),
        ]

    def _step(self, row, doctor: User, kind: str, state: str, waiting_on_id, by: User, acting_as: str) -> ServiceEvent:
        event = self.writer.new(
            ServiceEvent, kind=kind, state_after=state, waiting_on_id=waiting_on_id, by_id=by.pk, acting_as=acting_as,
            at=SINCE, content_digest=row.content_digest(), **{f"{row._meta.model_name}_id": row.pk},
        )  # fmt: skip
        self.writer.add(event)
        return event

    def _record(self, name: str, target, subject: User, facts: list) -> None:
        self.writer.record(
            name,
            happened_at=SINCE,
            target=target,
            by=None,
            subject=subject,
            controller=self.cast.fjellheim,
            facts=facts,
        )


def open_rounds(seconds: float, seats: list[int], number: int) -> dict:
    """Each round has its own runs of the course, all with the same deadline, and everybody is logged in."""
    eva = User.objects.get(username="eva")
    course = Course.objects.get(activity__code="STORM-1")
    cast = SimpleNamespace(eva=eva, centre=course.centre)
    deadline_at = clock.now() + dt.timedelta(seconds=seconds)
    rounds = [_open_round(cast, course, seats, deadline_at, offset) for offset in range(number)]
    seal_everything()
    return {"rounds": rounds, "deadline": deadline_at.timestamp(), **_log_in()}


def _open_round(cast: SimpleNamespace, course: Course, seats: list[int], deadline_at: dt.datetime, offset: int) -> dict:
    """By the actions, but for the hour: deadlines are midnights, and nobody waits for midnight here."""
    from fagvei.courses.actions import runs as actions_of_runs

    deadline_on, start_of = make.in_days(190), actions_of_runs.start_of

    def start(day: dt.date) -> dt.datetime:
        return deadline_at if day == deadline_on + dt.timedelta(days=1) else start_of(day)

    details = {
        "deadline_on": deadline_on, "answer_by_on": make.in_days(200), "opens_on": make.in_days(0),
        "deviation_reason": "Felles frist.",
    }  # fmt: skip
    with patch.object(actions_of_runs, "start_of", start):
        runs = [
            make.make_run(
                cast, course, starts_on=make.in_days(300 + 7 * (place + offset * len(seats))), announced=True,
                seats=each, place=f"Sted {offset}-{place}", **details,
            )
            for place, each in enumerate(seats)
        ]  # fmt: skip
        found = open_round(runs=runs, by=cast.eva)
    parts = found.round_runs.select_related("run").order_by("run__starts_on")
    return {
        "round": str(found.public_id),
        "run": str(parts[0].run.public_id),
        "keys": [each.key for each in parts],
        "seats": seats,
    }


def _log_in() -> dict:
    """A session for everybody, as if each had logged in just now."""
    now, store = clock.now(), SessionStore()
    people = {each.pk: each for each in User.objects.filter(is_active=True)}
    leaders = dict(Relation.objects.active().filter(kind="leader").values_list("doctor_id", "person__username"))
    rows = {}
    for pk, user in people.items():
        held = {
            "_auth_user_id": str(pk), "_auth_user_backend": BACKEND, "_auth_user_hash": user.get_session_auth_hash(),
            "began_at": now.isoformat(), "seen_at": now.isoformat(),
        }  # fmt: skip
        rows[user.username] = Session(
            session_key=store._get_new_session_key()[:12] + f"{pk:020}",
            session_data=store.encode(held),
            expire_date=now + dt.timedelta(hours=9),
        )
    Session.objects.bulk_create(rows.values(), batch_size=500)
    doctors = [
        {"name": user.username, "leader": leaders[pk]}
        for pk, user in people.items()
        if user.username.startswith("lege")
    ]
    return {"doctors": doctors, "sessions": {name: row.session_key for name, row in rows.items()}}


def unguard() -> None:
    """The constraints of PostgreSQL. SQLite's checks are left aside by the broken server itself."""
    with connection.cursor() as cursor:
        for table, name in GUARDS:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            cursor.execute(f"DROP INDEX IF EXISTS {name}")


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    if verb == "people":
        make_people(int(rest[0]))
    elif verb == "open":
        print(json.dumps(open_rounds(float(rest[0]), [int(each) for each in rest[1].split(",")], int(rest[2]))))
    elif verb == "unguard":
        unguard()
    else:
        sys.exit(__doc__)
