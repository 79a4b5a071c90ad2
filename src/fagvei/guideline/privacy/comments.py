"""Readers' comments name nobody; what was written is erased a year after it is closed, the answer stays."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "UnitComment",
        open="public_id unit version kind shows created_at state since",
        personal="text more token_hash",
    ),
    **sort_fields(
        "CommentEvent",
        open="public_id comment kind state_after shows version duplicate_of at",
        personal="answer acting_as by",
    ),
}

RETENTION: dict[str, Retention] = {
    "CommentEvent": Retention.DECISION,
    "UnitComment": Retention.ADMINISTRATION,
}
