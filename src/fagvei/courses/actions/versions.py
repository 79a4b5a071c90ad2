"""The liaison says what a course is: name, outcomes, length, hours, and for courses of others their page and dates. In versions.

A course that no source names is made by the liaison too: its first version is the liaison's own.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.refusals import (
    CourseNameMissing,
    CourseNameTaken,
    CourseRunsHere,
    CourseUnchanged,
    ExternalPageMissing,
    NotLiaison,
    VersionReasonMissing,
)
from fagvei.courses.actions.standing import LIAISON, liaison_capacity
from fagvei.courses.models import Course, CourseVersion, PlanSlot
from fagvei.courses.queries.versions import CourseContent, content_of
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import LearningActivity, LearningOutcome
from fagvei.curriculum.queries import centres_of_officer
from fagvei.organisations.models import Specialty
from fagvei.people.models import User

FIRST = 1
# What the course says itself; the rest is said of the activity it points down to.
OWN_COLUMNS = ("digital_hours", "external_url", "external_dates", "organiser", "credits_own_specialty_only")


@transaction.atomic
def revise_course(*, course: Course, content: CourseContent, source: str, reason: str, by: User) -> CourseVersion:
    """What is announced keeps its own dates and seats; the description is the course's, from now on."""
    acting_as = liaison_capacity(by, course)
    row = Course.objects.select_for_update(of=("self",)).select_related("activity", "centre").get(pk=course.pk)
    if not source.strip() or not reason.strip():
        raise VersionReasonMissing
    _check_name(content, row.activity)
    _check_organiser(content, row)
    if content == content_of(row):
        raise CourseUnchanged
    newest = row.versions.first()
    version = CourseVersion.objects.create(
        course=row,
        number=(newest.number if newest else FIRST) + 1,
        content=asdict(content),
        source=source,
        reason=reason,
        is_applied=_may_change(row),
        by=by,
    )
    if version.is_applied:
        _apply(row, version, content, by)
    audit.record(
        "course_revised",
        target=version,
        by=by,
        acting_as=acting_as,
        controller=row.centre or "",
        details={"course": row.code, "version": version.number, "is_applied": version.is_applied},
        facts=[version],
    )
    return version


@transaction.atomic
def add_course(
    *, specialties: Sequence[Specialty], content: CourseContent, source: str, reason: str, by: User
) -> CourseVersion:
    """The first specialty is the liaison's own; a second shares the course. Recommended nationally it is not: the Directorate says that."""
    own = Specialty.objects.select_for_update(of=("self",)).select_related("liaison_centre").get(pk=specialties[0].pk)
    if own.liaison_centre_id is None or own.liaison_centre_id not in centres_of_officer(by):
        raise NotLiaison
    if not source.strip() or not reason.strip():
        raise VersionReasonMissing
    _check_name(content, None)
    _check_organiser(content, None)
    activity = curriculum.save_activity(
        code=_next_code(own),
        kind=LearningActivity.Kind.COURSE,
        name=content.name,
        specialties=specialties,
        position=_last_position(own) + 1,
        source=source,
        retrieved_on=clock.today(),
        verification=LearningOutcome.Verification.IMPORTED,
        is_demo=settings.FAGVEI_DEMO,
        by=by,
    )
    course = Course.objects.create(
        activity=activity,
        centre=own.liaison_centre,
        source=source,
        retrieved_on=clock.today(),
        verification=LearningOutcome.Verification.IMPORTED,
    )
    version = CourseVersion.objects.create(
        course=course, number=FIRST, content=asdict(content), source=source, reason=reason, by=by
    )
    _apply(course, version, content, by)
    audit.record(
        "course_added",
        target=version,
        by=by,
        acting_as=LIAISON,
        controller=own.liaison_centre,
        details={"course": course.code},
        facts=[version],
    )
    return version


def _next_code(specialty: Specialty) -> str:
    """A row of numbers beside the codes of the sources, which never are so."""
    stem = f"{specialty.slug.upper()[:40]}-EGET"
    taken = LearningActivity.objects.filter(code__startswith=f"{stem}-").count()
    return f"{stem}-{taken + 1}"


def _last_position(specialty: Specialty) -> int:
    rows = LearningActivity.objects.filter(specialties=specialty).order_by("-position")
    return rows.values_list("position", flat=True).first() or 0


def _check_name(content: CourseContent, besides: LearningActivity | None) -> None:
    """Compared here and not in the database: SQLite does not know that Æ, Ø and Å have small letters."""
    name = content.name.strip()
    if not name:
        raise CourseNameMissing
    if besides is not None and name == besides.name:
        return  # what the sources call alike stays so
    others = LearningActivity.objects.filter(kind=LearningActivity.Kind.COURSE)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if name.casefold() in {each.casefold() for each in others.values_list("name", flat=True)}:
        raise CourseNameTaken


def _check_organiser(content: CourseContent, course: Course | None) -> None:
    """What is planned or dated is a RegUt's: it is moved or cancelled first, with a reason to those concerned."""
    if content.organiser != Course.Organiser.EXTERNAL:
        return
    if not content.external_url:
        raise ExternalPageMissing
    if course is not None and course.organiser != content.organiser:
        standing = course.slots.exclude(state__in=(PlanSlot.State.HELD, PlanSlot.State.CANCELLED))
        if standing.exists():
            raise CourseRunsHere


def _may_change(course: Course) -> bool:
    """Real content is read-only in the demo; what the demo made itself may be changed."""
    return course.activity.is_demo or not settings.FAGVEI_DEMO


def _apply(course: Course, version: CourseVersion, content: CourseContent, by: User) -> None:
    curriculum.revise_activity(
        activity=course.activity,
        version=version.number,
        outcomes=_outcomes(course, version, content),
        name=content.name,
        duration_days=content.duration_days,
        hours=content.hours,
        max_participants=content.max_participants,
        former_names=content.former_names,
        topics=list(content.topics),
        by=by,
    )
    for name in OWN_COLUMNS:
        setattr(course, name, getattr(content, name))
    course.save(update_fields=OWN_COLUMNS)


def _outcomes(course: Course, version: CourseVersion, content: CourseContent) -> list[dict[str, Any]]:
    """An outcome that stands as it was keeps its source; a new one has the version's."""
    kept = ("under", "note", "source", "retrieved_on", "verification")
    before = {
        (each.level_words, each.text): {name: getattr(each, name) for name in kept}
        for each in course.activity.outcomes.all()
    }
    new = {
        "under": "",
        "note": "",
        "source": version.source,
        "retrieved_on": clock.today(),
        "verification": LearningOutcome.Verification.IMPORTED,
    }
    return [{"level_words": words, "text": text, **before.get((words, text), new)} for words, text in content.outcomes]
