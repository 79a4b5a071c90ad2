"""The calendar of a unit: planned by hand or taken in from a file, changed, called off."""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.curriculum.models import LearningGoal
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import has_role
from fagvei.training import rules
from fagvei.training.actions.teaching_refusals import (
    BadTeachingTime,
    ForeignArena,
    NotOrganiser,
    TeachingCancelled,
    TeachingHasAttendance,
    TeachingReasonMissing,
    TeachingTitleMissing,
)
from fagvei.training.models import TeachingSession
from fagvei.training.models.teaching import ORGANISERS
from fagvei.training.rules.teaching_calendar import Lesson

# Without signs that are taken for each other on a board far away.
SIGNS, LENGTH = "ABCDEFGHJKLMNPRSTUVWXYZ23456789", 6


@transaction.atomic
def plan_teaching(
    *,
    institution: TrainingInstitution,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: User,
    arena: LearningArena | None = None,
    place: str = "",
    teacher_name: str = "",
    goals: Iterable[LearningGoal] = (),
    roles: Iterable[str] = ORGANISERS,
) -> TeachingSession:
    """`roles` are those who may, at this institution. A room above with a door of its own may name more."""
    acting_as = organising_capacity(by, institution, roles)
    _check(institution, title, starts_at, ends_at, arena)
    session = TeachingSession.objects.create(
        institution=institution,
        arena=arena,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        teacher_name=teacher_name,
        code=_new_code(),
        created_by=by,
    )
    session.goals.set(goals)
    _record("teaching_planned", session, by, acting_as)
    return session


@transaction.atomic
def change_teaching(
    *, session: TeachingSession, by: User, goals: Iterable[LearningGoal], **fields: Any
) -> TeachingSession:
    """Title, time, place, unit, teacher's name and goals. What somebody has attended keeps its time."""
    session = locked_teaching(session)
    acting_as = organising_capacity(by, session.institution)
    if session.cancelled_at is not None:
        raise TeachingCancelled
    is_moved = (fields["starts_at"], fields["ends_at"]) != (session.starts_at, session.ends_at)
    if is_moved and session.attendances.standing().exists():
        raise TeachingHasAttendance
    _check(session.institution, fields["title"], fields["starts_at"], fields["ends_at"], fields["arena"])
    for name in ("title", "starts_at", "ends_at", "place", "arena", "teacher_name"):
        setattr(session, name, fields[name])
    session.save()
    session.goals.set(goals)
    _record("teaching_changed", session, by, acting_as)
    return session


@transaction.atomic
def set_teacher(*, session: TeachingSession, teacher: User, by: User) -> TeachingSession:
    """Who teaches sees the code, shows it in the room, and can mark attendance."""
    session = locked_teaching(session)
    acting_as = organising_capacity(by, session.institution)
    if session.cancelled_at is not None:
        raise TeachingCancelled
    session.teacher, session.teacher_name = teacher, ""
    session.save(update_fields=["teacher", "teacher_name"])
    _record("teacher_set", session, by, acting_as)
    if teacher != by:
        notify(
            user=teacher,
            kind="teacher_set",
            text=_("Du underviser i internundervisning."),
            path=session.get_absolute_url(),
        )
    return session


@transaction.atomic
def cancel_teaching(*, session: TeachingSession, reason: str, by: User) -> TeachingSession:
    session = locked_teaching(session)
    acting_as = organising_capacity(by, session.institution)
    if session.cancelled_at is not None:
        raise TeachingCancelled
    if session.attendances.standing().exists():
        raise TeachingHasAttendance
    if not reason.strip():
        raise TeachingReasonMissing
    _cancel(session, by, reason)
    _record("teaching_cancelled", session, by, acting_as)
    return session


@transaction.atomic
def take_in_calendar(
    *, institution: TrainingInstitution, lessons: Iterable[Lesson], by: User, arena: LearningArena | None = None
) -> dict[str, int]:
    """New lessons come in, moved ones are moved, called off ones are called off; what somebody has attended stays as it is."""
    acting_as = organising_capacity(by, institution)
    if arena is not None and arena.institution_id != institution.pk:
        raise ForeignArena
    TrainingInstitution.objects.select_for_update().get(pk=institution.pk)  # two uploads of the same file at once
    present = {
        row.calendar_uid: row
        for row in TeachingSession.objects.filter(institution=institution)
        .exclude(calendar_uid="")
        .prefetch_related("goals")
    }
    attended = set(
        TeachingSession.objects.filter(institution=institution, attendances__annulled_at__isnull=True)
        .exclude(attendances=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    counts = {"new": 0, "changed": 0, "cancelled": 0}
    touched = []
    for lesson in lessons:
        row = present.get(lesson.uid)
        what = _take_in(row, lesson, institution, arena, by, attended)
        if what is not None:
            name, row = what
            present[lesson.uid] = row
            counts[name] += 1
            touched.append(row)
    audit.record(
        "teaching_calendar_taken_in",
        target=institution,
        by=by,
        acting_as=acting_as,
        controller=institution,
        details=counts,
        facts={row.pk: row for row in touched}.values(),
    )
    return counts


def organising_capacity(by: User, institution: TrainingInstitution, roles: Iterable[str] = ORGANISERS) -> str:
    """Those who keep the calendar before any other role."""
    for role in sorted(roles, key=lambda role: (role in ORGANISERS, role), reverse=True):
        if has_role(by, role, institution=institution):
            return role
    raise NotOrganiser


def locked_teaching(session: TeachingSession) -> TeachingSession:
    rows = TeachingSession.objects.select_related("institution", "teacher").select_for_update(of=("self",))
    return rows.get(pk=session.pk)


def _take_in(
    row: TeachingSession | None,
    lesson: Lesson,
    institution: TrainingInstitution,
    arena: LearningArena | None,
    by: User,
    attended: set[int],
) -> tuple[str, TeachingSession] | None:
    if row is None:
        return None if lesson.is_cancelled else ("new", _from_lesson(lesson, institution, arena, by))
    if row.pk in attended or row.cancelled_at is not None:
        return None
    if lesson.is_cancelled:
        _cancel(row, by, "")
        return "cancelled", row
    told = (lesson.title, lesson.starts_at, lesson.ends_at, lesson.place)
    if told == (row.title, row.starts_at, row.ends_at, row.place):
        return None
    row.title, row.starts_at, row.ends_at, row.place = told
    row.save(update_fields=["title", "starts_at", "ends_at", "place"])
    return "changed", row


def _from_lesson(
    lesson: Lesson, institution: TrainingInstitution, arena: LearningArena | None, by: User
) -> TeachingSession:
    return TeachingSession.objects.create(
        institution=institution,
        arena=arena,
        title=lesson.title,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        place=lesson.place,
        calendar_uid=lesson.uid,
        code=_new_code(),
        created_by=by,
    )


def _cancel(session: TeachingSession, by: User, reason: str) -> None:
    session.cancelled_at, session.cancelled_by, session.reason = clock.now(), by, reason
    session.save(update_fields=["cancelled_at", "cancelled_by", "reason"])


def _new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _each in range(LENGTH))


def _check(
    institution: TrainingInstitution,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    arena: LearningArena | None,
) -> None:
    if not title.strip():
        raise TeachingTitleMissing
    if not starts_at < ends_at <= starts_at + rules.LONGEST:
        raise BadTeachingTime
    if arena is not None and arena.institution_id != institution.pk:
        raise ForeignArena


def _record(name: str, session: TeachingSession, by: User, acting_as: str) -> None:
    audit.record(name, target=session, by=by, acting_as=acting_as, controller=session.institution, facts=[session])
