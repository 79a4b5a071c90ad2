"""What is approved is public; who proposed and approved it, and in which words, is kept with the decision."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

SOURCED = "source retrieved_on verification"

FIELDS: dict[str, Sort] = {
    **sort_fields("GoalTouch", open=f"public_id {SOURCED} goal guideline part missing"),
    **sort_fields(
        "GoalRecommendationPair",
        open=f"public_id {SOURCED} goal unit version local_version state since",
        personal="reason proposed_by proposed_as approved_by",
    ),
    **sort_fields(
        "PairEvent",
        open="public_id pair kind version local_version at",
        personal="acting_as note by",
    ),
}

RETENTION: dict[str, Retention] = {
    "GoalRecommendationPair": Retention.DECISION,
    "PairEvent": Retention.DECISION,
}
