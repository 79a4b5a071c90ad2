"""A consensus round: how many have answered while it is open, and what they answered, without names, when it is closed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fagvei.guideline.models import ConsensusRound, ConsensusVote, ConsensusVoter, EvidenceGrade, UnitVersion
from fagvei.guideline.queries.unit_page import Said, said
from fagvei.guideline.queries.version_page import as_texts
from fagvei.guideline.rules.consensus import Outcome
from fagvei.guideline.rules.difference import Difference, differences

Answer = ConsensusVote.Answer


@dataclass
class RoundResult:
    """`outcome` and `comments` are None and empty while the round is open, whoever asks."""

    round: ConsensusRound
    asked: int
    answered: int
    outcome: Outcome | None
    comments: list[ConsensusVote]

    @property
    def counts(self) -> list[tuple[Any, int]]:
        if self.outcome is None:
            return []
        return [(Answer(name).label, getattr(self.outcome, name)) for name in Answer.values]


@dataclass
class ConsensusPage:
    result: RoundResult
    said: Said
    differences: list[Difference]
    own: ConsensusVote | None
    is_same_text: bool

    @property
    def round(self) -> ConsensusRound:
        return self.result.round


def consensus_page(round_: ConsensusRound, user: Any, *, shown: str) -> ConsensusPage:
    """`shown` is the print of the text as it stands now: a closed round tells when it was of another one."""
    version = round_.version
    grades = list(EvidenceGrade.objects.select_related("scheme").order_by("scheme__position", "position"))
    before = version.based_on
    return ConsensusPage(
        result=results([round_])[0],
        said=said(version, grades, version.unit.chapter.guideline),
        differences=differences(as_texts(before), as_texts(version)) if before else [],
        own=ConsensusVote.objects.filter(voter__round=round_, voter__user=user).order_by("at", "pk").last(),
        is_same_text=shown == round_.content_digest,
    )


def results_of(version: UnitVersion, *, with_open: bool) -> list[RoundResult]:
    rounds = version.consensus_rounds.order_by("number")
    return results(rounds if with_open else rounds.closed())


def results(rounds: Iterable[ConsensusRound]) -> list[RoundResult]:
    """Two questions, however many rounds. The comments come in an order that tells nothing."""
    found = list(rounds)
    asked = Counter(ConsensusVoter.objects.filter(round__in=found).order_by().values_list("round_id", flat=True))
    newest: dict[int, ConsensusVote] = {}
    votes = ConsensusVote.objects.filter(voter__round__in=found).select_related("voter").order_by("at", "pk")
    for vote in votes if found else []:
        newest[vote.voter_id] = vote
    by_round: dict[int, list[ConsensusVote]] = {}
    for vote in newest.values():
        by_round.setdefault(vote.voter.round_id, []).append(vote)
    return [_result(round_, asked[round_.pk], by_round.get(round_.pk, [])) for round_ in found]


def _result(round_: ConsensusRound, asked: int, votes: list[ConsensusVote]) -> RoundResult:
    if round_.is_open:
        return RoundResult(round_, asked, len(votes), None, [])
    counts = Counter(vote.answer for vote in votes)
    outcome = Outcome(
        asked=asked,
        quorum_percent=round_.quorum_percent,
        threshold_percent=round_.threshold_percent,
        **{name: counts[name] for name in Answer.values},
    )
    written = sorted((vote for vote in votes if vote.comment), key=lambda vote: vote.public_id.hex)
    return RoundResult(round_, asked, len(votes), outcome, written)
