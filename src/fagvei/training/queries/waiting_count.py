"""How many things wait for somebody in the records: the number in the head of every page, counted without making the lines."""

from collections.abc import Iterator

from django.db.models import QuerySet

from fagvei.people.models import User
from fagvei.people.queries import Circle, circle_of
from fagvei.training.models.service import ServiceState
from fagvei.training.queries import waiting
from fagvei.training.queries.assessments_tasks import assessment_rounds, assessments_waiting_for
from fagvei.training.queries.halfyear_tasks import halfyear_tasks
from fagvei.training.queries.mentoring_tasks import mentoring_tasks
from fagvei.training.queries.panel_tasks import outcomes_to_follow_up, panels_to_hold, panels_to_tell_of
from fagvei.training.queries.service_tasks import certificates_waiting_for, service_in_state
from fagvei.training.queries.transfer import items_to_confirm


def task_count(user: User) -> int:
    """As many as `tasks_for` has: five activities from one doctor are five.

    One question for all of which each row is one thing, beside who the person is, the half-years and the mentoring.
    """
    circle, standings = circle_of(user), waiting.standings_of(user)
    first, *others = [rows.order_by().values("pk") for rows in _rows(circle, standings)]
    listed = [*halfyear_tasks(circle), *(assessment_rounds(circle) if circle.mentors else ())]
    listed += mentoring_tasks(user) if waiting.STANDING in standings else ()
    return first.union(*others, all=True).count() + len(listed)


def _rows(circle: Circle, standings: set[str]) -> Iterator[QuerySet]:
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
        yield waiting.objections_to_answer(circle)
    if circle.leads:
        yield from service_in_state(ServiceState.SENT, doctor_id__in=circle.leads)
        yield items_to_confirm(circle.leads)
        yield panels_to_hold(circle)
        yield outcomes_to_follow_up(circle)
    if circle.leads or circle.acts_for or standings & waiting.SIGNS_CERTIFICATES:
        yield certificates_waiting_for(circle)
    if circle.mentors:
        yield panels_to_tell_of(circle)
    if circle.related or circle.decides:
        yield assessments_waiting_for(circle)
