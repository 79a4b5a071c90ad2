"""The guideline: chapters, normative units in versions, grades, what it says about itself, documents it touches."""

from fagvei.guideline.models.about import GroupMember, MandateDemand, Statement, TargetGroup
from fagvei.guideline.models.documents import RelatedDocument, RelationCheck
from fagvei.guideline.models.grading import EvidenceGrade, GradingScheme
from fagvei.guideline.models.guideline import Chapter, Guideline
from fagvei.guideline.models.units import NormativeUnit, UnitVersion, VersionEvent

__all__ = [
    "Chapter",
    "EvidenceGrade",
    "GradingScheme",
    "GroupMember",
    "Guideline",
    "MandateDemand",
    "NormativeUnit",
    "RelatedDocument",
    "RelationCheck",
    "Statement",
    "TargetGroup",
    "UnitVersion",
    "VersionEvent",
]
