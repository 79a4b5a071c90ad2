"""The doors of the guideline. What is published is open to all; a module beside this one for each noun."""

from fagvei.guideline.access.comment_followers import (
    COMMENT_FOLLOWER_ROWS,
    comment_followers_visible_to,
    get_comment_follower_for,
)
from fagvei.guideline.access.comments import (
    COMMENT_ROWS,
    comments_visible_to,
    get_comment_by_receipt,
    get_comment_for,
    get_comments,
)
from fagvei.guideline.access.consensus import (
    CONSENSUS_ROWS,
    consensus_rounds_visible_to,
    get_consensus_round_for,
)
from fagvei.guideline.access.documents import DOCUMENT_ROWS, get_document_to_check
from fagvei.guideline.access.guideline import GUIDELINE_ROWS, get_guideline, get_unit
from fagvei.guideline.access.plain_texts import (
    PLAIN_TEXT_ROWS,
    get_plain_text_for,
    plain_texts_visible_to,
)
from fagvei.guideline.access.versions import VERSION_ROWS, can, get_version_for, is_maker, require_owner, visible_to

# One line per noun: what each noun declares beside its doors.
PERMISSION_ROWS = (
    *GUIDELINE_ROWS,
    *DOCUMENT_ROWS,
    *PLAIN_TEXT_ROWS,
    *VERSION_ROWS,
    *COMMENT_ROWS,
    *COMMENT_FOLLOWER_ROWS,
    *CONSENSUS_ROWS,
)

__all__ = [
    "PERMISSION_ROWS",
    "can",
    "comment_followers_visible_to",
    "comments_visible_to",
    "consensus_rounds_visible_to",
    "get_comment_by_receipt",
    "get_comment_follower_for",
    "get_comment_for",
    "get_comments",
    "get_consensus_round_for",
    "get_document_to_check",
    "get_guideline",
    "get_plain_text_for",
    "get_unit",
    "get_version_for",
    "is_maker",
    "plain_texts_visible_to",
    "require_owner",
    "visible_to",
]
