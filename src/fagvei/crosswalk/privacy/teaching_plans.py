"""What was planned for a gap, and whether it is done. The numbers are those a ward has shared, safe to show."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "TeachingPlan",
        open="public_id round unit session run reading arena due_on gap_points target answered at",
        personal="acting_as by",
    ),
    **sort_fields("TeachingPlanEvent", open="public_id plan kind at", personal="acting_as by"),
}

RETENTION: dict[str, Retention] = {
    "TeachingPlan": Retention.DECISION,
    "TeachingPlanEvent": Retention.DECISION,
}
