"""Who answered a changed recommendation, and what they said follows from it."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "ChangeAnswer",
        open="public_id unit version local_version part centre institution pair at",
        personal="note acting_as by",
    ),
}

RETENTION: dict[str, Retention] = {"ChangeAnswer": Retention.DECISION}
