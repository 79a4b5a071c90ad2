"""What is approved is public; who wrote and judged it is kept with the decision."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "PlainText",
        open="public_id unit number language version is_demo approved_on state since",
        personal="text author",
    ),
    **sort_fields(
        "PlainTextEvent",
        open="public_id plain_text kind state_after content_digest at",
        personal="acting_as comment by",
    ),
}

RETENTION: dict[str, Retention] = {"PlainText": Retention.DECISION, "PlainTextEvent": Retention.DECISION}
