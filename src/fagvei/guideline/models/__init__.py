"""The guideline: chapters, normative units in versions, grades, what it says about itself, documents it touches."""

from fagvei.guideline.models.about import GroupMember, MandateDemand, Statement, TargetGroup
from fagvei.guideline.models.comment_followers import CommentFollower
from fagvei.guideline.models.comments import CommentEvent, UnitComment
from fagvei.guideline.models.consensus import ConsensusEvent, ConsensusRound, ConsensusVote, ConsensusVoter
from fagvei.guideline.models.documents import RelatedDocument, RelationCheck
from fagvei.guideline.models.grading import EvidenceGrade, GradingScheme
from fagvei.guideline.models.guideline import Chapter, Guideline
from fagvei.guideline.models.plain_texts import PlainText, PlainTextEvent
from fagvei.guideline.models.units import NormativeUnit, UnitVersion, VersionEvent

__all__ = [
    "Chapter",
    "CommentEvent",
    "CommentFollower",
    "ConsensusEvent",
    "ConsensusRound",
    "ConsensusVote",
    "ConsensusVoter",
    "EvidenceGrade",
    "GradingScheme",
    "GroupMember",
    "Guideline",
    "MandateDemand",
    "NormativeUnit",
    "PlainText",
    "PlainTextEvent",
    "RelatedDocument",
    "RelationCheck",
    "Statement",
    "TargetGroup",
    "UnitComment",
    "UnitVersion",
    "VersionEvent",
]
