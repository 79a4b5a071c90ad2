"""Doors of consensus rounds: owners and reviewers follow them, the peers who were asked vote. Nobody reads a single vote."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.guideline.access.core import POLICIES, rows
from fagvei.guideline.access.versions import OWNER, REVIEWER, WRITERS, OwnersOnly, State, holds, is_maker
from fagvei.guideline.models import ConsensusRound

PEER = "guideline_peer"

CONSENSUS_ROWS = (
    rows(
        "unit_version",
        Permission.ADMINISTER,
        {"owner"},
        "open_consensus_round",
        states=frozenset({State.DRAFT, State.IN_REVIEW}),
    ),
    rows("consensus_round", Permission.SEE, {*WRITERS, "voter"}, "consensus_round"),
    rows(
        "consensus_round",
        Permission.GIVE_OPINION,
        {"voter"},
        "vote",
        states=frozenset({ConsensusRound.State.OPEN}),
        condition="asked when it was opened, and still a peer",
    ),
    rows(
        "consensus_round",
        Permission.ADMINISTER,
        {"owner"},
        "close_consensus_round",
        states=frozenset({ConsensusRound.State.OPEN}),
    ),
)


class VotersOnly(NotAllowed):
    message = _("Bare de fagfellene som ble spurt da runden ble åpnet, kan stemme.")


def _may_round(user: Any, permission: str, row: ConsensusRound) -> bool:
    if permission == Permission.SEE:
        return is_maker(user) or is_voter(user, row)
    if not row.is_open:
        return False
    if permission == Permission.GIVE_OPINION:
        return is_voter(user, row)
    return permission == Permission.ADMINISTER and holds(user, {OWNER})


POLICIES[ConsensusRound] = _may_round


def is_voter(user: Any, row: ConsensusRound) -> bool:
    return holds(user, {PEER}) and row.voters.filter(user=user).exists()


def consensus_rounds_visible_to(user: Any) -> QuerySet[ConsensusRound]:
    found = ConsensusRound.objects.select_related(
        "version__unit__chapter__guideline", "version__grade__scheme", "version__based_on", "opened_by"
    )
    if holds(user, {OWNER, REVIEWER}):
        return found
    return found.filter(Q(voters__user=user)) if holds(user, {PEER}) else found.none()


def get_consensus_round_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> ConsensusRound:
    """A round that is closed is refused by the action, with its sentence."""
    row = consensus_rounds_visible_to(user).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    if permission == Permission.GIVE_OPINION and not is_voter(user, row):
        raise VotersOnly
    if permission == Permission.ADMINISTER and not holds(user, {OWNER}):
        raise OwnersOnly
    return row
