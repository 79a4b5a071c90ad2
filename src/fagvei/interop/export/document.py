"""The record in words: names instead of row numbers, each statement with the id of the fact that proves it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.common.db.snapshot import one_instant
from fagvei.interop.export.assessments import assessments_of, outside_assessors_of, rounds_of
from fagvei.interop.export.facts import WITHHELD, events_of, facts_of, plain
from fagvei.interop.export.halfyear import halfyears_of
from fagvei.interop.export.handovers import employers_of, handovers_of
from fagvei.interop.export.mentoring import mentoring_of
from fagvei.interop.export.panels import panels_of
from fagvei.interop.export.rollover import revision_choices_of
from fagvei.interop.export.service import service_of
from fagvei.interop.export.teaching import attendances_of
from fagvei.interop.export.transfer import transfers_of
from fagvei.people.models import Delegation, Relation, User
from fagvei.training.models import (
    ActivityEvent,
    Attachment,
    EducationPlan,
    EquivalentActivity,
    GoalEvent,
    Opinion,
    OpinionRequest,
    PersonalRequirement,
    PlanActivity,
    PlanGoal,
    RecordGrant,
    SignOff,
)

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


def attachment_path(number: int, attachment: Attachment) -> str:
    """A name in the archive that no unpacker can be led astray by; the file's own name stands in the record."""
    return f"vedlegg/{number:04}{Attachment.SUFFIXES[attachment.content_type]}"


def attachments_of(doctor: User) -> Iterable[tuple[str, Attachment]]:
    rows = Attachment.objects.filter(activity__doctor=doctor).order_by("pk")
    return [(attachment_path(number, row), row) for number, row in enumerate(rows, 1)]


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
        "roles": [_role(each) for each in doctor.role_assignments.order_by("starts_at", "pk").select_related(
            "institution", "centre", "region", "specialty"
        )],
        "relations": [_relation(each) for each in Relation.objects.filter(doctor=doctor).order_by("starts_at", "pk").select_related(
            "person", "institution"
        )],
        "delegations": [_delegation(each) for each in Delegation.objects.filter(person=doctor).order_by("starts_at", "pk").select_related(
            "leader", "institution"
        )],
        "record_grants": [_record_grant(each) for each in _grants_about(doctor)],
        "panels": panels_of(doctor),
        "handovers": handovers_of(doctor),
        "employers": employers_of(doctor),
        "plans": [_plan(each) for each in EducationPlan.objects.filter(doctor=doctor).order_by("pk").select_related(
            "specialty", "institution", "assigned_by", "archived_by"
        ).prefetch_related("goal_plans__goal_set")],
        "goals": _goals(doctor),
        "activities": _activities(doctor),
        **halfyears_of(doctor),
        "attendances": attendances_of(doctor),
        "mentoring": mentoring_of(doctor),
        **revision_choices_of(doctor),
        **service_of(doctor),
        "assessments": assessments_of(doctor),
        "outside_assessors": outside_assessors_of(doctor),
        "multisource_rounds": rounds_of(doctor),
        **transfers_of(doctor),
        "access_log": [_reading(each) for each in AccessLog.objects.filter(subject_id=str(doctor.public_id)).order_by("read_at", "pk")],
    }  # fmt: skip


def _role(row: Any) -> dict[str, Any]:
    return {
        "role": row.role,
        "role_name": row.get_role_display(),
        "organisation": _name(row.organisation),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def _relation(row: Relation) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "person": row.person.full_name,
        "institution": row.institution.name,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "confirmed_at": row.confirmed_at,
        "reason": row.reason,
    }


def _delegation(row: Delegation) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "leader": row.leader.full_name,
        "institution": row.institution.name,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def _grants_about(doctor: User) -> Iterable[RecordGrant]:
    rows = RecordGrant.objects.filter(doctor=doctor).order_by("starts_at", "pk")
    return rows.select_related("person", "institution", "leader", "by")


def _record_grant(row: RecordGrant) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "person": row.person.full_name,
        "institution": row.institution.name,
        "leader": row.leader.full_name,
        "given_by": row.by.full_name,
        "purpose": row.purpose,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def _plan(row: EducationPlan) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "specialty": row.specialty.name,
        "institution": row.institution.name,
        "assigned_by": row.assigned_by.full_name,
        "assigned_at": row.assigned_at,
        "archived_by": _name(row.archived_by),
        "archived_at": row.archived_at,
        "archive_reason": row.archive_reason,
        "goal_sets": [
            {"code": each.goal_set.code, "name": each.goal_set.name, "expected_goals": each.goal_set.expected_goals}
            for each in sorted(row.goal_plans.all(), key=lambda each: (each.goal_set.position, each.goal_set.code))
        ],
    }


