"""A pair's way: proposed by one field, approved or rejected by the other, taken back with a reason."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.crosswalk.actions.refusals import (
    MoveNotAllowed,
    NoText,
    NotYours,
    OtherSideDecides,
    PairExists,
    ProposerCannotApprove,
    ReasonMissing,
    TextChangedSinceRead,
)
from fagvei.crosswalk.actions.standing import Kind, State, can_be_read, locked, move, print_of, role_of, texts_in_force
from fagvei.crosswalk.models import GoalRecommendationPair, PairEvent
from fagvei.crosswalk.rules.sides import MAKERS, deciders_of
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline.models import NormativeUnit
from fagvei.handbook.models import Sourced
from fagvei.people.actions import notify
from fagvei.people.models import User


@transaction.atomic
def propose_pair(*, goal: LearningGoal, unit: NormativeUnit, reason: str, by: User) -> GoalRecommendationPair:
    acting_as = role_of(by, MAKERS)
    if not acting_as:
        raise NotYours
    return add_proposal(
        goal=goal,
        unit=unit,
        reason=reason,
        by=by,
        acting_as=acting_as,
        verification=Sourced.Verification.IMPORTED,
    )


def add_proposal(
    *, goal: LearningGoal, unit: NormativeUnit, reason: str, by: User | None, acting_as: str = "", **sourcing: Any
) -> GoalRecommendationPair:
    """One proposal or approved pair stands for a goal and a unit at a time."""
    NormativeUnit.objects.select_for_update().get(pk=unit.pk)
    if not reason.strip():
        raise ReasonMissing
    if GoalRecommendationPair.objects.standing().filter(goal=goal, unit=unit).exists():
        raise PairExists
    if not can_be_read(texts_in_force(unit)):
        raise NoText
    pair = GoalRecommendationPair.objects.create(
        goal=goal, unit=unit, reason=reason, proposed_by=by, proposed_as=acting_as, **sourcing
    )
    record("pair_proposed", pair, by, acting_as, [move(pair, Kind.PROPOSED, by=by, acting_as=acting_as)])
    return pair


@transaction.atomic
def approve_pair(*, pair: GoalRecommendationPair, shown: str, note: str = "", by: User) -> GoalRecommendationPair:
    """`shown` is the print of the texts that were read: others are not approved."""
    pair, acting_as = _to_decide(pair, by)
    texts = texts_in_force(pair.unit)
    if not can_be_read(texts):
        raise NoText
    if shown != print_of(texts):
        raise TextChangedSinceRead
    event = move(pair, Kind.APPROVED, by=by, acting_as=acting_as, note=note, texts=texts)
    record("pair_approved", pair, by, acting_as, [event])
    _tell(pair, "pair_approved", _("Koblingen %s er godkjent."))
    return pair


@transaction.atomic
def reject_pair(*, pair: GoalRecommendationPair, note: str, by: User) -> GoalRecommendationPair:
    pair, acting_as = _to_decide(pair, by)
    if not note.strip():
        raise ReasonMissing
    event = move(pair, Kind.REJECTED, by=by, acting_as=acting_as, note=note)
    record("pair_rejected", pair, by, acting_as, [event])
    _tell(pair, "pair_rejected", _("Koblingen %s ble ikke godkjent. Begrunnelsen står på koblingens side."))
    return pair


@transaction.atomic
def withdraw_pair(*, pair: GoalRecommendationPair, note: str, by: User) -> GoalRecommendationPair:
    """A proposal by whoever made it; an approved pair by anyone who may approve pairs. It stays readable."""
    pair = locked(pair)
    acting_as = role_of(by, MAKERS)
    if not acting_as or not may_withdraw(pair, by):
        raise NotYours
    if State.WITHDRAWN not in GoalRecommendationPair.MOVES[pair.state]:
        raise MoveNotAllowed
    if not note.strip():
        raise ReasonMissing
    event = move(pair, Kind.WITHDRAWN, by=by, acting_as=acting_as, note=note)
    record("pair_withdrawn", pair, by, acting_as, [event])
    return pair


def may_withdraw(pair: GoalRecommendationPair, by: User) -> bool:
    """One's own proposal, what is approved; a pack's proposal is rejected, not withdrawn."""
    return pair.state != State.PROPOSED or pair.proposed_by_id == by.pk


def _to_decide(pair: GoalRecommendationPair, by: User) -> tuple[GoalRecommendationPair, str]:
    """The pair, locked, and the role in which this person may answer the proposal."""
    pair = locked(pair)
    if not role_of(by, MAKERS):
        raise NotYours
    if pair.state != State.PROPOSED:
        raise MoveNotAllowed
    if pair.proposed_by_id == by.pk:
        raise ProposerCannotApprove
    acting_as = role_of(by, deciders_of(pair.proposed_as))
    if not acting_as:
        raise OtherSideDecides
    return pair, acting_as


def record(name: str, pair: GoalRecommendationPair, by: Any, acting_as: str, events: list[PairEvent]) -> None:
    details = {"goal": pair.goal.code, "unit": pair.unit.code}
    audit.record(name, target=pair, by=by, acting_as=acting_as, details=details, facts=[pair, *events])


def _tell(pair: GoalRecommendationPair, kind: str, text: str) -> None:
    if pair.proposed_by is not None:
        notify(user=pair.proposed_by, kind=kind, text=str(text % pair), path=pair.get_absolute_url())
