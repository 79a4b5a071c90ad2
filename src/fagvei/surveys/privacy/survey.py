"""Who set up a survey is kept with it; what somebody answered is sensitive, belongs to nobody, and goes when the wave closes."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "GapSurvey", open="public_id guideline institution arena is_demo created_at", personal="title owner reason"
    ),
    **sort_fields(
        "SurveyItem", open="public_id survey order unit unit_version area kind target", personal="reason chosen_by"
    ),
    **sort_fields(
        "SurveyRound",
        open="public_id survey number mode free_question opens_on closes_on state since sheets professions",
    ),
    **sort_fields(
        "SurveyRoundEvent",
        open="public_id round kind state_after at opens_on closes_on",
        personal="by acting_as reason",
    ),
    **sort_fields("SurveyStaff", open="round profession count"),
    **sort_fields("RoundItem", open="public_id round item unit_version counts"),
    **sort_fields("RespondentToken", sensitive="round token_hash used"),
    **sort_fields("AnswerSheet", sensitive="round profession answers"),
}

RETENTION: dict[str, Retention] = {
    "AnswerSheet": Retention.SURVEY,
    "GapSurvey": Retention.ADMINISTRATION,
    "RespondentToken": Retention.SURVEY,
    "SurveyItem": Retention.ADMINISTRATION,
    "SurveyRoundEvent": Retention.ADMINISTRATION,
}
