"""What the ground floor stores about persons: who pressed which button, for thirty days."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "IdempotencyKey",
        open="key scope created_at",
        personal="owner answer",
    ),
}

RETENTION: dict[str, Retention] = {
    "IdempotencyKey": Retention.TECHNICAL,
}
