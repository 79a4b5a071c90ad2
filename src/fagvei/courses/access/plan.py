"""Doors of the six-year plan: open to all, changed by the RegUt that is liaison."""

from typing import Any

from fagvei.common.permissions import Permission
from fagvei.courses.access.core import opened, rows
from fagvei.courses.models import PlanSlot

PLAN_ROWS = (rows("plan_slot", Permission.SEE, {"public"}, "slot"),)


def get_slot_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> PlanSlot:
    slots = PlanSlot.objects.select_related("course__activity", "course__centre", "host_centre__region", "run")
    return opened(slots.filter(public_id=public_id).first(), user, permission)
