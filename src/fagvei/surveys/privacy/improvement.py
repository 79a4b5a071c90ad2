"""What a unit decides to do is told without names; who typed it is kept with it. Records are numbers alone."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "ImprovementMeasure",
        open="public_id round item strategy at due_on state since",
        personal="what responsible measured_by obstacle by",
    ),
    **sort_fields("MeasureEvent", open="public_id measure kind state_after due_on at", personal="comment by"),
    **sort_fields("ReMeasurement", open="public_id round next_round at", personal="no_action_reason by"),
    **sort_fields(
        "RecordReview",
        open="public_id round item met not_met deviation_reasoned not_applicable not_documented at",
        personal="by",
    ),
    **sort_fields("SurveyRelease", open="public_id round kind at", personal="by"),
}

RETENTION: dict[str, Retention] = {
    "ImprovementMeasure": Retention.ADMINISTRATION,
    "MeasureEvent": Retention.ADMINISTRATION,
    "ReMeasurement": Retention.ADMINISTRATION,
    "RecordReview": Retention.ADMINISTRATION,
    "SurveyRelease": Retention.ADMINISTRATION,
}
