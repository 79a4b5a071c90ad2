"""A guideline is public. Those who made it are named as its own public page names them."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

SOURCED = "source retrieved_on verification"

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "Guideline",
        open=f"public_id {SOURCED} slug code title publisher official_url launched_on updated_on official_count "
        "official_count_source official_distribution deviation_rule deviation_source how_read work_began meetings",
    ),
    **sort_fields(
        "Chapter",
        open=f"public_id {SOURCED} guideline slug number title title_is_assumed found note official_url "
        "expected_recommendations sections sections_source substances terms position",
    ),
    **sort_fields("GradingScheme", open=f"public_id {SOURCED} code name words used_by position"),
    **sort_fields("EvidenceGrade", open="public_id scheme code words position"),
    **sort_fields("NormativeUnit", open="public_id chapter code number position"),
    **sort_fields("TargetGroup", open=f"public_id {SOURCED} guideline code text text_en units position"),
    **sort_fields(
        "MandateDemand",
        open=f"public_id {SOURCED} guideline code text text_en purposes answer answer_note units position",
    ),
    **sort_fields(
        "GroupMember",
        open=f"public_id {SOURCED} guideline code position",
        personal="name organisation role is_user_representative is_leader left_year note",
    ),
    **sort_fields("Statement", open=f"public_id {SOURCED} guideline kind code lead text text_en facts position"),
    **sort_fields(
        "RelatedDocument",
        open=f"public_id {SOURCED} guideline code scope number title kind year expected_year recommendations "
        "recommendations_words touches state_words text text_en facts difference units position",
    ),
}

RETENTION: dict[str, Retention] = {"GroupMember": Retention.DECISION}
