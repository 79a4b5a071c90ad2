"""Accounts, roles and relations."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "User",
        open="public_id is_demo",
        personal="last_login username full_name sort_key email hpr_number digest is_active created_at",
        sensitive="password",
    ),
    **sort_fields(
        "RoleAssignment",
        open="public_id",
        personal="starts_at ends_at user role institution centre region specialty",
    ),
    **sort_fields(
        "Relation",
        open="public_id",
        personal="starts_at ends_at doctor person kind institution confirmed_at",
        sensitive="reason",
    ),
    **sort_fields(
        "Delegation",
        open="public_id",
        personal="starts_at ends_at leader person doctor kind institution",
    ),
    **sort_fields(
        "Notification",
        open="public_id",
        personal="user kind text path created_at read_at",
    ),
    **sort_fields("DigestLetter", personal="user day tasks"),
    **sort_fields(
        "SearchCount",
        personal="user day searches people_shown",
    ),
}

RETENTION: dict[str, Retention] = {
    "User": Retention.DECISION,
    "RoleAssignment": Retention.DECISION,
    "Relation": Retention.DECISION,
    "Delegation": Retention.DECISION,
    "Notification": Retention.ADMINISTRATION,
    "DigestLetter": Retention.TECHNICAL,
    "SearchCount": Retention.TECHNICAL,
}
