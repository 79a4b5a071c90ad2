"""The record in words: names instead of row numbers, each statement with the id of the fact that proves it."""

from typing import Any

from django.conf import settings

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.common.db.snapshot import one_instant
from fagvei.interop.export.absence import no_shows_of
from fagvei.interop.export.activities import activities_of
from fagvei.interop.export.assessments import assessments_of, outside_assessors_of, rounds_of
from fagvei.interop.export.courses import course_attendances_of
from fagvei.interop.export.external_courses import external_certificates_of
from fagvei.interop.export.facts import events_of, facts_of, plain
from fagvei.interop.export.goals import goals_of
from fagvei.interop.export.halfyear import halfyears_of
from fagvei.interop.export.handovers import employers_of, handovers_of
from fagvei.interop.export.mentoring import mentoring_of
from fagvei.interop.export.panels import panels_of
from fagvei.interop.export.relations import relations_of
from fagvei.interop.export.rollover import revision_choices_of
from fagvei.interop.export.seats import course_applications_of
from fagvei.interop.export.service import service_of
from fagvei.interop.export.teaching import attendances_of
from fagvei.interop.export.transfer import transfers_of
from fagvei.interop.export.words import name_of
from fagvei.people.models import User
from fagvei.training.models import EducationPlan
from fagvei.training.queries.progress import progress_of

FORMAT, VERSION = "fagvei-record", 1
SCHEMA = "export-1.schema.json"


def build_document(doctor: User) -> dict[str, Any]:
    """Everything but the seal, as of one instant and as plain JSON values."""
    with one_instant():
        return plain(
            {
                "format": FORMAT,
                "version": VERSION,
                "schema": SCHEMA,
                "exported_at": clock.now(),
                "instance": settings.FAGVEI_BASE_URL,
                "is_demo": doctor.is_demo,
                "record": _record(doctor),
                "facts": facts_of(doctor),
                "events": events_of(doctor),
                "files": {},
            }
        )


def _record(doctor: User) -> dict[str, Any]:
    return {
        "doctor": {
            "id": doctor.public_id,
            "name": doctor.full_name,
            "username": doctor.username,
            "email": doctor.email,
            "hpr_number": doctor.hpr_number,
            "created_at": doctor.created_at,
        },
        **relations_of(doctor),
        "panels": panels_of(doctor),
        "handovers": handovers_of(doctor),
        "employers": employers_of(doctor),
        "plans": [_plan(each) for each in EducationPlan.objects.filter(doctor=doctor).order_by("pk").select_related(
            "specialty", "institution", "assigned_by", "archived_by"
        ).prefetch_related("goal_plans__goal_set")],
        "progress": progress_in_sets(doctor),
        "goals": goals_of(doctor),
        "activities": activities_of(doctor),
        **halfyears_of(doctor),
        "attendances": attendances_of(doctor),
        "course_attendances": course_attendances_of(doctor),
        "course_applications": course_applications_of(doctor),
        "no_shows": no_shows_of(doctor),
        "external_certificates": external_certificates_of(doctor),
        "mentoring": mentoring_of(doctor),
        **revision_choices_of(doctor),
        **service_of(doctor),
        "assessments": assessments_of(doctor),
        "outside_assessors": outside_assessors_of(doctor),
        "multisource_rounds": rounds_of(doctor),
        **transfers_of(doctor),
        "access_log": [_reading(each) for each in AccessLog.objects.filter(subject_id=str(doctor.public_id)).order_by("read_at", "pk")],
    }  # fmt: skip


def _plan(row: EducationPlan) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "specialty": str(row),
        "institution": row.institution.name,
        "assigned_by": row.assigned_by.full_name,
        "assigned_at": row.assigned_at,
        "archived_by": name_of(row.archived_by),
        "archived_at": row.archived_at,
        "archive_reason": row.archive_reason,
        "goal_sets": [
            {"code": each.goal_set.code, "name": each.goal_set.name, "expected_goals": each.goal_set.expected_goals}
            for each in sorted(row.goal_plans.all(), key=lambda each: (each.goal_set.position, each.goal_set.code))
        ],
    }


def progress_in_sets(doctor: User) -> list[dict[str, Any]]:
    """As the plan page counts: `whole` is what must be reached, loaded or not; part 1 that is confirmed is in no number."""
    return [
        {
            "goal_set": each.code,
            "name": each.name,
            "approved": each.counted.approved,
            "whole": each.counted.whole,
            "not_loaded": each.counted.not_loaded,
            "carried_on": each.counted.of_part_1,
        }
        for each in progress_of([doctor.pk]).get(doctor.pk, [])
    ]


def _reading(row: AccessLog) -> dict[str, Any]:
    return {
        "read_at": row.read_at,
        "reader": row.reader_name,
        "role": row.reader_role,
        "organisation": row.organisation,
        "what": row.what,
    }
