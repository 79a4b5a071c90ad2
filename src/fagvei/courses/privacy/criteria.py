"""By what seats are given is public. What a doctor says about it, and how the doctor was judged, is personal."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields("CriteriaVersion", open="public_id course valid_from_on source at", personal="reason by"),
    **sort_fields("RankingCriterion", open="public_id version order kind sentence"),
    **sort_fields("CriterionCase", open="public_id criterion", personal="application text at"),
    **sort_fields(
        "CriterionJudgement", open="public_id criterion", personal="application is_met reason by acting_as at"
    ),
}

RETENTION: dict[str, Retention] = {
    "CriteriaVersion": Retention.DECISION,
    "CriterionCase": Retention.EVIDENCE,
    "CriterionJudgement": Retention.EVIDENCE,
    "RankingCriterion": Retention.DECISION,
}
