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
}

RETENTION: dict[str, Retention] = {
    "RecordGrant": Retention.DECISION,
    "WarningThreshold": Retention.DECISION,
}
