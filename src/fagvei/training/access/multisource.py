"""The doors of rounds of 360 degrees: the doctor and the mentor of now. No leader, no administrator, nobody else."""

from typing import Any

from django.utils.translation import gettext as _

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training.access.core import POLICIES, Policy, rows, through_door
from fagvei.training.models import MultisourceRound

MULTISOURCE_ROWS = (
    rows("education_plan", Permission.SEE, {"doctor"}, "propose_round"),
    rows("multisource_round", Permission.SEE, {"doctor", "mentor"}, "multisource_round"),
    rows("multisource_round", Permission.EDIT, {"doctor"}, "withdraw_round"),
    rows(
        "multisource_round",
        Permission.FOLLOW_UP,
        {"mentor"},
        "open_round",
        "return_round",
        "close_round",
        "read_result",
        "release_result",
    ),
)


def _may_round(permission: Permission, row: MultisourceRound, user: User, relations: frozenset[str]) -> bool:
    return {
        Permission.SEE: bool(relations & {"doctor", "mentor"}),
        Permission.EDIT: "doctor" in relations,
        Permission.FOLLOW_UP: "mentor" in relations,
    }.get(permission, False)


POLICIES[MultisourceRound] = Policy(_may_round)


def get_round_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> MultisourceRound:
    rounds = MultisourceRound.objects.select_related("doctor", "institution", "version__form", "waiting_on")
    return through_door(rounds, user, public_id, permission, lambda row: _("en 360-graders vurdering"))
