"""How many things wait for somebody in the records: the number in the head of every page, counted without making the lines."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.people.models import User
from fagvei.people.queries import Circle, blank_circle, circle_of
from fagvei.training.models.service import ServiceState
from fagvei.training.queries import waiting
from fagvei.training.queries.assessments_tasks import assessment_rounds, assessments_waiting_for
from fagvei.training.queries.halfyear_tasks import halfyear_tasks
from fagvei.training.queries.mentoring_tasks import mentoring_tasks
from fagvei.training.queries.panel_tasks import (
    outcomes_to_follow_up,
    panels_to_attend,
    panels_to_hold,
    panels_to_tell_of,
)
from fagvei.training.queries.service_tasks import certificates_waiting_for, service_in_state
from fagvei.training.queries.transfer import items_to_confirm


def task_count(user: User) -> int:
    """As many as `tasks_for` has: five activities from one doctor are five.

    One question for all of which each row is one thing, beside who the person is, the half-years and the mentoring.
    """
    circle, standings = circle_of(user), waiting.standings_of(user)
    held = {
        name: getattr(circle, name) for name in ("supervises", "mentors", "leads", "decides", "related", "acts_for")
    }
    listed = [*halfyear_tasks(circle), *(assessment_rounds(circle) if circle.mentors else ())]
    listed += mentoring_tasks(user) if waiting.STANDING in standings else ()
    signs = bool(circle.leads or circle.acts_for or standings & waiting.SIGNS_CERTIFICATES)
    moments = {"now": clock.now(), "today": clock.start_of(clock.today())}
    return _things.count(user=user.pk, signs=signs, **moments, **held) + len(listed)


@prepared
def _things(user: int, now: dt.datetime, today: dt.datetime, signs: bool, **held: Any) -> QuerySet:
    circle = blank_circle(user=user, **held)
    first, *others = [rows.order_by().values_list("pk") for rows in _rows(circle, signs, now, today)]
    return first.union(*others, all=True)


def _rows(circle: Circle, signs: bool, now: dt.datetime, today: dt.datetime) -> Iterator[QuerySet]:
    """In the order of `tasks_for`, of the same rows."""
    yield waiting.returned_activities(circle.user)
    yield waiting.own_goals_waiting(circle.user)
    yield from service_in_state(ServiceState.RETURNED, doctor=circle.user)
    if circle.supervises:
        yield waiting.activities_to_sign(circle)
    if circle.supervises or circle.mentors:
        yield waiting.goals_awaiting_opinion_of(circle)
    if circle.decides:
        yield waiting.goals_to_decide(circle)
    if circle.leads:
        yield waiting.objections_to_answer(circle)
        yield from service_in_state(ServiceState.SENT, doctor_id__in=circle.leads)
        yield items_to_confirm(circle.leads)
        yield panels_to_hold(circle)
        yield outcomes_to_follow_up(circle)
    if signs:
        yield certificates_waiting_for(circle, now)
    if circle.mentors:
        yield panels_to_tell_of(circle)
    yield panels_to_attend(circle, now, today)
    if circle.related or circle.leads:
        yield assessments_waiting_for(circle)
