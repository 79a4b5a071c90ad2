"""The liaison says what a course is: name, outcomes, length, hours, and for courses of others their page and dates. In versions."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.refusals import CourseUnchanged, ExternalPageMissing, VersionReasonMissing
from fagvei.courses.actions.standing import liaison_capacity
from fagvei.courses.models import Course, CourseVersion
from fagvei.courses.queries.versions import CourseContent, content_of
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import LearningOutcome
from fagvei.people.models import User


@transaction.atomic
def revise_course(*, course: Course, content: CourseContent, source: str, reason: str, by: User) -> CourseVersion:
    """What is announced keeps its own dates and seats; the description is the course's, from now on."""
    acting_as = liaison_capacity(by, course)
    row = Course.objects.select_for_update(of=("self",)).select_related("activity", "centre").get(pk=course.pk)
    if not source.strip() or not reason.strip():
        raise VersionReasonMissing
    if row.organiser == Course.Organiser.EXTERNAL and not content.external_url:
        raise ExternalPageMissing
    if content == content_of(row):
        raise CourseUnchanged
    version = CourseVersion.objects.create(
        course=row,
        number=row.versions.count() + 2,
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
        by=by,
    )
    course.digital_hours = content.digital_hours
    course.external_url, course.external_dates = content.external_url, content.external_dates
    course.save(update_fields=["digital_hours", "external_url", "external_dates"])


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
