"""The regulation is open; who imported or corrected it is not."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "LearningActivity",
        open=(
            "public_id source retrieved_on verification code kind scope name recommended "
            "is_for_all_specialties institution min_repetitions duration_days hours max_participants "
            "frequency place parts topics note is_demo position version specialties for_all_specialties_but"
        ),
    ),
    **sort_fields(
        "ActivityFormerName",
        open="activity name",
    ),
    **sort_fields(
        "LearningOutcome",
        open="source retrieved_on verification activity position level_words text under note",
    ),
    **sort_fields(
        "ChoiceGroup",
        open="public_id source retrieved_on verification code name choose note members",
    ),
    **sort_fields(
        "LevelWords",
        open="source retrieved_on verification level name knowledge_words skill_words position",
    ),
    **sort_fields(
        "GoalSet",
        open=(
            "public_id source retrieved_on verification code kind name short_name specialty legal_basis "
            "expected_goals note position"
        ),
    ),
    **sort_fields(
        "GoalCategory",
        open="goal_set name position",
    ),
    **sort_fields(
        "LearningGoal",
        open=(
            "public_id code goal_set category category_is_inferred part topic replaced_by knowledge_level_hint skill_level_hint"
        ),
    ),
    **sort_fields(
        "GoalRevision",
        open=(
            "public_id source retrieved_on verification goal number name official_text elaboration "
            "knowledge_level skill_level valid_from_on valid_to_on replaced_on legal_basis reason is_demo"
        ),
    ),
    **sort_fields(
        "GoalCoverage",
        open=(
            "public_id source retrieved_on verification goal activity group origin reservation version "
            "valid_from_on valid_to_on"
        ),
    ),
    **sort_fields(
        "CoverageCorrection",
        open="public_id coverage activity group kind new_goal source is_applied at",
        personal="reason by",
    ),
    **sort_fields(
        "ProcedurePlace",
        open="public_id activity place centre source at",
        personal="by",
    ),
    **sort_fields(
        "Requirement",
        open="public_id goal parent kind activity choose repetitions recommended position is_current",
    ),
    **sort_fields(
        "TransitionRule",
        open="public_id code version goal_set name section source assigned_before_on until_on is_ended is_demo at",
        personal="sentence by",
    ),
    **sort_fields(
        "GoalImport",
        open="public_id file_name digest rows uploaded_at confirmed_at counts",
        personal="uploaded_by confirmed_by",
    ),
}

RETENTION: dict[str, Retention] = {
    "CoverageCorrection": Retention.DECISION,
    "GoalImport": Retention.ADMINISTRATION,
    "ProcedurePlace": Retention.ADMINISTRATION,
    "TransitionRule": Retention.DECISION,
}
