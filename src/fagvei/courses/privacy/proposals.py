"""What a RegUt proposed of a course and what another answered; the officers who did it are people."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "CourseProposal",
        open="public_id course centre specialty goals content source state since",
        personal="reason by",
    ),
    **sort_fields("CourseProposalEvent", open="public_id proposal centre state_after at", personal="reason by"),
}

RETENTION: dict[str, Retention] = {
    "CourseProposal": Retention.DECISION,
    "CourseProposalEvent": Retention.DECISION,
}
