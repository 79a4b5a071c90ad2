"""Assessments, their forms, outside assessors and rounds. What is thought of the doctor is sensitive, whoever wrote it."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields("AssessmentForm", open="public_id code kind institution retired_at"),
    **sort_fields(
        "AssessmentFormVersion",
        open="public_id form number name questions standing source retrieved_on verification at",
        personal="intro published_by",
    ),
    **sort_fields(
        "Assessment",
        open="public_id",
        personal=(
            "doctor institution version title held_on arena place goals assessor invited_name outside_assessor "
            "state waiting_on since expires_at created_at"
        ),
    ),
    **sort_fields(
        "AssessmentAnswer", open="public_id wording_digest", personal="assessment by at", sensitive="answers"
    ),
    **sort_fields(
        "AssessmentEvent",
        open="public_id",
        personal="assessment kind state_after waiting_on by acting_as at",
        sensitive="comment",
    ),
    **sort_fields(
        "OutsideIdentification", open="public_id", personal="assessment provider hpr_number name assurance at"
    ),
    **sort_fields(
        "OutsideAssessor",
        open="public_id",
        personal="institution hpr_number name email vouched_by acting_as at",
    ),
    **sort_fields(
        "AssessmentInvitation",
        open="public_id",
        personal="assessment email sent_at reminded_at created_at",
        sensitive="token_hash",
    ),
    **sort_fields(
        "MultisourceRound",
        open="public_id answers_digest",
        personal="doctor institution version state waiting_on since expires_at reminded_at created_at",
    ),
    **sort_fields(
        "MultisourceEvent",
        open="public_id",
        personal="round kind state_after waiting_on by acting_as at",
        sensitive="comment",
    ),
    **sort_fields(
        "MultisourceRater", open="public_id", personal="round name email has_answered", sensitive="token_hash"
    ),
    **sort_fields("MultisourceAnswer", open="", personal="round", sensitive="answers"),
}

# Rounds are formative: they help the doctor to learn and decide nothing. Links go a year after what they opened is closed.
RETENTION: dict[str, Retention] = {
    "AssessmentFormVersion": Retention.DECISION,
    "Assessment": Retention.EVIDENCE,
    "AssessmentAnswer": Retention.EVIDENCE,
    "AssessmentEvent": Retention.EVIDENCE,
    "OutsideIdentification": Retention.EVIDENCE,
    "OutsideAssessor": Retention.EVIDENCE,
    "AssessmentInvitation": Retention.ADMINISTRATION,
    "MultisourceRound": Retention.FORMATIVE,
    "MultisourceEvent": Retention.FORMATIVE,
    "MultisourceRater": Retention.FORMATIVE,
    "MultisourceAnswer": Retention.FORMATIVE,
}
