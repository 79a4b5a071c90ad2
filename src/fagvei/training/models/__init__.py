"""The doctor's record: plans, goals in the plan, activities, opinions, sign-offs. What people did is added, never overwritten."""

from fagvei.training.models.activities import ActivityEvent, Attachment, PlanActivity
from fagvei.training.models.assessment_forms import AssessmentForm, AssessmentFormVersion
from fagvei.training.models.assessments import Assessment, AssessmentAnswer, AssessmentEvent, OutsideIdentification
from fagvei.training.models.certificates import CertificateEvent, ServiceCertificate
from fagvei.training.models.deadlines import TaskDeadline
from fagvei.training.models.goals import GoalEvent, Opinion, OpinionRequest, PlanGoal, SignOff, SignOffWithdrawal
from fagvei.training.models.halfyear import HalfYearAgreement, PlanMove, PlannedItem, PlanRevision
from fagvei.training.models.handover import EmployerAnswer, EmployerChange, Handover, HandoverCallOff, HandoverConsent
from fagvei.training.models.invitations import AssessmentInvitation
from fagvei.training.models.mentoring import (
    GroupMember,
    MentoringEvent,
    MentoringSeries,
    MentoringSession,
    MentoringShare,
    MentoringShareWithdrawal,
)
from fagvei.training.models.mentoring_texts import ContentKey, MentoringAction, MentoringText
from fagvei.training.models.multisource import MultisourceAnswer, MultisourceEvent, MultisourceRater, MultisourceRound
from fagvei.training.models.outside_assessors import OutsideAssessor
from fagvei.training.models.panel import AssessmentPanel, PanelEvent, PanelItem, PanelMember, PanelOutcome
from fagvei.training.models.plans import EducationPlan, GoalPlan
from fagvei.training.models.requirements import EquivalentActivity, PersonalRequirement
from fagvei.training.models.rollover import RevisionChoice
from fagvei.training.models.service import (
    Absence,
    Employment,
    Part1Confirmation,
    Part1Withdrawal,
    Placement,
    ServiceEvent,
)
from fagvei.training.models.set_choices import SetChoice
from fagvei.training.models.teaching import Attendance, TeachingSession, WrongCode
from fagvei.training.models.team import RecordGrant, WarningThreshold
from fagvei.training.models.transfer import TransferDecision, TransferredItem, TransferReport

__all__ = [
    "RevisionChoice",
    "SetChoice",
    "TransferDecision",
    "TransferReport",
    "TransferredItem",
    "Absence",
    "ActivityEvent",
    "Assessment",
    "AssessmentAnswer",
    "AssessmentEvent",
    "AssessmentForm",
    "AssessmentFormVersion",
    "AssessmentInvitation",
    "AssessmentPanel",
    "Attachment",
    "Attendance",
    "CertificateEvent",
    "ContentKey",
    "EducationPlan",
    "EmployerAnswer",
    "EmployerChange",
    "Employment",
    "EquivalentActivity",
    "GoalEvent",
    "GoalPlan",
    "GroupMember",
    "HalfYearAgreement",
    "Handover",
    "HandoverCallOff",
    "HandoverConsent",
    "MentoringAction",
    "MentoringEvent",
    "MentoringSeries",
    "MentoringSession",
    "MentoringShare",
    "MentoringShareWithdrawal",
    "MentoringText",
    "MultisourceAnswer",
    "MultisourceEvent",
    "MultisourceRater",
    "MultisourceRound",
    "Opinion",
    "OpinionRequest",
    "OutsideAssessor",
    "OutsideIdentification",
    "PanelEvent",
    "PanelItem",
    "PanelMember",
    "PanelOutcome",
    "Part1Confirmation",
    "Part1Withdrawal",
    "PersonalRequirement",
    "Placement",
    "PlanActivity",
    "PlanGoal",
    "PlanMove",
    "PlanRevision",
    "PlannedItem",
    "RecordGrant",
    "ServiceCertificate",
    "ServiceEvent",
    "SignOff",
    "SignOffWithdrawal",
    "TeachingSession",
    "TaskDeadline",
    "WarningThreshold",
    "WrongCode",
]
