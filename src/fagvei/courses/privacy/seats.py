"""Who applied for what, and what became of it. Rounds and their numbers are public after release; people never are."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "ApplicationRound",
        open="public_id course host_centre opens_at deadline_at commitment public_value_source public_value state since",
        sensitive="secret_key sealed_secret",
    ),
    **sort_fields("RoundRun", open="public_id round run seats taken reserves left_at opened_at late_reason"),
    **sort_fields(
        "CourseApplication",
        open="public_id round",
        personal="doctor state wishes waiting_on consent_by consent_at receipt since",
    ),
    **sort_fields(
        "ApplicationEvent",
        open="public_id",
        personal="application kind state_after wishes receipt comment by acting_as at",
    ),
    **sort_fields("SeatAllocation", open="public_id round sha256 at", personal="transcript by"),
    **sort_fields("AllocationApproval", open="public_id allocation capacity at", personal="by"),
    **sort_fields(
        "SeatOffer",
        open="public_id round_run",
        personal="application doctor seat_no state answer_by_at by_hand since",
    ),
    **sort_fields("OfferEvent", open="public_id", personal="offer state_after reason by acting_as at"),
    **sort_fields("WaitingListEntry", open="public_id round_run", personal="application place is_waiting left_list_at"),
    **sort_fields("ManualChange", open="public_id round round_run kind before after at", personal="reason by"),
}

RETENTION: dict[str, Retention] = {
    "AllocationApproval": Retention.DECISION,
    "ApplicationEvent": Retention.EVIDENCE,
    "ApplicationRound": Retention.DECISION,
    "CourseApplication": Retention.EVIDENCE,
    "ManualChange": Retention.DECISION,
    "OfferEvent": Retention.EVIDENCE,
    "SeatAllocation": Retention.DECISION,
    "SeatOffer": Retention.EVIDENCE,
    "WaitingListEntry": Retention.ADMINISTRATION,
}
