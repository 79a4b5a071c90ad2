"""An owner asks the peers about one wording, they answer each alone, and the round is closed by the owner or the clock."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.guideline.actions.consensus_refusals import (
    NotAsked,
    RoundDatesWrong,
    RoundIsClosed,
    RoundNotForThisText,
    TooFewPeers,
    VoteNeedsWords,
)
from fagvei.guideline.actions.standing import PEER, State, digest_of, holders, locked, require_owner
from fagvei.guideline.actions.standing import require_no_open_round as _require_no_open_round
from fagvei.guideline.models import ConsensusEvent, ConsensusRound, ConsensusVote, ConsensusVoter, UnitVersion
from fagvei.guideline.rules.consensus import FEWEST_PEERS, LONGEST_DAYS, QUORUM_PERCENT, THRESHOLD_PERCENT
from fagvei.people import queries as people
from fagvei.people.actions import notify
from fagvei.people.models import User

Kind = ConsensusEvent.Kind


@transaction.atomic
def open_consensus_round(
    *,
    version: UnitVersion,
    closes_on: dt.date,
    quorum_percent: int = QUORUM_PERCENT,
    threshold_percent: int = THRESHOLD_PERCENT,
    note: str = "",
    by: User,
) -> ConsensusRound:
    """Everybody who is a peer now is asked, and told. The text stands still until it is closed."""
    acting_as = require_owner(by)
    version = locked(version)
    if version.state not in {State.DRAFT, State.IN_REVIEW} or version.label == UnitVersion.Label.NOT_REVIEWED:
        raise RoundNotForThisText
    _require_no_open_round(version)
    if not clock.today() < closes_on <= clock.today() + dt.timedelta(days=LONGEST_DAYS):
        raise RoundDatesWrong
    peers = holders(PEER)
    if len(peers) < FEWEST_PEERS:
        raise TooFewPeers
    round_ = ConsensusRound.objects.create(
        version=version,
        number=version.consensus_rounds.count() + 1,
        content_digest=digest_of(version),
        note=note,
        closes_on=closes_on,
        quorum_percent=quorum_percent,
        threshold_percent=threshold_percent,
        opened_by=by,
    )
    event = _move(round_, Kind.OPENED, by=by, acting_as=acting_as)
    voters = [ConsensusVoter.objects.create(round=round_, user=peer) for peer in peers]
    _record("consensus_round_opened", round_, by, acting_as, round_, event, *voters)
    for peer in peers:
        _tell(peer, "consensus_round_opened", _("Du er bedt om å stemme over en ny versjon av %s."), round_)
    return round_


@transaction.atomic
def vote(*, round_: ConsensusRound, answer: str, comment: str = "", by: User) -> ConsensusVote:
    """Given anew until closing: the newest holds. The log tells that somebody voted, not what."""
    round_ = _locked(round_)
    voter = round_.voters.filter(user=by).first()
    if voter is None or not people.has_role(by, PEER):
        raise NotAsked
    if not round_.takes_votes:
        raise RoundIsClosed
    if answer in ConsensusVote.NEEDS_WORDS and not comment:
        raise VoteNeedsWords
    given = ConsensusVote.objects.create(voter=voter, answer=answer, comment=comment, at=clock.now())
    _record("consensus_vote_given", round_, by, PEER, given)
    return given


@transaction.atomic
def close_consensus_round(*, round_: ConsensusRound, by: User | None) -> ConsensusRound:
    """`by` is None when the clock closes it. Whoever opened it is told then."""
    acting_as = require_owner(by) if by is not None else ""
    round_ = _locked(round_)
    if not round_.is_open:
        raise RoundIsClosed
    event = _move(round_, Kind.CLOSED, by=by, acting_as=acting_as)
    _record("consensus_round_closed", round_, by, acting_as, event)
    if round_.opened_by != by:
        _tell(
            round_.opened_by,
            "consensus_round_closed",
            _("Konsensusrunden om %s er lukket. Se hva gruppen mener."),
            round_,
        )
    return round_


def close_due_consensus_rounds(*, dry_run: bool = False) -> int:
    """The clock's: rounds whose last day has passed."""
    due = list(ConsensusRound.objects.open().filter(closes_on__lt=clock.today()).order_by("pk"))
    if not dry_run:
        for round_ in due:
            close_consensus_round(round_=round_, by=None)
    return len(due)


def _move(round_: ConsensusRound, kind: ConsensusEvent.Kind, *, by: Any, acting_as: str) -> ConsensusEvent:
    """Add the event and let the row follow it. The only place that changes a round's state."""
    to = ConsensusRound.State.OPEN if kind == Kind.OPENED else ConsensusRound.State.CLOSED
    event = ConsensusEvent.objects.create(
        round=round_, kind=kind, state_after=to, acting_as=acting_as, by=by, at=clock.now()
    )
    round_.state, round_.since = to, event.at
    round_.save(update_fields=["state", "since"])
    return event


def _locked(round_: ConsensusRound) -> ConsensusRound:
    rows = ConsensusRound.objects.select_for_update(of=("self",))
    return rows.select_related("version__unit__chapter__guideline", "opened_by").get(pk=round_.pk)


def _tell(user: User, kind: str, text: str, round_: ConsensusRound) -> None:
    notify(user=user, kind=kind, text=str(text % round_.version.unit.code), path=round_.get_absolute_url())


def _record(name: str, round_: ConsensusRound, by: Any, acting_as: str, *facts: Any) -> None:
    version = round_.version
    details = {"code": version.unit.code, "number": version.number, "round": round_.number}
    audit.record(name, target=round_, by=by, acting_as=acting_as, details=details, facts=facts)
