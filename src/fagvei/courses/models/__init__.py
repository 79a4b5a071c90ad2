"""How courses are run: the course, who leads it, its six-year plan, its runs. What people did is added, never overwritten."""

from fagvei.courses.models.absence import NoShow, NoShowEvent
from fagvei.courses.models.allocation import (
    AllocationApproval,
    ManualChange,
    OfferEvent,
    SeatAllocation,
    SeatOffer,
    WaitingListEntry,
)
from fagvei.courses.models.applications import ApplicationEvent, ApplicationRound, CourseApplication, RoundRun
from fagvei.courses.models.attendance import CheckInCode, CourseAttendance
from fagvei.courses.models.calendar import PersonalCalendar
from fagvei.courses.models.courses import AppointmentEvent, Course, CourseAppointment, CourseVersion
from fagvei.courses.models.criteria import CriteriaVersion, CriterionCase, CriterionJudgement, RankingCriterion
from fagvei.courses.models.evaluation import CourseEvaluation, EvaluationEntry, EvaluationEvent, EvaluationSheet
from fagvei.courses.models.external import ExternalCertificate, ExternalCertificateEvent, ExternalProof
from fagvei.courses.models.fees import FeeRate
from fagvei.courses.models.joint import JointInvitation, JointInvitationEvent
from fagvei.courses.models.plan import FrequencyPattern, FrequencyVersion, Half, PlanSlot, SlotEvent
from fagvei.courses.models.proposals import CourseProposal, CourseProposalEvent
from fagvei.courses.models.reserves import RunReserves
from fagvei.courses.models.runs import CourseRun, RunEvent, RunSession

__all__ = [
    "AllocationApproval",
    "ApplicationEvent",
    "ApplicationRound",
    "CourseApplication",
    "ManualChange",
    "OfferEvent",
    "RoundRun",
    "SeatAllocation",
    "SeatOffer",
    "WaitingListEntry",
    "AppointmentEvent",
    "CheckInCode",
    "Course",
    "CourseAppointment",
    "CourseAttendance",
    "CourseEvaluation",
    "CourseRun",
    "CourseProposal",
    "CourseProposalEvent",
    "CourseVersion",
    "CriteriaVersion",
    "CriterionCase",
    "CriterionJudgement",
    "EvaluationEntry",
    "EvaluationEvent",
    "EvaluationSheet",
    "ExternalCertificate",
    "ExternalCertificateEvent",
    "ExternalProof",
    "FeeRate",
    "FrequencyPattern",
    "FrequencyVersion",
    "Half",
    "JointInvitation",
    "JointInvitationEvent",
    "PersonalCalendar",
    "NoShow",
    "NoShowEvent",
    "PlanSlot",
    "RankingCriterion",
    "RunEvent",
    "RunReserves",
    "RunSession",
    "SlotEvent",
]
