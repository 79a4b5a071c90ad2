"""How courses are run: the course, who leads it, its six-year plan, its runs. What people did is added, never overwritten."""

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
from fagvei.courses.models.courses import AppointmentEvent, Course, CourseAppointment, RankingCriterion
from fagvei.courses.models.fees import FeeRate
from fagvei.courses.models.plan import FrequencyPattern, Half, PlanSlot, SlotEvent
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
    "CourseRun",
    "FeeRate",
    "FrequencyPattern",
    "Half",
    "PlanSlot",
    "RankingCriterion",
    "RunEvent",
    "RunSession",
    "SlotEvent",
]
