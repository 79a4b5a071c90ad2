"""Who did what, and who read what of others. Names as text: the log outlives the account."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "AuditEvent",
        open="public_id facts content_hash",
        personal="name happened_at actor_id actor_name acting_as target subject_id controller details",
    ),
    **sort_fields(
        "AuditSeal",
        open="seq event_id content_hash previous hash sealed_at",
    ),
    **sort_fields(
        "AccessLog",
        open="public_id",
        personal="read_at reader_id reader_name reader_role organisation subject_id what",
    ),
}

RETENTION: dict[str, Retention] = {
    "AuditEvent": Retention.DECISION,
    "AccessLog": Retention.ACCESS_LOG,
}
