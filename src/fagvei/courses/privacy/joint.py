"""Which RegUt asked which, and what it answered; the officers who did it are people."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields("JointInvitation", open="public_id run lead_centre state since"),
    **sort_fields("JointInvitationEvent", open="public_id invitation state_after at", personal="reason by"),
}

RETENTION: dict[str, Retention] = {
    "JointInvitation": Retention.DECISION,
    "JointInvitationEvent": Retention.DECISION,
}
