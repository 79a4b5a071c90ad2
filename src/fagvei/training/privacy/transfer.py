"""What was brought from the old portal. The original may hold anything, so it is sensitive."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "RevisionChoice",
        open="public_id",
        personal="plan_goal kind revision rule by acting_as at",
        sensitive="reason",
    ),
    **sort_fields(
        "SetChoice",
        open="public_id",
        personal="goal_plan kind rule by acting_as at",
        sensitive="reason",
    ),
    **sort_fields(
        "TransferDecision",
        open="public_id",
        personal="item doctor verdict revision plan_activity by acting_as at",
        sensitive="reason",
    ),
    **sort_fields(
        "TransferReport",
        open="public_id sha256",
        personal="doctor institution kind title name content_type size uploaded_by at imported_by imported_at",
        sensitive="file lines",
    ),
    **sort_fields(
        "TransferredItem",
        open="public_id",
        personal="report doctor line kind goals activity title done_on signed_by stated repetitions",
        sensitive="source_line",
    ),
}
RETENTION: dict[str, Retention] = {
    "RevisionChoice": Retention.DECISION,
    "SetChoice": Retention.DECISION,
    "TransferDecision": Retention.DECISION,
    "TransferReport": Retention.EVIDENCE,
    "TransferredItem": Retention.EVIDENCE,
}