def _by(rows: Iterable[Any], owner: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(row)
    return found


def _goals(doctor: User) -> list[dict[str, Any]]:
    of_doctor = {"plan_goal__doctor": doctor}
    events = _by(
        GoalEvent.objects.filter(**of_doctor).select_related("by", "waiting_on").order_by("pk"), "plan_goal_id"
    )
    asked = _by(OpinionRequest.objects.filter(**of_doctor).select_related("person").order_by("pk"), "plan_goal_id")
    opinions = _by(Opinion.objects.filter(**of_doctor).select_related("by").order_by("pk"), "plan_goal_id")
    sign_offs = _by(
        SignOff.objects.filter(doctor=doctor)
        .select_related(
            "by", "responsible_leader", "revision", "withdrawal__by", "mentor_opinion", "supervisor_opinion"
        )
        .order_by("pk"),
        "plan_goal_id",
    )
    raised = _by(
        PersonalRequirement.objects.filter(**of_doctor)
        .select_related("activity", "by", "cited_activity", "cited_opinion")
        .order_by("pk"),
        "plan_goal_id",
    )
    equivalents = _by(
        EquivalentActivity.objects.filter(doctor=doctor)
        .select_related("plan_activity", "by", "requirement__activity")
        .order_by("pk"),
        "plan_goal_id",
    )
    readable = set(Opinion.objects.visible_to(doctor).filter(**of_doctor).values_list("pk", flat=True))
    goals = PlanGoal.objects.filter(doctor=doctor).select_related(
        "goal__goal_set", "goal__category", "revision", "waiting_on"
    )
    return [
        {
            **_goal(row),
            "events": [_event(each) for each in events[row.pk]],
            "asked": [_asked(each) for each in asked[row.pk]],
            "opinions": [_opinion(each, each.pk in readable) for each in opinions[row.pk]],
            "sign_offs": [_sign_off(each) for each in sign_offs[row.pk]],
            "raised_repetitions": [_raised(each) for each in raised[row.pk]],
            "equivalents": [_equivalent(each) for each in equivalents[row.pk]],
        }
        for row in goals.order_by("goal__goal_set__position", "goal__code")
    ]


def _goal(row: PlanGoal) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "code": row.goal.code,
        "goal_set": row.goal.goal_set.code,
        "category": _name(row.goal.category),
        "revision": _revision(row.revision),
        "state": row.state,
        "state_name": row.get_state_display(),
        "since": row.since,
        "waiting_on": _name(row.waiting_on),
        "completed_at": row.completed_at,
    }


def _revision(row: Any) -> dict[str, Any]:
    names = (
        "number", "name", "official_text", "elaboration", "knowledge_level", "skill_level", "valid_from_on",
        "valid_to_on", "legal_basis", "source", "retrieved_on", "verification",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}


def _event(row: GoalEvent | ActivityEvent) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "state_after": row.state_after,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
        "comment": row.comment,
        "waiting_on": _name(row.waiting_on),
    }


def _asked(row: OpinionRequest) -> dict[str, Any]:
    return {"fact": row.fact_id, "person": row.person.full_name, "as_role": row.as_role, "at": row.at}


def _opinion(row: Opinion, is_readable: bool) -> dict[str, Any]:
    shown = {"fact": row.fact_id, "by": row.by.full_name, "as_role": row.as_role, "at": row.at}
    if not is_readable:
        return {**shown, "withheld": WITHHELD}
    return {
        **shown,
        "verdict": row.verdict,
        "verdict_name": row.get_verdict_display(),
        "level_seen": row.level_seen,
        "reason": row.reason,
    }


def _sign_off(row: SignOff) -> dict[str, Any]:
    withdrawal = getattr(row, "withdrawal", None)
    return {
        "fact": row.fact_id,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "responsible_leader": row.responsible_leader.full_name,
        "revision": row.revision.number,
        "mentor_opinion": row.mentor_opinion.fact_id,
        "supervisor_opinion": row.supervisor_opinion.fact_id,
        "reason": row.reason,
        "at": row.at,
        "withdrawal": withdrawal
        and {
            "fact": withdrawal.fact_id,
            "by": withdrawal.by.full_name,
            "reason": withdrawal.reason,
            "at": withdrawal.at,
        },
    }


def _raised(row: PersonalRequirement) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "activity": row.activity.name,
        "repetitions": row.repetitions,
        "reason": row.reason,
        "rests_on": row.cited.fact_id if row.cited else None,
        "by": row.by.full_name,
        "at": row.at,
    }


def _equivalent(row: EquivalentActivity) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "instead_of": _name(row.requirement.activity),
        "activity": row.plan_activity.fact_id,
        "reason": row.reason,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
    }


def _activities(doctor: User) -> list[dict[str, Any]]:
    events = _by(
        ActivityEvent.objects.filter(activity__doctor=doctor).select_related("by", "waiting_on").order_by("pk"),
        "activity_id",
    )
    paths = _by([row for _path, row in attachments_of(doctor)], "activity_id")
    names = {row.pk: path for path, row in attachments_of(doctor)}
    rows = (
        PlanActivity.objects.not_erased()
        .filter(doctor=doctor)
        .select_related("institution", "activity", "arena", "supervisor", "on_behalf_by", "waiting_on")
    )
    return [
        {
            **_activity(row),
            "goals": sorted(goal.goal.code for goal in row.goals.all()),
            "events": [_event(each) for each in events[row.pk]],
            "attachments": [_attachment(each, names[each.pk]) for each in paths[row.pk]],
        }
        for row in rows.prefetch_related("goals__goal").order_by("done_on", "pk")
    ]


def _activity(row: PlanActivity) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "title": row.title,
        "learning_activity": row.activity.code if row.activity else None,
        "done_on": row.done_on,
        "arena": _name(row.arena),
        "place": row.place,
        "institution": row.institution.name,
        "repetitions": row.repetitions,
        "independence": row.independence or None,
        "independence_name": row.get_independence_display() or None,
        "logged_with": row.batch,
        "hours": row.hours,
        "reflection": row.reflection,
        "supervisor": _name(row.supervisor),
        "on_behalf_by": _name(row.on_behalf_by),
        "state": row.state,
        "state_name": row.get_state_display(),
        "since": row.since,
        "waiting_on": _name(row.waiting_on),
    }


def _attachment(row: Attachment, path: str) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "file": path,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
        "at": row.at,
    }


def _reading(row: AccessLog) -> dict[str, Any]:
    return {
        "read_at": row.read_at,
        "reader": row.reader_name,
        "role": row.reader_role,
        "organisation": row.organisation,
        "what": row.what,
    }


def _name(row: Model | None) -> str | None:
    return None if row is None else str(row)
