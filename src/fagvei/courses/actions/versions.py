"""The liaison says what a course is: name, outcomes, length, hours, and for courses of others their page and dates. In versions.

A course that no source names is made by the liaison too: its first version is the liaison's own.
"""

from collections.abc import Sequence
from dataclasses import asdict

from django.conf import settings
from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.contents import FIRST, apply_version, check_content, locked_course, write_version
from fagvei.courses.actions.proposals import propose, share
from fagvei.courses.actions.refusals import CourseUnchanged, NotLiaison, VersionReasonMissing
from fagvei.courses.actions.standing import LIAISON, liaison_capacity
from fagvei.courses.models import Course, CourseProposal, CourseVersion
from fagvei.courses.queries.standing import is_for_every_regut
from fagvei.courses.queries.versions import CourseContent, content_of
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import LearningActivity, LearningGoal, LearningOutcome
from fagvei.curriculum.queries import centres_of_officer
from fagvei.organisations.models import Specialty
from fagvei.people.models import User


@transaction.atomic
def revise_course(
    *, course: Course, content: CourseContent, source: str, reason: str, by: User
) -> CourseVersion | CourseProposal:
    """What is announced keeps its own dates and seats; the description is the course's, from now on.

    A course that every RegUt answers for is nobody's alone to change: what one says is a proposal to the others (decision 0024).
    """
    row = locked_course(course)
    acting_as = liaison_capacity(by, row)
    if not source.strip() or not reason.strip():
        raise VersionReasonMissing
    check_content(content, row)
    if content == content_of(row):
        raise CourseUnchanged
    if is_for_every_regut(row):
        return propose(row, min(centres_of_officer(by)), content=asdict(content), source=source, reason=reason, by=by)
    version = write_version(row, content, source=source, reason=reason, author=by, by=by)
    record_version(version, row, by, acting_as)
    return version


def record_version(version: CourseVersion, course: Course, by: User, acting_as: str) -> None:
    audit.record(
        "course_revised",
        target=version,
        by=by,
        acting_as=acting_as,
        controller=course.centre or "",
        details={"course": course.code, "version": version.number, "is_applied": version.is_applied},
        facts=[version],
    )


@transaction.atomic
def add_course(
    *,
    specialties: Sequence[Specialty],
    content: CourseContent,
    source: str,
    reason: str,
    by: User,
    goals: Sequence[LearningGoal] = (),
) -> CourseVersion:
    """The first specialty is the liaison's own; a second shares the course, with goals there, once its liaison has said yes.

    Recommended nationally it is not: the Directorate says that.
    """
    own = Specialty.objects.select_for_update(of=("self",)).select_related("liaison_centre").get(pk=specialties[0].pk)
    if own.liaison_centre_id is None or own.liaison_centre_id not in centres_of_officer(by):
        raise NotLiaison
    if not source.strip() or not reason.strip():
        raise VersionReasonMissing
    check_content(content, None)
    activity = curriculum.save_activity(
        code=_next_code(own),
        kind=LearningActivity.Kind.COURSE,
        name=content.name,
        specialties=[own],
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
    apply_version(course, version, content, by)
    audit.record(
        "course_added",
        target=version,
        by=by,
        acting_as=LIAISON,
        controller=own.liaison_centre,
        details={"course": course.code},
        facts=[version],
    )
    for other in specialties[1:]:
        share(course, other, goals, source=source, reason=reason, by=by)
    return version


def _next_code(specialty: Specialty) -> str:
    """A row of numbers beside the codes of the sources, which never are so."""
    stem = f"{specialty.slug.upper()[:40]}-EGET"
    taken = LearningActivity.objects.filter(code__startswith=f"{stem}-").count()
    return f"{stem}-{taken + 1}"


def _last_position(specialty: Specialty) -> int:
    rows = LearningActivity.objects.filter(specialties=specialty).order_by("-position")
    return rows.values_list("position", flat=True).first() or 0
