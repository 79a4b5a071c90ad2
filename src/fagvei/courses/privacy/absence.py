"""That somebody did not come, and why, may touch on health: the host and the doctor alone read it."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields("NoShow", open="public_id", personal="run doctor state has_valid_reason since"),
    **sort_fields(
        "NoShowEvent",
        open="public_id",
        personal="no_show kind state_after has_valid_reason_after by acting_as at",
        sensitive="text",
    ),
}

RETENTION: dict[str, Retention] = {"NoShow": Retention.EVIDENCE, "NoShowEvent": Retention.EVIDENCE}
