"""Organisations, no persons."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "HealthRegion",
        open="public_id sort_key source retrieved_on verification code name",
    ),
    **sort_fields(
        "RegionalEducationCentre",
        open="public_id sort_key source retrieved_on verification code name region hospital",
    ),
    **sort_fields(
        "Specialty",
        open=("public_id sort_key source retrieved_on verification name slug prefix code_7426 liaison_centre note"),
    ),
    **sort_fields(
        "TrainingInstitution",
        open="public_id sort_key source retrieved_on verification code name kind region is_demo",
    ),
    **sort_fields(
        "LearningArena",
        open="public_id sort_key source retrieved_on verification institution name",
    ),
}

RETENTION: dict[str, Retention] = {}
