"""Doors of changed recommendations: what is touched is public, an answer belongs to those who keep what is touched."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.crosswalk.access.core import rows
from fagvei.crosswalk.queries.changes import Change, open_changes
from fagvei.crosswalk.queries.waiting import roles_to_answer, waiting_for
from fagvei.guideline.models import NormativeUnit

CHANGE_ROWS = (
    rows("changed_recommendation", Permission.SEE, {"public"}, "change"),
    rows("changed_recommendation", Permission.FOLLOW_UP, {"keeper"}, "answer_change", note="each for one's own part"),
)


class KeepersOnly(NotAllowed):
    message = _("Bare den som har ansvar for koblingene, kursene eller undervisningen som berøres, svarer her.")


def get_change(code: str) -> Change:
    """404 as long as nothing has changed."""
    unit = NormativeUnit.objects.filter(code=code).first()
    found = open_changes(unit=unit) if unit else []
    if not found:
        raise Http404
    return found[0]


def may_answer(user: Any, change: Change) -> bool:
    return bool(waiting_for(user, change, roles_to_answer(user)))


def get_unit_to_answer(user: Any, code: str) -> NormativeUnit:
    """Whoever has answered already is told so by the action."""
    change = get_change(code)
    if not may_answer(user, change) and not any(each.by_id == user.pk for each in change.answers):
        raise KeepersOnly
    return change.unit
