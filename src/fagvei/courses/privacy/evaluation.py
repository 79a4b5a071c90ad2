"""Who was asked is known until the evaluation closes; who answered what never is."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields("CourseEvaluation", open="public_id run state closes_on since asked sheets counts", personal="words"),
    **sort_fields("EvaluationEvent", open="public_id evaluation kind state_after at", personal="by acting_as"),
    **sort_fields("EvaluationEntry", open="evaluation", personal="doctor used"),
    **sort_fields("EvaluationSheet", open="evaluation", sensitive="answers words"),
}

RETENTION: dict[str, Retention] = {
    "CourseEvaluation": Retention.DECISION,
    "EvaluationEvent": Retention.DECISION,
    "EvaluationEntry": Retention.SURVEY,
    "EvaluationSheet": Retention.SURVEY,
}
