"""What waits for those who make pairs, and for whom a changed recommendation touches. Asked of few roles, and of teachers."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common.tasks import Task
from fagvei.crosswalk.models import GoalRecommendationPair
from fagvei.crosswalk.queries.changes import Change, open_changes
from fagvei.crosswalk.queries.waiting import has_lessons, roles_to_answer, waiting_in
from fagvei.crosswalk.rules.sides import GUIDELINE, MAKERS, deciders_of
from fagvei.people.models import RoleAssignment, User


def tasks_for(user: User) -> list[Task]:
    roles = roles_to_answer(user)
    if not roles and not has_lessons(user):
        return []
    held = {role.role for role in roles}
    proposals = _proposals(user, held, roles) if held & set(MAKERS) else []
    changes = open_changes()
    touched = waiting_in(user, changes, roles) if changes else []
    return proposals + [_change(change) for change, parts in touched if parts]


def to_decide(user: User, held: set[str]) -> Q:
    """Proposals that this person may answer: not one's own, and from the other field."""
    closed = [role for role in MAKERS if not held & set(deciders_of(role))]
    return ~Q(proposed_by=user) & ~Q(proposed_as__in=closed) if held & set(MAKERS) else Q(pk__in=[])


def asked_of(roles: Iterable[RoleAssignment]) -> Q:
    """Whose turn it is: of those in education, the liaison RegUt and the committee of the goal's specialty.

    Others in education may answer as well (`to_decide`); it does not wait for them.
    """
    specialty = "goal__goal_set__specialty"
    asked = Q(pk__in=[])
    for role in roles:
        if role.role in GUIDELINE:
            return Q()
        if role.role == "centre_officer" and role.centre_id:
            asked |= Q(**{f"{specialty}__liaison_centre_id": role.centre_id})
        elif role.role == "specialty_committee" and role.specialty_id:
            asked |= Q(**{f"{specialty}_id": role.specialty_id})
    return asked


def _proposals(user: User, held: set[str], roles: Iterable[RoleAssignment]) -> list[Task]:
    """Those from people one by one; what a content pack brought is one task, with the number in its words."""
    rows = GoalRecommendationPair.objects.proposed().filter(to_decide(user, held), asked_of(roles))
    people = rows.filter(proposed_by__isnull=False).select_related("goal", "unit").order_by("since", "pk")
    tasks = [
        Task(
            "pair_decide",
            _("Ta stilling til koblingen %s") % pair,
            pair.get_absolute_url(),
            _("Se forslaget"),
            pair.since,
        )
        for pair in people
    ]
    times = list(rows.filter(proposed_by__isnull=True).order_by("since").values_list("since", flat=True))
    return [*tasks, _from_pack(times)] if times else tasks


def _from_pack(times: list[dt.datetime]) -> Task:
    title = ngettext(
        "Ta stilling til %(number)s koblingsforslag fra innholdspakken",
        "Ta stilling til %(number)s koblingsforslag fra innholdspakken",
        len(times),
    ) % {"number": len(times)}
    return Task("pair_decide_pack", title, reverse("crosswalk:proposals"), _("Se forslagene"), times[0])


def _change(change: Change) -> Task:
    words = (
        _("%s er slettet: se hva det betyr for det du har ansvar for")
        if change.is_deleted
        else _("%s er endret: se hva det betyr for det du har ansvar for")
    )
    title = words % change.unit.code
    address = reverse("crosswalk:change", args=[change.unit.code])
    return Task("recommendation_changed", title, address, _("Se endringen"), change.since)
