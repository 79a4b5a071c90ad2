"""The plan by half-year. A reason or a note may tell of leave, so free text is sensitive."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "HalfYearAgreement",
        open="public_id content_digest",
        personal="doctor half_year revision by acting_as at",
    ),
    **sort_fields(
        "PlanMove",
        open="public_id",
        personal="revision item half_year arena institution",
    ),
    **sort_fields(
        "PlanRevision",
        open="public_id",
        personal="doctor institution number kind by acting_as at",
        sensitive="reason",
    ),
    **sort_fields(
        "PlannedItem",
        open="public_id",
        personal="doctor kind plan_goal activity half_year arena institution",
        sensitive="text",
    ),
}
RETENTION: dict[str, Retention] = {
    "HalfYearAgreement": Retention.DECISION,
    "PlanMove": Retention.DECISION,
    "PlanRevision": Retention.DECISION,
    "PlannedItem": Retention.DECISION,
}
