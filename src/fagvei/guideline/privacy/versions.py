"""What is published is public; who wrote, judged and checked it is kept with the decision."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "UnitVersion",
        open="public_id source retrieved_on verification unit number layer based_on label kind strength strength_words "
        "grade grade_words references pico topic substances actor is_complete more_sources review_due_on is_demo "
        "published_on state since",
        personal="author reason quote short_text short_text_en rationale practical_advice benefits_and_harms "
        "values_and_preferences note",
    ),
    **sort_fields(
        "VersionEvent",
        open="public_id version kind state_after content_digest at",
        personal="acting_as comment by",
    ),
    **sort_fields(
        "RelationCheck",
        open="public_id document status title year status_words replaced_by replaced_year replaced_year_words notes "
        "sources checked_on at",
        personal="checked_by by",
    ),
}

RETENTION: dict[str, Retention] = {
    "RelationCheck": Retention.DECISION,
    "UnitVersion": Retention.DECISION,
    "VersionEvent": Retention.DECISION,
}
