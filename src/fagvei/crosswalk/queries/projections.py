"""The one noun of the crosswalk whose row follows from its events; a plan for a gap has none and is read from them."""

from fagvei.common.projections import Noun
from fagvei.crosswalk.models import GoalRecommendationPair, PairEvent

NOUNS = (
    Noun(
        GoalRecommendationPair,
        PairEvent,
        "pair",
        {"state": "kind", "since": "at"},
        frozenset({GoalRecommendationPair.State.PROPOSED}),
        GoalRecommendationPair.MOVES,
    ),
)
