"""The nouns of the course room whose row follows from their events, and what decides about a round instead."""

from collections.abc import Iterator

from django.db.models import Count, Q

from fagvei.common.projections import Deviation, Noun
from fagvei.courses.models import (
    AllocationApproval,
    ApplicationEvent,
    ApplicationRound,
    AppointmentEvent,
    CourseApplication,
    CourseAppointment,
    CourseEvaluation,
    CourseProposal,
    CourseProposalEvent,
    CourseRun,
    EvaluationEvent,
    ExternalCertificate,
    ExternalCertificateEvent,
    JointInvitation,
    JointInvitationEvent,
    NoShow,
    NoShowEvent,
    OfferEvent,
    PlanSlot,
    RunEvent,
    SeatAllocation,
    SeatOffer,
    SlotEvent,
)

AS_LAST = {"state": "state_after", "since": "at"}
NOUNS = (
    Noun(CourseAppointment, AppointmentEvent, "appointment", {"to_on": "to_on_after"}),
    Noun(
        PlanSlot,
        SlotEvent,
        "slot",
        {**AS_LAST, "year": "year_after", "half": "half_after"},
        frozenset({PlanSlot.State.PLANNED}),
        PlanSlot.MOVES,
    ),
    Noun(CourseRun, RunEvent, "run", AS_LAST, frozenset({CourseRun.State.DATED}), CourseRun.MOVES),
    Noun(
        JointInvitation,
        JointInvitationEvent,
        "invitation",
        AS_LAST,
        frozenset({JointInvitation.State.ASKED}),
        JointInvitation.MOVES,
    ),
    Noun(
        CourseProposal,
        CourseProposalEvent,
        "proposal",
        AS_LAST,
        frozenset({CourseProposal.State.WAITING}),
        CourseProposal.MOVES,
    ),
    Noun(
        CourseApplication,
        ApplicationEvent,
        "application",
        {**AS_LAST, "wishes": "wishes"},
        frozenset({CourseApplication.State.AWAITING}),
        CourseApplication.MOVES,
    ),
    Noun(
        SeatOffer,
        OfferEvent,
        "offer",
        AS_LAST,
        frozenset({SeatOffer.State.OFFERED}),
        SeatOffer.MOVES,
        since_each_event=False,  # when the run moves, the offer stands and its last day is another
    ),
    Noun(
        CourseEvaluation,
        EvaluationEvent,
        "evaluation",
        AS_LAST,
        frozenset({CourseEvaluation.State.OPEN}),
        CourseEvaluation.MOVES,
    ),
    Noun(
        ExternalCertificate,
        ExternalCertificateEvent,
        "certificate",
        AS_LAST,
        frozenset({ExternalCertificate.State.SENT}),
        ExternalCertificate.MOVES,
    ),
    Noun(
        NoShow,
        NoShowEvent,
        "no_show",
        {**AS_LAST, "has_valid_reason": "has_valid_reason_after"},
        frozenset({NoShow.State.RECORDED}),
        NoShow.MOVES,
    ),
)


def round_faults() -> Iterator[Deviation]:
    """A round has no events of its own: what was previewed and who approved it stand in tables that are only added to.

    Released means: an allocation has both approvals. Previewed means that there is one.
    """
    given = Count("approvals", filter=Q(approvals__capacity__in=AllocationApproval.Capacity.values))
    allocations = SeatAllocation.objects.annotate(given=given)
    previewed = set(allocations.values_list("round_id", flat=True))
    released = set(allocations.filter(given=len(AllocationApproval.Capacity)).values_list("round_id", flat=True))
    state = ApplicationRound.State
    for row in ApplicationRound.objects.order_by("pk"):
        if (row.state == state.RELEASED) != (row.pk in released):
            yield Deviation(row.fact_id, f"state is {row.state!r}, and its approvals say otherwise")
        elif row.state == state.PREVIEWED and row.pk not in previewed:
            yield Deviation(row.fact_id, "state is previewed and nothing was allocated")
