"""What a course is said to be, checked and written as a version: by its liaison, or once another RegUt has said yes."""

from dataclasses import asdict
from typing import Any

from django.conf import settings

from fagvei.common import clock
from fagvei.courses.actions.refusals import CourseNameMissing, CourseNameTaken, CourseRunsHere, ExternalPageMissing
from fagvei.courses.models import Course, CourseVersion, PlanSlot
from fagvei.courses.queries.versions import CourseContent
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import LearningActivity, LearningOutcome
from fagvei.people.models import User

FIRST = 1
# What the course says itself; the rest is said of the activity it points down to.
OWN_COLUMNS = ("digital_hours", "external_url", "external_dates", "organiser", "credits_own_specialty_only")


def locked_course(course: Course) -> Course:
    return Course.objects.select_for_update(of=("self",)).select_related("activity", "centre").get(pk=course.pk)


def check_content(content: CourseContent, course: Course | None) -> None:
    """`course` is None for one that is new."""
    _check_name(content, course.activity if course is not None else None)
    _check_organiser(content, course)


def write_version(
    course: Course, content: CourseContent, *, source: str, reason: str, author: User, by: User
) -> CourseVersion:
    """`author` has said it, `by` lets it hold."""
    newest = course.versions.first()
    version = CourseVersion.objects.create(
        course=course,
        number=(newest.number if newest else FIRST) + 1,
        content=asdict(content),
        source=source,
        reason=reason,
        is_applied=_may_change(course),
        by=author,
    )
    if version.is_applied:
        apply_version(course, version, content, by)
    return version


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


def apply_version(course: Course, version: CourseVersion, content: CourseContent, by: User) -> None:
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
