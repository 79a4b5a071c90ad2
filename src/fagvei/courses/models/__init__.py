"""How courses are run: the course, who leads it, its six-year plan, its runs. What people did is added, never overwritten."""

from fagvei.courses.models.courses import AppointmentEvent, Course, CourseAppointment, RankingCriterion
from fagvei.courses.models.fees import FeeRate
from fagvei.courses.models.plan import FrequencyPattern, Half, PlanSlot, SlotEvent
from fagvei.courses.models.runs import CourseRun, RunEvent, RunSession

__all__ = [
    "AppointmentEvent",
    "Course",
    "CourseAppointment",
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
