"""Pages are open; what readers write is not."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "HandbookPage",
        open="public_id source retrieved_on verification slug title body owner position updated_on",
    ),
    **sort_fields(
        "PageItem",
        open=(
            "public_id source retrieved_on verification page key group lead text modality legal_basis address position"
        ),
    ),
    **sort_fields(
        "ContentFile",
        open="public_id path digest items loaded_at",
    ),
    **sort_fields(
        "Feedback",
        open="public_id kind target_type target_id target_title target_path owner created_at state since",
        personal="text contact sent_by",
    ),
    **sort_fields(
        "FeedbackEvent",
        open="public_id feedback state at",
        personal="comment by",
    ),
}

RETENTION: dict[str, Retention] = {
    "Feedback": Retention.ADMINISTRATION,
    "FeedbackEvent": Retention.ADMINISTRATION,
}
