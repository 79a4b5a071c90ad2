"""Why a lesson was planned. The numbers are those a ward has shared, safe to show."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "TeachingPlan",
        open="public_id round unit session gap_points target answered at",
        personal="acting_as by",
    ),
}

RETENTION: dict[str, Retention] = {"TeachingPlan": Retention.DECISION}
