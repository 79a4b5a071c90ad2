"""Every fact of one doctor's record with the digest that the log holds of it, and the events of the log that tell of them."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from fagvei.audit.models import HASHED_FIELDS, AuditEvent, AuditSeal
from fagvei.common.models import CanonicalEncoder
from fagvei.courses.models import CourseAttendance
from fagvei.interop.export import absence, external_courses, handovers, panels, seats
from fagvei.interop.export.mentoring import mentoring_tables
from fagvei.people.models import Delegation, Relation, User
from fagvei.training.models import (
    Absence,
    ActivityEvent,
    Assessment,
    AssessmentAnswer,
    AssessmentEvent,
    Attachment,
    Attendance,
    CertificateEvent,
    EducationPlan,
    Employment,
    EquivalentActivity,
    GoalEvent,
    HalfYearAgreement,
    MultisourceEvent,
    MultisourceRound,
    Opinion,
    OpinionRequest,
    OutsideAssessor,
    OutsideIdentification,
    Part1Confirmation,
    Part1Withdrawal,
    PersonalRequirement,
    Placement,
    PlanActivity,
    PlanGoal,
    PlanMove,
    PlannedItem,
    PlanRevision,
    RecordGrant,
    RevisionChoice,
    ServiceCertificate,
    ServiceEvent,
    SetChoice,
    SignOff,
    SignOffWithdrawal,
    TransferDecision,
    TransferredItem,
    TransferReport,
)

WITHHELD = "opinion_before_decision"
AT_A_TIME = 500


def plain(content: Any) -> Any:
    """As it will stand in the file: the very text that the digest is of, read as JSON again."""
    return json.loads(json.dumps(content, cls=CanonicalEncoder))


def tables_of(doctor: User) -> list[QuerySet]:
    """Of each model the rows that are facts about this doctor. A test asks that no model of facts is forgotten."""
    return [
        EducationPlan.objects.filter(doctor=doctor).prefetch_related("goal_plans"),
        PlanGoal.objects.filter(doctor=doctor),
        GoalEvent.objects.filter(plan_goal__doctor=doctor),
        OpinionRequest.objects.filter(plan_goal__doctor=doctor),
        Opinion.objects.filter(plan_goal__doctor=doctor),
        SignOff.objects.filter(doctor=doctor),
        SignOffWithdrawal.objects.filter(sign_off__doctor=doctor),
        PersonalRequirement.objects.filter(plan_goal__doctor=doctor),
        EquivalentActivity.objects.filter(doctor=doctor),
        PlanActivity.objects.filter(doctor=doctor).prefetch_related("goals", "attachments"),
        ActivityEvent.objects.filter(activity__doctor=doctor),
        Attachment.objects.filter(activity__doctor=doctor),
        Employment.objects.filter(doctor=doctor),
        Placement.objects.filter(doctor=doctor),
        Absence.objects.filter(doctor=doctor),
        *(ServiceEvent.objects.filter(**{f"{owner}__doctor": doctor}) for owner in ServiceEvent.OWNERS),
        ServiceCertificate.objects.filter(doctor=doctor),
        CertificateEvent.objects.filter(certificate__doctor=doctor),
        Part1Confirmation.objects.filter(doctor=doctor),
        Part1Withdrawal.objects.filter(confirmation__doctor=doctor),
        PlannedItem.objects.filter(doctor=doctor),
        PlanRevision.objects.filter(doctor=doctor),
        PlanMove.objects.filter(revision__doctor=doctor),
        HalfYearAgreement.objects.filter(doctor=doctor),
        *mentoring_tables(doctor),
        Assessment.objects.filter(doctor=doctor).prefetch_related("goals"),
        AssessmentAnswer.objects.filter(assessment__doctor=doctor),
        AssessmentEvent.objects.filter(assessment__doctor=doctor),
        OutsideAssessor.objects.filter(assessments__doctor=doctor).distinct(),
        OutsideIdentification.objects.filter(assessment__doctor=doctor),
        MultisourceRound.objects.filter(doctor=doctor),
        MultisourceEvent.objects.filter(round__doctor=doctor),
        Attendance.objects.filter(doctor=doctor),
        CourseAttendance.objects.filter(doctor=doctor),
        RevisionChoice.objects.filter(plan_goal__doctor=doctor),
        SetChoice.objects.filter(goal_plan__doctor=doctor),
        TransferReport.objects.filter(doctor=doctor),
        TransferredItem.objects.filter(doctor=doctor).prefetch_related("goals"),
        TransferDecision.objects.filter(doctor=doctor),
        Relation.objects.filter(doctor=doctor),
        Delegation.objects.filter(person=doctor),
        RecordGrant.objects.filter(doctor=doctor),
        *panels.tables_of(doctor),
        *absence.tables_of(doctor),
        *external_courses.tables_of(doctor),
        *handovers.tables_of(doctor),
        *seats.tables_of(doctor),
    ]


def facts_of(doctor: User) -> dict[str, dict[str, Any]]:
    """{fact id: {"digest", "content"}}. What advisers said is held back until the decision; the digest is there already."""
    readable = set(Opinion.objects.visible_to(doctor).filter(plan_goal__doctor=doctor).values_list("pk", flat=True))
    facts: dict[str, dict[str, Any]] = {}
    for rows in tables_of(doctor):
        for fact in rows.order_by("pk"):
            if isinstance(fact, Opinion) and fact.pk not in readable:
                facts[fact.fact_id] = {"digest": fact.digest(), "withheld": WITHHELD}
            elif panels.is_withheld(fact):
                facts[fact.fact_id] = {"digest": fact.digest(), "withheld": panels.WITHHELD}
            else:
                facts[fact.fact_id] = {"digest": fact.digest(), "content": plain(fact.digest_content())}
    return facts


def events_of(doctor: User) -> list[dict[str, Any]]:
    """What the log tells of this doctor, in the order it was sealed."""
    rows = AuditEvent.objects.filter(subject_id=str(doctor.public_id)).order_by("pk")
    return list(events_with_seals(list(rows)))


def events_with_seals(rows: list[AuditEvent]) -> Iterator[dict[str, Any]]:
    seals: dict[Any, AuditSeal] = {}
    for start in range(0, len(rows), AT_A_TIME):
        ids = [row.public_id for row in rows[start : start + AT_A_TIME]]
        seals |= {seal.event_id: seal for seal in AuditSeal.objects.filter(event_id__in=ids)}
    last = max((seal.seq for seal in seals.values()), default=0) + 1
    for row in sorted(rows, key=lambda row: (seals[row.public_id].seq if row.public_id in seals else last, row.pk)):
        yield event_with_seal(row, seals.get(row.public_id))


def event_with_seal(event: AuditEvent, seal: AuditSeal | None) -> dict[str, Any]:
    content = {name: getattr(event, name) for name in HASHED_FIELDS}
    return plain({**content, "content_hash": event.content_hash, "seal": seal_of(seal)})


def seal_of(seal: AuditSeal | None) -> dict[str, Any] | None:
    if seal is None:
        return None
    return {"seq": seal.seq, "previous": seal.previous, "hash": seal.hash, "sealed_at": seal.sealed_at}
