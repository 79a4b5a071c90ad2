"""The nouns of the guideline whose row follows from their events."""

from fagvei.common.projections import Noun
from fagvei.guideline.models import (
    CommentEvent,
    ConsensusEvent,
    ConsensusRound,
    PlainText,
    PlainTextEvent,
    UnitComment,
    UnitVersion,
    VersionEvent,
)

AS_LAST = {"state": "state_after", "since": "at"}
NOUNS = (
    # The text of a content pack is published at once.
    Noun(
        UnitVersion,
        VersionEvent,
        "version",
        AS_LAST,
        frozenset({UnitVersion.State.DRAFT, UnitVersion.State.PUBLISHED}),
        UnitVersion.MOVES,
    ),
    Noun(
        UnitComment,
        CommentEvent,
        "comment",
        {**AS_LAST, "shows": "shows"},
        frozenset({UnitComment.State.RECEIVED}),
        UnitComment.MOVES,
    ),
    Noun(
        ConsensusRound,
        ConsensusEvent,
        "round",
        AS_LAST,
        frozenset({ConsensusRound.State.OPEN}),
        {ConsensusRound.State.OPEN: {ConsensusRound.State.CLOSED}, ConsensusRound.State.CLOSED: set()},
    ),
    Noun(PlainText, PlainTextEvent, "plain_text", AS_LAST, frozenset({PlainText.State.DRAFT}), PlainText.MOVES),
)
