"""The leader's view: whom a leader lets look, and when an institution is warned."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "RecordGrant",
        open="public_id",
        personal="starts_at ends_at doctor person institution leader by given_at",
        sensitive="purpose",
    ),
    **sort_fields(
        "WarningThreshold",
        open="public_id institution rule threshold at",
        personal="by",
    ),
    **sort_fields(
        "TaskDeadline",
        open="public_id institution kind days valid_from at",
        personal="by reason",
    ),
    **sort_fields(
        "AssessmentPanel",
        open="public_id",
        personal="doctor institution chair meets_at place doctor_takes_part state waiting_on since created_at",
    ),
    **sort_fields(
        "PanelEvent",
        open="public_id",
        personal="panel kind state_after waiting_on by acting_as at",
        sensitive="comment",
    ),
    **sort_fields("PanelMember", open="public_id", personal="panel person role by at"),
    **sort_fields("PanelItem", open="public_id", personal="panel plan_goal source by at", sensitive="doubt"),
    **sort_fields("PanelOutcome", open="public_id", personal="item by at", sensitive="advice comment follow_up_on"),
    **sort_fields(
        "Handover",
        open="public_id",
        personal="doctor kind former successor relation institution takes_effect_at former_until by acting_as at",
        sensitive="reason",
    ),
    **sort_fields("HandoverCallOff", open="public_id", personal="handover by acting_as at", sensitive="reason"),
    **sort_fields("HandoverConsent", open="public_id", personal="handover by at"),
    **sort_fields("EmployerChange", open="public_id", personal="doctor former institution takes_effect_at by at"),
    **sort_fields("EmployerAnswer", open="public_id", personal="change accepted by at"),
}

RETENTION: dict[str, Retention] = {
    "AssessmentPanel": Retention.DECISION,
    "EmployerAnswer": Retention.DECISION,
    "EmployerChange": Retention.DECISION,
    "Handover": Retention.DECISION,
    "HandoverCallOff": Retention.DECISION,
    "HandoverConsent": Retention.DECISION,
    "PanelEvent": Retention.DECISION,
    "PanelItem": Retention.DECISION,
    "PanelMember": Retention.DECISION,
    "PanelOutcome": Retention.DECISION,
    "RecordGrant": Retention.DECISION,
    "TaskDeadline": Retention.DECISION,
    "WarningThreshold": Retention.DECISION,
}
