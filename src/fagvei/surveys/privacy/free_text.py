"""What somebody wrote belongs to nobody and may still tell of persons: sensitive while it waits, gone half a year after closing."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields("FreeAnswer", sensitive="round words"),
    **sort_fields("FreeText", open="public_id round position", sensitive="words"),
    **sort_fields("FreeTextEvent", open="public_id text kind at", personal="reason by acting_as"),
}

RETENTION: dict[str, Retention] = {
    "FreeAnswer": Retention.SURVEY,
    "FreeText": Retention.SURVEY,
    "FreeTextEvent": Retention.ADMINISTRATION,
}
