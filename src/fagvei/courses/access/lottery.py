"""The door of a lottery: open to all when the seats are released, and there is none before."""

from typing import Any

from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.courses.access.core import can
from fagvei.courses.models import ApplicationRound


def round_that_was_drawn(public_id: Any) -> ApplicationRound:
    rounds = ApplicationRound.objects.select_related("course__activity", "host_centre")
    found = rounds.filter(public_id=public_id).first()
    if found is None or not found.is_released:
        raise Http404
    return found


def sees_all_receipts(user: Any, found: ApplicationRound) -> bool:
    """Those who gave the seats, however few applied."""
    return can(user, Permission.EXPORT, found)
