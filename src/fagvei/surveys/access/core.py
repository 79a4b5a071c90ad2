"""The words of this room's rows: "survey_owner" answers for GAP surveys at the institution whose survey it is."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission, RowsOf
from fagvei.people import queries as people
from fagvei.people.models import User

OWNER = "survey_owner"


class SurveyOwnersOnly(NotAllowed):
    message = _("Bare den som er ansvarlig for GAP-undersøkelser ved virksomheten, kan gjøre dette.")


rows = RowsOf("surveys")


# Each kind of row answers for itself: `may(user, permission, row)`.
POLICIES: dict[type, Callable[[Any, str, Any], bool]] = {}


def can(user: Any, permission: str, row: Any) -> bool:
    """May this person do this to this survey, question or wave? Whether the state allows it, the action says."""
    may = POLICIES.get(type(row))
    return may is not None and user.is_authenticated and user.is_active and may(user, permission, row)


def answers_for(user: User, institution: Any) -> bool:
    return people.has_role(user, OWNER, institution=institution)


def opened(row: Any, user: Any, permission: Permission) -> Any:
    """The row, seen and allowed, or Http404 / NotAllowed."""
    if row is None or not can(user, Permission.SEE, row):
        raise Http404
    if permission != Permission.SEE and not can(user, permission, row):
        raise SurveyOwnersOnly
    return row
