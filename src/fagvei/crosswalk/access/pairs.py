"""Doors of pairs. The public sees what is approved, and by which field; a proposal is hidden until then.

A reader would take a proposal for what a specialist must master, whatever mark it had. Whoever makes pairs sees them all.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.crosswalk.access.core import rows
from fagvei.crosswalk.models import GoalRecommendationPair
from fagvei.crosswalk.rules.sides import MAKERS, deciders_of
from fagvei.curriculum.models import LearningGoal
from fagvei.people.queries import active_roles

State = GoalRecommendationPair.State
SIDES = {"guideline_side", "education_side"}

PAIR_ROWS = (
    rows(
        "goal_pair",
        Permission.SEE,
        {"public"},
        "pair",
        states=frozenset({State.APPROVED}),
        condition="both fields stand behind it; one field, when a content pack proposed it",
    ),
    rows("goal_pair", Permission.SEE, SIDES, states=frozenset(State.values) - {State.APPROVED}, note="same address"),
    rows(
        "goal_pair",
        Permission.SIGN_OFF,
        {"other_side"},
        "approve_pair",
        "reject_pair",
        states=frozenset({State.PROPOSED}),
        note="whoever makes pairs in the other field than the proposer's; one of either, when a content pack proposes",
    ),
    rows(
        "goal_pair",
        Permission.SIGN_OFF,
        {"other_side"},
        "confirm_pair",
        states=frozenset({State.APPROVED}),
        note="when the text was changed after the pair was approved",
    ),
    rows("goal_pair", Permission.RECALL, {"proposer"}, "withdraw_pair", states=frozenset({State.PROPOSED})),
    rows("goal_pair", Permission.RECALL, SIDES, "withdraw_pair", states=frozenset({State.APPROVED})),
)


class MakersOnly(NotAllowed):
    message = _("Dette gjør retningslinjeeier, klinisk kvalitetssikrer, RegUt eller spesialitetskomiteen.")


def roles_of(user: Any) -> set[str]:
    """Roles in which this person makes pairs now."""
    if not user.is_authenticated or not user.is_active:
        return set()
    return set(active_roles(user).filter(role__in=MAKERS).order_by().values_list("role", flat=True))


def is_maker(user: Any) -> bool:
    return bool(roles_of(user))


def require_maker(user: Any) -> None:
    if not is_maker(user):
        raise MakersOnly


def can(user: Any, permission: str, pair: GoalRecommendationPair) -> bool:
    """May this person do this to this pair as it stands now?"""
    if permission == Permission.SEE:
        return pair.state == State.APPROVED or is_maker(user)
    held = roles_of(user)
    is_own = bool(held) and pair.proposed_by_id == user.pk
    if permission == Permission.SIGN_OFF:
        return (
            pair.state in {State.PROPOSED, State.APPROVED}
            and not is_own
            and bool(held & set(deciders_of(pair.proposed_as)))
        )
    if permission == Permission.RECALL:
        return bool(held) and (pair.state == State.APPROVED or (pair.state == State.PROPOSED and is_own))
    return False


def is_of_the_other_field(user: Any, pair: GoalRecommendationPair) -> bool:
    """Whether this person may answer such a proposal, as long as it is one."""
    return pair.proposed_by_id != user.pk and bool(roles_of(user) & set(deciders_of(pair.proposed_as)))


def visible_to(user: Any) -> QuerySet[GoalRecommendationPair]:
    pairs = GoalRecommendationPair.objects.with_both_ends()
    return pairs if is_maker(user) else pairs.approved()


def get_pair_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> GoalRecommendationPair:
    """What a state allows, the action refuses with its sentence; the own field is shut out here."""
    pair = visible_to(user).filter(public_id=public_id).first()
    if pair is None:
        raise Http404
    if permission != Permission.SEE:
        require_maker(user)
        answers_never = permission == Permission.SIGN_OFF and not is_of_the_other_field(user, pair)
        if answers_never or (pair.state == State.PROPOSED and not can(user, permission, pair)):
            raise NotAllowed(
                _("Koblingen avgjøres av noen fra det andre fagfeltet, og trekkes av den som foreslo den.")
            )
    return pair


def get_goal(code: str) -> LearningGoal:
    goal = LearningGoal.objects.filter(code=code).first()
    if goal is None:
        raise Http404
    return goal
