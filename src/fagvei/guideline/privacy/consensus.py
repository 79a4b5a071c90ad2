"""Who was asked and what each answered is kept with the version; it is shown as counts and words without names."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "ConsensusRound",
        open="public_id version number content_digest closes_on quorum_percent threshold_percent state since",
        personal="note opened_by",
    ),
    **sort_fields("ConsensusEvent", open="public_id round kind state_after at", personal="acting_as by"),
    **sort_fields("ConsensusVoter", open="public_id round", personal="user"),
    **sort_fields("ConsensusVote", open="public_id at", personal="voter answer comment"),
}

RETENTION: dict[str, Retention] = {
    "ConsensusEvent": Retention.DECISION,
    "ConsensusRound": Retention.DECISION,
    "ConsensusVote": Retention.DECISION,
    "ConsensusVoter": Retention.DECISION,
}
