"""Doors of shared gaps: for those who work at the institution; teaching is planned by those who keep its calendar, lead its
doctors or answer for its surveys, and by the two last only for a gap that is shared now."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.crosswalk.access.core import rows
from fagvei.crosswalk.models import TeachingPlan
from fagvei.crosswalk.models.teaching_plans import PLANNERS, PlanState
from fagvei.crosswalk.queries.gap_page import GapLine, gap_lines
from fagvei.crosswalk.queries.places import places_of
from fagvei.people.queries import active_roles
from fagvei.training.models.teaching import ORGANISERS

GAP_ROWS = (
    rows("gap_plan", Permission.SEE, {"planner"}, note="others read it beside the gap, as long as that is shared"),
    rows(
        "gap_plan",
        Permission.FOLLOW_UP,
        {"planner"},
        "mark_plan",
        states=frozenset({PlanState.NOT_DONE, PlanState.DONE}),
        note="done, not done after all, taken away; of reading and courses",
    ),
)


class PlannersOnly(NotAllowed):
    message = _(
        "Undervisning etter et gap legges inn av leder, den som er ansvarlig for GAP-undersøkelser, utdanningsansvarlig "
        "overlege eller koordinator."
    )


def planned_by(user: Any) -> set[int]:
    """Institutions where this person plans teaching for what a ward has shared."""
    return _institutions(user, PLANNERS)


def keeps_calendar(user: Any, institution_id: int) -> bool:
    """Changes and calls off what stands in it, too."""
    return institution_id in _institutions(user, ORGANISERS)


def _institutions(user: Any, roles: Iterable[str]) -> set[int]:
    held = active_roles(user).filter(role__in=roles, institution__isnull=False).order_by()
    return set(held.values_list("institution_id", flat=True))


def get_gap(user: Any, round_id: Any, code: str) -> GapLine:
    """A gap that a ward of one's own institution has shared and that is still one; 404 otherwise."""
    for line in gap_lines(places_of(user)):
        if line.round.public_id == round_id and line.unit.code == code:
            if line.institution_id not in planned_by(user):
                raise PlannersOnly
            return line
    raise Http404


def can_plan(user: Any, permission: str, plan: TeachingPlan) -> bool:
    """Reading or a course that was planned for a gap: who plans at the institution says whether it is done."""
    standing = TeachingPlan.objects.with_state().get(pk=plan.pk)
    allowed = permission == Permission.SEE or (
        permission == Permission.FOLLOW_UP and standing.state != PlanState.DROPPED
    )
    return allowed and user.is_active and plan.round.survey.institution_id in planned_by(user)


def plans_visible_to(user: Any) -> QuerySet[TeachingPlan]:
    return TeachingPlan.objects.visible_to(user)


def get_plan_for(user: Any, public_id: Any) -> TeachingPlan:
    """What its state allows, the action says."""
    rows_ = plans_visible_to(user).select_related("round__survey__institution", "unit")
    plan = rows_.filter(public_id=public_id).first()
    if plan is None:
        raise Http404
    return plan
